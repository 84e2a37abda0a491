import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../engine/analysis/facts.ts';
import type { TimedInput } from '../../engine/solver/gate.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { createCachingChecker } from '../../engine/condition/caching-checker.ts';
import { compile, type CompiledRuleSet } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { isJsonObject, ownValue, type Json, type JsonObject } from '../../engine/model/json.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { ruleName, type Rule, type RuleSet, type Signal } from '../../engine/model/rule-set.ts';
import { claims } from '../../testing/oracle/claims.ts';
import { bruteForce } from '../../testing/oracle/brute-force.ts';
import { clausesOf, inputSpace, isOpaque, triggersOf } from '../../testing/oracle/input-space.ts';
import { asWritten, type NaiveRule, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { smallRuleSets } from '../../testing/oracle/small-rule-sets.ts';
import {
  byEngine,
  byOracle,
  factsOf,
  now,
  openIn,
  withoutOpen,
  type Open,
} from '../../testing/oracle/comparable-facts.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(64);

test('every fact, and every absence of one, is what counting all inputs gives', () => {
  let [compared, open] = [0, 0];
  fc.assert(
    fc.property(smallRuleSets, naive => {
      const oracle = bruteForce(naive);
      if (oracle === undefined) return;
      compared++;
      const ruleSet = asWritten(naive);
      const analysed = factsOf(ruleSet);
      const [engine, counted] = [byEngine(analysed), byOracle(oracle, naive)];
      const left = openIn(analysed);
      const about = JSON.stringify(ruleSet, null, 1);
      for (const kind of ['boundaryGaps', 'failsOpen', 'violated'] as const)
        expect(counted[kind], about).toEqual(expect.arrayContaining(engine[kind]));
      expect(withoutOpen(engine, left), about).toEqual(withoutOpen(counted, left));
      if (analysed.facts.some(({ kind }) => kind === 'analysis-incomplete')) open++;
    }),
    { numRuns: runs },
  );
  expect(compared).toBeGreaterThan(runs * 0.9);
  // Most clauses over several signals are decided.
  expect(open).toBeLessThan(runs * 0.05);
});

/** A rule set while it is edited: some conditions have errors, and thresholds have changed. */
interface Draft {
  rules: readonly NaiveRule[];
  /** Rules that are not added yet, with values and signals that no condition has used before. */
  later: readonly NaiveRule[];
  /** Ids of the rules whose condition has an error. */
  halfTyped: ReadonlySet<string>;
  some: number;
  frame: NaiveRuleSet['frame'];
  isAssuming: boolean;
}

type Edit = (draft: Draft) => Draft;

/**
 * The edits of an author, one at a time: rules are removed, moved, duplicated with changes, and get other triggers and outcomes; a condition is incomplete, and
 * completed; a threshold changes; a rule is added; the rest of the rule set changes.
 */
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('delete', 'move', 'copy', 'swap', 'outcome', 'shadow', 'unknown', 'later', 'before'),
      fc.nat(20),
      fc.nat(20),
    )
    .map(rulesEdited),
  fc.nat(20).map((at): Edit => draft => {
    const id = draft.rules[at % draft.rules.length]?.rule.id ?? '';
    const halfTyped = new Set(draft.halfTyped);
    if (!halfTyped.delete(id)) halfTyped.add(id);
    return { ...draft, halfTyped };
  }),
  fc.constantFrom(0, 1, 2, 3).map((some): Edit => draft => ({ ...draft, some })),
  fc.nat(20).map((at): Edit => ({ rules, later: [next, ...later], ...draft }) => {
    const place = at % (rules.length + 1);
    return { ...draft, rules: next ? [...rules.slice(0, place), next, ...rules.slice(place)] : rules, later };
  }),
  fc
    .constantFrom<Partial<NaiveRuleSet['frame']>>(
      { default: { decide: 'continue' } },
      { default: { decide: 'pause' } },
      { default: { decide: 'deny' } },
      { default: { decide: 'stop' } },
      { onUnknown: 'fire' },
      { onUnknown: 'skip' },
      { hitPolicy: 'first' },
      { hitPolicy: 'priority' },
      { hitPolicy: 'unique' },
    )
    .map((changed): Edit => draft => ({ ...draft, frame: { ...draft.frame, ...changed } })),
  fc.nat(20).map((at): Edit => draft => {
    const signals = Object.entries(draft.frame.signals ?? {});
    const changed = signals.map(([name, { required, ...signal }], index) =>
      index !== at % signals.length
        ? [name, { ...signal, ...(required && { required }) }]
        : [name, required ? signal : { ...signal, required: true }],
    );
    return { ...draft, frame: { ...draft.frame, signals: Object.fromEntries(changed) as Record<string, Signal> } };
  }),
  fc.constant<Edit>(draft => ({ ...draft, isAssuming: !draft.isAssuming })),
);

