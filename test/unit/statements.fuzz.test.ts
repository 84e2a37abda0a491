import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQueries } from '../../language/queries/create-queries.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Rule, RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { analysisLenses } from '../../language/features/witnesses.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { withMerged } from '../../language/findings/merge.ts';
import { now } from '../../testing/oracle/comparable-facts.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(10);

const clauses = [
  'a < 1',
  'a > 1',
  'a >= 2',
  'a == 3',
  'b < 2',
  'b > 2',
  'b != 1',
  'p',
  '!p',
  'c == "x"',
  'c != "x"',
  'has(a)',
  'a + b > 3',
  'a * 2 <= b',
  'a > 0 && p',
  'b < 3 || c == "y"',
];

const rules: fc.Arbitrary<Omit<Rule, 'id'>> = fc.record(
  {
    when: fc
      .oneof(
        { weight: 3, arbitrary: fc.uniqueArray(fc.constantFrom(...clauses), { minLength: 1, maxLength: 3 }) },
        { weight: 1, arbitrary: fc.constant<string[]>(['true']) },
      )
      .chain(parts => fc.constantFrom<Rule['when']>({ all: parts }, { any: parts })),
    decide: fc.constantFrom('continue', 'pause', 'deny', 'stop'),
    onUnknown: fc.constantFrom('fire', 'skip', 'safe'),
    effective: fc.constantFrom({ until: '2026-03-01T00:00:00Z' }, { from: '2026-04-01T00:00:00Z' }),
  },
  { requiredKeys: ['when', 'decide'] },
) as fc.Arbitrary<Omit<Rule, 'id'>>;

const values: Record<string, { signal: Signal; all: Json[] }> = {
  a: { signal: { type: 'integer', minimum: 0, maximum: 3 }, all: [0, 1, 2, 3] },
  b: { signal: { type: 'integer', minimum: 0, maximum: 3 }, all: [0, 1, 2, 3] },
  p: { signal: { type: 'boolean' }, all: [true, false] },
  c: { signal: { type: 'string', enum: ['x', 'y', 'z'] }, all: ['x', 'y', 'z'] },
};
/** Times before, between and after the dates on which rules begin or end. */
const times = ['2026-02-01T00:00:00Z', '2026-03-15T00:00:00Z', '2026-05-01T00:00:00Z'].map(Date.parse);

const ruleSets: fc.Arbitrary<RuleSet> = fc
  .record({
    rules: fc.array(rules, { minLength: 2, maxLength: 5 }),
    hitPolicy: fc.constantFrom('first', 'first', 'priority', 'unique', 'any'),
    required: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    default: fc.constantFrom('continue', 'pause', null),
  })
  .map(({ required, rules: drawn, hitPolicy, default: written }) => ({
    escalation: 2,
    name: 'random',
    version: '1.0.0',
    hitPolicy,
    signals: Object.fromEntries(
      Object.entries(values).map(([name, { signal }], at) => [
        name,
        required[at] ? { ...signal, required: true } : signal,
      ]),
    ),
    rules: drawn.map((rule, at) => ({ id: `r${at}`, ...rule })),
    ...(written === null ? {} : { default: { decide: written } }),
  }));

/** The decision on one input at one time. */
interface Situation {
  input: Record<string, Json>;
  /** Null for the default. */
  decider: string | null;
  outcome: string;
  fires: ReadonlySet<string>;
  isTrue: ReadonlySet<string>;
  conflicts: boolean;
}

/** All situations, from the public interface. */
function situationsOf(ruleSet: RuleSet): Situation[] {
  const compiled = compile(ruleSet);
  expect(compiled.problems).toEqual([]);
  const inputs = Object.entries(values).reduce<Record<string, Json>[]>(
    (all, [name, { all: each }]) =>
      all.flatMap(input => [
        ...each.map(value => ({ ...input, [name]: value })),
        ...(ruleSet.signals?.[name]?.required === true ? [] : [input]),
      ]),
    [{}],
  );
  return times.flatMap(at =>
    inputs.map(input => {
      const { rule, decision, conflicts, trace } = decide(compiled, input, { at, trace: true });
      const traced = trace?.rules ?? [];
      return {
        input,
        decider: rule?.id ?? null,
        outcome: decision,
        fires: new Set(traced.filter(each => each.fires).map(each => each.rule.id)),
        isTrue: new Set(traced.filter(each => each.value === 'true').map(each => each.rule.id)),
        conflicts: conflicts.length > 0,
      };
    }),
  );
}

