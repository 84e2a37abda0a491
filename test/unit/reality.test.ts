import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Fact, FactOf } from '../../engine/analysis/facts.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { grantsOfCase } from '../../engine/decide/grants.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { createQueries } from '../../language/queries/create-queries.ts';
import { factsOf, now } from '../../testing/oracle/comparable-facts.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { realSystems } from './real-systems.ts';

const folder = path.resolve(import.meta.dirname, '../fixtures/reality');
const files = Object.fromEntries(
  readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')]),
);

/** What a reader with pencil and paper finds. All other rules decide some input, and all clauses are relevant. */
interface Expected {
  /** The rules that never decide, each with one that covers it alone. */
  shadowed: Record<string, string>;
  proved: string[];
  /** The invariants that do not hold, each with the rules (null: the default) that can violate it. */
  violated: Record<string, (string | null)[]>;
  /** The rules without which the agent goes on if a signal is missing. */
  failsOpen: Record<string, string>;
}

const expected: Record<string, Expected> = {
  canary: {
    shadowed: {},
    proved: ['clearly-unsure'],
    violated: { 'everybody-at-new-threshold': [null] },
    failsOpen: {},
  },
  'priority-score': {
    shadowed: { 'nearly-critical': 'high' },
    proved: ['total-outage-is-handed-over', 'urgent-work-stops'],
    violated: { 'severe-means-critical': ['high'] },
    failsOpen: {},
  },
  'spending-limits': {
    shadowed: { 'large-for-a-clerk': 'over-role-limit' },
    proved: ['temps-need-approval', 'limits-bind-everybody', 'two-people'],
    violated: { 'large-purchases-are-approved': [null] },
    failsOpen: { 'over-personal-limit': 'limit' },
  },
  deadlines: {
    shadowed: { 'very-old': 'old', 'due-before-opened': 'past-due' },
    proved: ['old-cases-are-handed-over', 'short-deadlines-bind'],
    violated: { 'tight-cases-get-a-person': ['old', null] },
    failsOpen: { 'past-due': 'due_at' },
  },
  grants: {
    shadowed: {},
    proved: ['no-transfer-without-grant', 'no-grant-for-wiping'],
    violated: { 'transfers-are-always-reviewed': [null] },
    failsOpen: {},
  },
  budget: {
    shadowed: { 'not-enough-left': 'over-budget' },
    proved: ['larger-than-the-budget', 'the-last-cent'],
    violated: { 'half-of-the-budget-is-reviewed': [null] },
    failsOpen: {},
  },
  frequency: {
    shadowed: { 'hopeless-tool': 'third-failure' },
    proved: ['failing-sessions-are-handed-over', 'one-tool-is-enough'],
    violated: { 'quiet-minutes-are-quiet-hours': ['unreliable-hour'] },
    failsOpen: { 'broken-tool': 'same_tool_10m' },
  },
  ...Object.fromEntries(
    Object.entries(realSystems).map(([name, { proved, failsOpen = {} }]) => [
      name,
      { shadowed: {}, proved, violated: {}, failsOpen },
    ]),
  ),
};

const readRuleSet = (name: string) => parse(files[`${name}.escalation.yaml`] ?? '') as RuleSet;