function rulesEdited([kind, a, b]: [string, number, number]): Edit {
  return draft => ({ ...draft, rules: edited(draft.rules) });

  function edited(rules: readonly NaiveRule[]): NaiveRule[] {
    const [i, j] = [a % rules.length, b % rules.length];
    const [one, other] = [rules[i], rules[j]] as [NaiveRule, NaiveRule];
    const rest = rules.filter((_, index) => index !== i);
    switch (kind) {
      case 'delete':
        return rules.length > 1 ? rest : [...rules];
      case 'move':
        return [...rest.slice(0, j), one, ...rest.slice(j)];
      case 'copy':
        return [
          ...rules.slice(0, j),
          { ...one, rule: { ...one.rule, id: `${one.rule.id}c${a}x${b}`, decide: 'stop' } },
          ...rules.slice(j),
        ];
      case 'swap':
        return rules.map((rule, index) => (index === i ? { ...one, trigger: other.trigger } : rule));
      case 'shadow':
        return changed(one.rule.status === 'shadow' ? { status: 'active' } : { status: 'shadow' });
      case 'unknown':
        return changed({ onUnknown: b % 2 === 0 ? 'fire' : 'skip' });
      case 'later':
        return changed({ effective: { from: '2026-09-01T00:00:00Z' } });
      case 'before':
        return changed({ effective: { until: '2026-03-01T00:00:00Z' } });
      default:
        return changed({ decide: 'pause' });
    }

    function changed(by: Partial<NaiveRule['rule']>): NaiveRule[] {
      return rules.map((rule, index) => (index === i ? { ...one, rule: { ...one.rule, ...by } } : rule));
    }
  }
}

/** Some rules the same. */
function halfTypedAs(id: string): string {
  return `unheard_of_${id.charCodeAt(1) % 2} >`;
}

function drafted(naive: NaiveRuleSet, { rules, halfTyped, some, frame, isAssuming }: Draft): RuleSet {
  const assumptions = isAssuming ? naive.assumptions : [];
  const ruleSet = asWritten({ ...naive, frame, rules: [...rules], assumptions });
  return {
    ...ruleSet,
    thresholds: { ...ruleSet.thresholds, some },
    rules: ruleSet.rules.map(rule =>
      halfTyped.has(rule.id) ? { ...rule, when: { any: [rule.when, halfTypedAs(rule.id)] } } : rule,
    ),
  };
}