const named = (text: string): string[] => [...text.matchAll(/`(r\d)`/g)].map(([, id]) => id as string);

type Check = (all: readonly Situation[], rule: string, match: RegExpExecArray, ruleSet: RuleSet) => boolean;

const firesAt = (all: readonly Situation[], rule: string) => all.filter(({ fires }) => fires.has(rule));
const decidedBy = (all: readonly Situation[], rule: string) => all.filter(({ decider }) => decider === rule);
const isFiring = (rules: readonly string[]) => (each: Pick<Situation, 'fires'>) =>
  rules.some(rule => each.fires.has(rule));

/** The rules that a sentence names; if it counts them, all but the one that it is about. */
function besides(rule: string, text: string, { rules: written }: RuleSet): string[] {
  const names = named(text);
  return names.length > 0 ? names : written.map(({ id }) => id).filter(id => id !== rule);
}

/** The kinds of sentences, each with the condition that must hold if it is said about a rule. */
const sentences: readonly [RegExp, Check][] = [
  [/^Never decides: /, (all, rule) => decidedBy(all, rule).length === 0],
  [
    /same condition as (.*?) (above|below)/,
    (all, rule, [, other = '']) => firesAt(all, rule).every(isFiring(named(other))),
  ],
  [
    /: (each of )?([^:]*?) (together )?fires? on every input on which this rule fires/,
    (all, rule, [, each, others = '']) => {
      const covers = each === undefined ? [named(others)] : named(others).map(other => [other]);
      return covers.every(cover => firesAt(all, rule).every(isFiring(cover)));
    },
  ],
  [/^(\S+) alone covers this rule/, (all, rule, [, other = '']) => firesAt(all, rule).every(isFiring(named(other)))],
  [
    /^(\S+) (?:.*, and )?(?:lets the agent )?(continue|pause|stop|escalate|route|denie)s?\b.* on (all|some) of its inputs/,
    (all, rule, [, other = '', predicate, extent]) => {
      const outcome = predicate === 'denie' ? 'deny' : predicate;
      const decides = (each: Situation) => named(other).includes(each.decider ?? '') && each.outcome === outcome;
      return extent === 'all' ? firesAt(all, rule).every(decides) : firesAt(all, rule).some(decides);
    },
  ],
  [
    /without it (.*?) decides? the same \((\w+)\) on every input that it decides/,
    (all, rule, { 1: others = '', 2: outcome, input }, ruleSet) => {
      const next = decidersWithout(ruleSet, rule);
      const own = all.flatMap((each, at) => (each.decider === rule ? [next[at] as Situation] : []));
      const deciders = [...named(others), ...(/the default|or no rule does/.test(input) ? [null] : [])];
      return (
        own.every(each => each.outcome === outcome) &&
        (others.includes('other rules') || own.every(({ decider }) => deciders.includes(decider))) &&
        deciders.every(decider => own.some(each => each.decider === decider))
      );
    },
  ],
  [
    /^Without (\S+), (\S+) would decide the same/,
    (all, _, [, gone = '', next = ''], ruleSet) => {
      const [rule = ''] = named(gone);
      const without = decidersWithout(ruleSet, rule);
      return all.every(({ decider, outcome }, at) => {
        const other = without[at];
        return decider !== rule || (other?.decider === named(next)[0] && other?.outcome === outcome);
      });
    },
  ],
  [
    /^(\S+) is behind (\S+)\.$/,
    (all, _, [, behind = '', rule = '']) =>
      all.every(
        ({ fires, decider }) => !named(rule).some(each => fires.has(each)) || !named(behind).includes(decider ?? ''),
      ),
  ],
  [
    /^(?:While it is in force, it fires|Fires) on every input: (.*) conflicts? with it wherever/,
    (all, rule, [, others = ''], ruleSet) => {
      const isOther = isFiring(besides(rule, others, ruleSet));
      return all.every(each => !each.fires.has(rule) || !isOther(each) || each.conflicts);
    },
  ],
  [
    /^(?:While it is in force, it fires|Fires) on every input: (.*) can only repeat its outcome or conflict/,
    (all, rule, [, others = ''], ruleSet) => {
      const decisionOf = (name: string) => ruleSet.rules.find(({ id }) => id === name)?.decide;
      const differs = isFiring(besides(rule, others, ruleSet).filter(other => decisionOf(other) !== decisionOf(rule)));
      return all.every(each => !each.fires.has(rule) || !differs(each) || each.conflicts);
    },
  ],
  [
    /^(?:While it is in force, it fires|Fires) on every input/,
    (all, rule, _, ruleSet) => {
      const each = ruleSet.rules.find(({ id }) => id === rule);
      return each?.effective !== undefined || all.every(({ fires }) => fires.has(rule));
    },
  ],
  [/^Never true: /, (all, rule) => all.every(({ isTrue }) => !isTrue.has(rule))],
  [/ It can still fire /, (all, rule) => firesAt(all, rule).length > 0],
  [
    /^Fires together with (.*?)(, which decides?|, for example|; on other|\. )/,
    (all, rule, [, others = '']) =>
      all.some(({ fires }) => fires.has(rule) && named(others).every(other => fires.has(other))),
  ],
  [
    /^(?:Only (?:the default|(\S+)) \((\w+)\)|(Nothing)) decides(?:, so the agent pauses,)? if `(\w)` is exactly (\d+)/,
    (all, _, [, rule, outcome = 'pause', , signal = '', value]) =>
      all.every(
        each =>
          each.input[signal] !== Number(value) ||
          (each.outcome === outcome && each.decider === (rule === undefined ? null : named(rule)[0])),
      ),
  ],
];