describe.each(Object.entries(expected))('%s', (name, { shadowed, proved, violated, failsOpen }) => {
  const ruleSet = readRuleSet(name);
  const { facts, subject } = factsOf(ruleSet);
  const of = <K extends Fact['kind']>(kind: K) => facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
  const idOf = (invariant: number) => subject.invariants[invariant]?.invariant.id;

  test('the files have no errors, and the samples pass', async () => {
    const queries = createQueries(memoryWorkspace(files), { clock: () => now, without: ['facts'] });
    const { uri } = memoryWorkspace(files);
    for (const file of ['escalation', 'samples']) {
      const { findings } = await queries.findings(uri(`${name}.${file}.yaml`));
      const mistakes = findings.filter(({ severity, code }) => severity === 'error' && code !== 'invariant-violated');
      expect(mistakes).toEqual([]);
    }
  });

  test('rules that never decide', () => {
    const covers = of('shadowed-rule').map(({ rule: { ref }, cover }) => {
      const isCovered = cover.alone.some(each => each.ref.id === shadowed[ref.id]);
      return [ref.id, isCovered];
    });
    expect(covers).toEqual(Object.keys(shadowed).map(rule => [rule, true]));
  });

  test('invariants that hold', () => {
    expect(of('invariant-proved').map(({ invariant, vacuous }) => [idOf(invariant), vacuous])).toEqual(
      proved.map(id => [id, false]),
    );
  });

  test('invariants that are violated', () => {
    const compiled = compile(ruleSet);
    const shown = of('invariant-violated').map(({ invariant, witness }) => {
      const at = witness.at ?? now;
      const grants = grantsOfCase(compiled, witness.grants ?? [], witness.input, at);
      const record = decide(compiled, witness.input, { at, grants });
      expect(record.assumptionsBroken).toEqual([]);
      const id = idOf(invariant) ?? '';
      return [id, violated[id]?.includes(record.rule?.id ?? null)];
    });
    expect(shown).toEqual(Object.keys(violated).map(id => [id, true]));
  });

  test('nothing is undecided', () => {
    expect(of('analysis-incomplete').flatMap(({ undecided }) => undecided.map(({ question }) => question))).toEqual([]);
  });

  test('rules that fail open', () => {
    expect(of('fails-open').map(({ rule, signal }) => [rule.ref.id, signal])).toEqual(Object.entries(failsOpen));
  });

  test('nothing else is claimed', () => {
    const kinds = ['contradictory-trigger', 'redundant-rule', 'irrelevant-clause', 'tautological-trigger'] as const;
    expect(kinds.flatMap(kind => of(kind).map(({ rule }) => `${kind} ${rule.ref.id}`))).toEqual([]);
  });
});

test.each(Object.keys(realSystems))('hints are all that is found in %s', async name => {
  const queries = createQueries(memoryWorkspace(files), { clock: () => now });
  const { findings } = await queries.findings(memoryWorkspace(files).uri(`${name}.escalation.yaml`));
  expect(findings.filter(({ severity }) => severity !== 'hint')).toEqual([]);
});

test('every rule set of the folder is expected', () => {
  const names = Object.keys(files).flatMap(file => /^(.*)\.escalation\.yaml$/.exec(file)?.[1] ?? []);
  expect(names).toEqual(Object.keys(expected).sort());
  expect(Object.keys(files).filter(file => file.endsWith('.samples.yaml'))).toHaveLength(names.length);
});

test('a documented pattern of Claude Code lets a push pass that another one denies', () => {
  const ruleSet = readRuleSet('claude-code');
  const rules = ruleSet.rules?.filter(({ id }) => id !== 'push-in-other-words') ?? [];
  const { facts, subject } = factsOf({ ...ruleSet, rules });
  const violated = facts.filter((fact): fact is FactOf<'invariant-violated'> => fact.kind === 'invariant-violated');
  expect(violated.map(({ invariant }) => subject.invariants[invariant]?.invariant.id)).toEqual(['push-never-alone']);
  const command = 'git -C . push origin main';
  const record = decide(compile({ ...ruleSet, rules }), { tool: 'Bash', tool_input: { command } }, { at: now });
  expect([record.decision, record.rule?.id]).toEqual(['continue', 'git-on-main']);
});

test('PRIORITY of DMN approves what `priority` denies', () => {
  const ruleSet = readRuleSet('dmn-0118');
  const input = { Age: 17, RiskCategory: 'High', isAffordable: true };
  const decisions = (['first', 'priority'] as const).map(
    hitPolicy => decide(compile({ ...ruleSet, hitPolicy }), input, { at: now }).decision,
  );
  expect(decisions).toEqual(['continue', 'deny']);
});

test('sums of doubles are not rearranged: what is equal in reals can differ by a rounding', () => {
  const euros = { type: 'number', minimum: 0, maximum: 1_000_000, required: true } as const;
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'euros',
    version: '1.0.0',
    signals: { budget: euros, spent: euros, amount: euros },
    targets: { controller: { kind: 'human' } },
    rules: [
      { id: 'over-budget', when: 'spent + amount > budget', decide: 'escalate', to: 'controller' },
      { id: 'not-enough-left', when: 'budget - spent < amount', decide: 'stop' },
    ],
    default: { decide: 'continue' },
  };
  const input = { budget: 0.5, spent: 0.4, amount: 0.1 };
  expect(decide(compile(ruleSet), input, { at: now }).rule?.id).toBe('not-enough-left');
  expect(factsOf(ruleSet).facts.map(({ kind }) => kind)).not.toContain('shadowed-rule');
});