test('an analysis with a memory says what one without says, edit after edit', () => {
  let reused = 0;
  fc.assert(
    fc.property(smallRuleSets, fc.array(edits, { minLength: 1, maxLength: 5 }), (naive, steps) => {
      const written = Math.ceil(naive.rules.length / 2);
      let draft: Draft = {
        rules: naive.rules.slice(0, written),
        later: naive.rules.slice(written),
        halfTyped: new Set(),
        some: 2,
        frame: naive.frame,
        isAssuming: true,
      };
      // As in an editor, parts that an edit does not change stay the same objects.
      const rules = new Map<string, Rule>();
      const sameRules = (ruleSet: RuleSet): RuleSet => {
        const same = (rule: Rule): Rule => {
          const text = JSON.stringify(rule);
          const known = rules.get(text) ?? rule;
          rules.set(text, known);
          return known;
        };
        return { ...ruleSet, rules: ruleSet.rules.map(same) };
      };
      const first = sameRules(drafted(naive, draft));
      let checker = createCachingChecker(declarationsOf(first));
      let memory = factsOf(first, undefined, checker).memory;
      for (const step of steps) {
        draft = step(draft);
        const without = factsOf(drafted(naive, draft));
        const ruleSet = sameRules(drafted(naive, draft));
        checker = checker.over(declarationsOf(ruleSet));
        const withMemory = factsOf(ruleSet, memory, checker);
        expectToSayTheSame(withMemory, without, ruleSet);
        expectCoversToCover(ruleSet, withMemory.facts);
        expectGapsOnce(withMemory.facts);
        if (draft.halfTyped.size === 0) expectWitnessesToShow(ruleSet, withMemory);
        for (const result of withMemory.memory.results.values())
          if ([...memory.results.values()].includes(result) || result.evidence.length > 0) reused++;
        memory = withMemory.memory;
      }
    }),
    { numRuns: runs / 2 },
  );
  expect(reused).toBeGreaterThan(runs / 4);
});

/** Expects the same facts, except for those that either analysis left undecided: a search with another start may decide them. */
function expectToSayTheSame(a: ReturnType<typeof factsOf>, b: ReturnType<typeof factsOf>, ruleSet: RuleSet): void {
  const [openA, openB] = [openIn(a), openIn(b)];
  const both = (kind: Exclude<keyof Open, 'uncovered'>): string[] => [...openA[kind], ...openB[kind]];
  const open: Open = {
    conflicts: both('conflicts'),
    uncovered: openA.uncovered || openB.uncovered,
    boundaryGaps: both('boundaryGaps'),
    failsOpen: both('failsOpen'),
    violated: both('violated'),
  };
  const [saysA, saysB] = [byEngine(a), byEngine(b)].map(facts => withoutOpen(facts, open));
  expect(saysA, JSON.stringify({ ruleSet })).toEqual(saysB);
}

function expectGapsOnce(facts: readonly Fact[]): void {
  const conditions = facts.flatMap(fact =>
    fact.kind === 'uncovered-input' ? fact.regions.map(({ condition }) => condition) : [],
  );
  expect(conditions).toEqual([...new Set(conditions)]);
}

/** Expects that the rules which are reported to cover another, alone or together, decide all of its inputs. */
function expectCoversToCover(ruleSet: RuleSet, facts: readonly Fact[]): void {
  for (const fact of facts) {
    if (fact.kind !== 'shadowed-rule') continue;
    const { alone, together } = fact.cover;
    for (const cover of [...alone.map(rule => [rule]), together]) {
      if (cover.length === 0) continue;
      const indexes = new Set([...cover, fact.rule].map(({ index }) => index));
      const { shadowed, redundant } = byEngine(
        factsOf({ ...ruleSet, rules: ruleSet.rules.filter((_, index) => indexes.has(index)) }),
      );
      const name = ruleName(fact.rule.ref);
      expect(shadowed.includes(name) || redundant.includes(`${name} false`), JSON.stringify({ ruleSet, name })).toBe(
        true,
      );
    }
  }
}

/** The engine's decision on a witness, with the rules that fire. */
function decided(compiled: CompiledRuleSet, { input, at }: TimedInput): { record: DecisionRecord; firing: string[] } {
  const record = decide(compiled, input, { at: at ?? now, trace: true });
  const firing = record.trace?.rules.filter(rule => rule.fires && !rule.shadow).map(rule => ruleName(rule.rule)) ?? [];
  return { record, firing };
}

test('every witness proves its fact, for any values of the signals that do not matter', () => {
  let [shown, changed] = [0, 0];
  fc.assert(
    fc.property(smallRuleSets, naive => {
      const ruleSet = asWritten(naive);
      const analysed = factsOf(ruleSet);
      const tried = expectWitnessesToShow(ruleSet, analysed);
      const isExact = !triggersOf(naive).flatMap(clausesOf).some(isOpaque);
      // Cells decide clauses of the exact fragment completely, so the first tried input is the witness.
      if (isExact) expect(analysed.witnesses.refused, JSON.stringify(ruleSet)).toBe(0);
      shown += tried.shown;
      changed += tried.changed;
    }),
    { numRuns: runs / 2 },
  );
  expect(Math.min(shown, changed)).toBeGreaterThan(runs / 2);
});