function decidersWithout(ruleSet: RuleSet, rule: string): Situation[] {
  return situationsOf({ ...ruleSet, rules: ruleSet.rules.filter(({ id }) => id !== rule) });
}

/** The sentences of a finding and its related places, with the rule that they are about. */
function* said(finding: Finding): Generator<{ text: string; rule: string }> {
  const rule = finding.rule?.replace(/@.*/, '') ?? '';
  yield { text: finding.message, rule };
  if (finding.brief !== null) yield { text: finding.brief, rule };
  for (const { message } of finding.related) yield { text: message, rule };
}

test('what findings say of all inputs, and of some, is so on all inputs, and on some', async () => {
  const seen = new Map<RegExp | string, number>();
  const count = (kind: RegExp | string) => seen.set(kind, (seen.get(kind) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(ruleSets, async ruleSet => {
      const workspace = memoryWorkspace({ 'a.escalation.yaml': JSON.stringify(ruleSet) });
      const checked = await createQueries(workspace, { clock: () => now }).findings(workspace.uri('a.escalation.yaml'));
      if (checked.kind !== 'rule-set') throw new Error('This is a rule set.');
      const all = situationsOf(ruleSet);
      for (const { text, rule } of checked.findings.flatMap(withMerged).flatMap(finding => [...said(finding)])) {
        for (const [pattern, holds] of sentences) {
          const match = pattern.exec(text);
          if (match === null) continue;
          count(pattern);
          expect(holds(all, rule, match, ruleSet), JSON.stringify({ text, rule, ruleSet })).toBe(true);
        }
      }
      for (const { title, witness, rule } of analysisLenses(checked.project, checked.findings, checked.facts ?? [])) {
        const [, by] = /^(?:Shadowed by |Never decides.*\()(\w+)(?:: show an example$| decides)/.exec(title) ?? [];
        if (by === undefined || witness === null) continue;
        count('lens');
        const record = decide(compile(ruleSet), witness.input, {
          at: witness.at === null ? now : Date.parse(witness.at),
          trace: true,
        });
        const isFired = record.trace?.rules.some(each => each.fires && each.index === rule);
        expect([record.rule?.id, isFired], JSON.stringify({ title, witness, ruleSet })).toEqual([by, true]);
      }
    }),
    { numRuns: runs },
  );
  process.stdout.write(`${[...seen].map(([kind, times]) => `${times} ${String(kind)}`).join('\n')}\n`);
  expect(seen.size).toBeGreaterThan(5);
});