/** Expects that each witness proves its fact. @returns the numbers of witnesses, and of variants in which a signal that does not matter has another value. */
function expectWitnessesToShow(
  ruleSet: RuleSet,
  { facts, subject }: Pick<ReturnType<typeof factsOf>, 'facts' | 'subject'>,
): { shown: number; changed: number } {
  const tried = { shown: 0, changed: 0 };
  const compiled = compile(ruleSet);
  const all = facts.flatMap(fact => claims(fact, subject));
  const inputs = all.flatMap(({ witness }) => (witness === null ? [] : [witness.input as JsonObject]));
  for (const { witness, holds } of all) {
    if (witness === null) continue;
    const own = witness.input as JsonObject;
    const others = witness.free.flatMap(name => othersFor(name, own, inputs, ruleSet));
    tried.shown++;
    tried.changed += others.length;
    for (const input of [own, ...others]) {
      const { record, firing } = decided(compiled, { ...witness, input });
      expect(record.assumptionsBroken, JSON.stringify({ input, witness, ruleSet })).toEqual([]);
      expect(holds(record, firing), JSON.stringify({ input, witness, record, ruleSet })).toBe(true);
    }
  }
  return tried;
}

/** Variants of an input, with the values of a signal in other inputs, and without it if it may be missing. */
function othersFor(name: string, input: JsonObject, inputs: readonly JsonObject[], { signals }: RuleSet): JsonObject[] {
  const path = name.split('.');
  const values = inputs.flatMap(each => {
    const value = path.reduce<Json | undefined>((inside, key) => ownValue(inside, key), each);
    return value === undefined ? [] : [withValue(input, path, value)];
  });
  return [...values, ...(signals?.[name]?.required === true ? [] : [withValue(input, path, undefined)])];
}

function withValue(
  input: Json | undefined,
  [key = '', ...rest]: readonly string[],
  value: Json | undefined,
): JsonObject {
  const { [key]: old, ...others } = isJsonObject(input) ? input : {};
  const now = rest.length === 0 ? value : withValue(old, rest, value);
  return now === undefined ? others : { ...others, [key]: now };
}

test('no rule fires on any input of a reported region, and each input on which none fires is in one', () => {
  let [inside, uncovered] = [0, 0];
  fc.assert(
    fc.property(smallRuleSets, naive => {
      const space = inputSpace(naive, 2000);
      if (space === undefined || triggersOf(naive).flatMap(clausesOf).some(isOpaque)) return;
      const ruleSet = asWritten(naive);
      const { facts } = factsOf(ruleSet);
      const gaps = facts.find(fact => fact.kind === 'uncovered-input');
      const compiled = compile(ruleSet);
      const inRegions = (gaps?.regions ?? []).map(region => ({
        ...region,
        only: compile({
          ...ruleSet,
          assumptions: [],
          rules: [{ id: 'in', when: region.condition, decide: 'stop', onUnknown: 'skip' }],
        }),
      }));
      for (let index = 0; index < space.size; index++) {
        const input = space.documentOf(index);
        const holds = inRegions.filter(({ only }) => decide(only, input, { at: now }).rule !== null);
        const { record, firing } = decided(compiled, { input, at: null });
        if (record.assumptionsBroken.length > 0) continue;
        const details = JSON.stringify({ input, regions: inRegions.map(({ condition }) => condition), ruleSet });
        for (const { witness } of holds) {
          inside++;
          expect(witness.at === null ? firing : [], details).toEqual([]);
        }
        if (firing.length > 0 || gaps?.more === true) continue;
        uncovered++;
        expect(holds.length, details).toBeGreaterThan(0);
      }
    }),
    { numRuns: runs / 8 },
  );
  expect(Math.min(inside, uncovered)).toBeGreaterThan(runs / 8);
});
