import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../engine/analysis/facts.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { grantsOfCase } from '../../engine/decide/grants.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import type { Grant } from '../../engine/model/grant.ts';
import { sameJson, valueAtPath, type Json } from '../../engine/model/json.ts';
import { outcomeKey } from '../../engine/model/outcome.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { bruteForce } from '../../testing/oracle/brute-force.ts';
import { byEngine, byOracle, factsOf, now, openIn, withoutOpen } from '../../testing/oracle/comparable-facts.ts';
import {
  boundOf,
  grantedRuleSets,
  joinedInput,
  plainName,
  splitInput,
  withGrant,
  withoutGrants,
} from '../../testing/oracle/granted.ts';
import { inputSpace } from '../../testing/oracle/input-space.ts';
import { truth, type World } from '../../testing/oracle/evaluate.ts';
import type { Trigger } from '../../testing/oracle/expression.ts';
import { triggerOf } from '../../testing/oracle/read-rule-set.ts';
import { readSignal } from '../../testing/oracle/values.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { documentsOf, versionPairs } from '../../testing/oracle/version-pairs.ts';
import { cases, some } from '../../testing/random/random-cases.ts';

/** Each test takes a second or two. */
const [few, runs] = [cases(8), cases(24)];
const at = now;

test('a rule with a matching grant does not fire, and the grants that made a difference are spent', () => {
  const seen = { granted: 0, spent: 0 };
  fc.assert(
    fc.property(grantedRuleSets, naive => {
      const ids = [...boundOf(naive).keys()];
      const compiled = compile(asWritten(naive));
      const plain = withoutGrants(naive);
      const space = inputSpace(plain);
      if (space === undefined) return;
      expect(compiled.problems).toEqual([]);
      for (const index of some([...Array(space.size).keys()], 60)) {
        const document = space.documentOf(index);
        const { input, grants } = splitInput(document, ids);
        const issued = grantsOfCase(compiled, grants, input, at);
        const record = decide(compiled, input, { at, grants: issued, trace: true });
        // A grant that cannot be issued, since a bound signal is missing, is none.
        const effective = joinedInput(
          input,
          issued.map(({ id }) => id),
          ids,
        );
        const expected = decideNaively(plain, effective, at);
        const about = JSON.stringify({ ruleSet: asWritten(naive), document });
        const { decision, to, rule, firedOnUnknown, shadow, conflicts } = record;
        expect({ decision, to, rule, firedOnUnknown, shadow, conflicts }, about).toEqual({
          decision: expected.decision,
          to: expected.to,
          rule: expected.rule,
          firedOnUnknown: expected.firedOnUnknown,
          shadow: expected.shadow,
          conflicts: expected.conflicts,
        });
        expect(
          record.trace?.rules.map(({ fires }) => fires),
          about,
        ).toEqual(expected.considered.map(({ fires }) => fires));
        const without = decideNaively(plain, joinedInput(input, [], ids), at);
        const matters = JSON.stringify(without.rule) !== JSON.stringify(expected.rule);
        if (matters) expect(record.grants?.length, about).toBeGreaterThan(0);
        if (ids.length === 1) expect((record.grants ?? []).length > 0, about).toBe(matters);
        if (issued.length > 0) seen.granted++;
        if (matters) seen.spent++;
      }
    }),
    { numRuns: few },
  );
  expect(seen.granted).toBeGreaterThan(few);
  expect(seen.spent).toBeGreaterThan(few / 4);
});

/** A change of a grant, and whether it then still matches the case, judged from the words of the reference. */
const changes: [string, (grant: Grant) => unknown, boolean][] = [
  ['as issued', grant => grant, true],
  ['nearly expired', grant => ({ ...grant, expiresAt: new Date(at + 1).toISOString() }), true],
  ['expired', grant => ({ ...grant, expiresAt: new Date(at).toISOString() }), false],
  ['longer than allowed', grant => ({ ...grant, expiresAt: new Date(at + 1_800_001).toISOString() }), false],
  ['issued within the minute', grant => ({ ...grant, issuedAt: new Date(at + 60_000).toISOString() }), true],
  ['issued later', grant => ({ ...grant, issuedAt: new Date(at + 60_001).toISOString() }), false],
  ['spent', grant => ({ ...grant, usesLeft: 0 }), false],
  ['more uses', grant => ({ ...grant, usesLeft: 2 }), false],
  ['other terms', grant => ({ ...grant, terms: 'f'.repeat(64) }), false],
  ['no values', grant => ({ ...grant, bound: {} }), false],
  ['a text', () => 'r1', false],
  ['nothing', () => null, false],
];

test('a grant matches only within its bounds, and only cases with the same bound values', () => {
  const seen = { matching: 0, refused: 0, other: 0 };
  fc.assert(
    fc.property(grantedRuleSets, fc.nat(), fc.nat(), (naive, one, two) => {
      const bound = boundOf(naive);
      const compiled = compile(asWritten(naive));
      const space = inputSpace(withoutGrants(naive));
      if (space === undefined) return;
      const [input, other] = [one, two].map(
        index => splitInput(space.documentOf(index % space.size), bound.keys()).input,
      ) as [Json, Json];
      for (const [id, names] of bound) {
        const [grant] = grantsOfCase(compiled, [id], input, at);
        const about = JSON.stringify({ ruleSet: asWritten(naive), id, input, other });
        if (grant === undefined) continue;
        expect(
          names.every(name => valueAtPath(input, name.split('.')) !== undefined),
          about,
        ).toBe(true);
        for (const [what, change, matches] of changes) {
          const { grantsRefused } = decide(compiled, input, { at, grants: [change(grant)] });
          expect([what, grantsRefused?.length], about).toEqual([what, matches ? 0 : 1]);
          if (matches) seen.matching++;
          else seen.refused++;
        }
        const isSame = names.every(name => {
          const [a, b] = [input, other].map(each => valueAtPath(each, name.split('.')));
          return a !== undefined && b !== undefined && sameJson(a, b);
        });
        const { grantsRefused = [] } = decide(compiled, other, { at, grants: [grant] });
        expect(grantsRefused.length === 0, about).toBe(isSame);
        if (!isSame) seen.other++;
      }
    }),
    { numRuns: runs },
  );
  expect(Math.min(seen.matching, seen.refused, seen.other)).toBeGreaterThan(runs / 4);
});

test('every fact about rules with grants, and every absence of one, is what counting all inputs gives', () => {
  const seen = { compared: 0, open: 0, violated: 0, granted: 0 };
  fc.assert(
    fc.property(grantedRuleSets, naive => {
      const plain = withoutGrants(naive);
      const oracle = bruteForce(plain);
      if (oracle === undefined) return;
      seen.compared++;
      const ruleSet = asWritten(naive);
      const analysed = factsOf(ruleSet);
      const counted = byOracle(oracle, plain);
      const engine = byEngine(analysed);
      const left = openIn(analysed);
      const about = JSON.stringify(ruleSet, null, 1);
      // A grant is nothing that could be deleted from a trigger; in the plain rule set it is a clause.
      const comparable = (facts: typeof engine) => ({ ...withoutOpen(facts, left), irrelevant: [] });
      expect(comparable(engine), about).toEqual(comparable(counted));
      if (analysed.facts.some(({ kind }) => kind === 'analysis-incomplete')) seen.open++;
      seen.violated += engine.violated.length;
      seen.granted += expectWitnesses(ruleSet, analysed.facts, about);
    }),
    { numRuns: runs },
  );
  expect(seen.compared).toBeGreaterThan(runs * 0.7);
  expect(seen.open).toBeLessThan(runs * 0.1);
  expect(seen.violated).toBeGreaterThan(runs / 8);
  expect(seen.granted).toBeGreaterThan(runs / 8);
});

/** Expects that witnesses with their grants are decided as their facts say. Returns how many have grants. */
function expectWitnesses(ruleSet: RuleSet, facts: readonly Fact[], about: string): number {
  const compiled = compile(ruleSet);
  let granted = 0;
  for (const fact of facts) {
    const shown =
      fact.kind === 'invariant-violated'
        ? [fact.witness]
        : fact.kind === 'uncovered-input'
          ? fact.regions.map(({ witness }) => witness)
          : [];
    for (const { input, at: time, grants = [] } of shown) {
      const issued = grantsOfCase(compiled, grants, input, time ?? at);
      expect(
        issued.map(({ id }) => id),
        about,
      ).toEqual([...grants]);
      const { rule } = decide(compiled, input, { at: time ?? at, grants: issued });
      const expected = fact.kind === 'invariant-violated' ? fact.rule : null;
      expect(rule, about).toEqual(expected === null ? null : expected.ref);
      if (grants.length > 0) granted++;
    }
  }
  return granted;
}

const grantEdits = fc.record({
  rule: fc.nat(20),
  bind: fc.array(fc.nat(20), { minLength: 1, maxLength: 2 }),
  scope: fc.constant(undefined),
  asked: fc.constantFrom('nowhere' as const, 'rule' as const, 'not in rule' as const),
  place: fc.nat(20),
});

test('versions with other grants: every input is in the region that says what decides it', () => {
  const seen = { judged: 0, changed: 0, undecided: 0, granted: 0 };
  fc.assert(
    fc.property(
      versionPairs,
      fc.option(grantEdits),
      fc.option(grantEdits, { freq: 3 }),
      fc.constantFrom('same', 'other values', 'another', 'draft'),
      ([first, second], one, two, edit) => {
        // With the rules in their places, the grant is of the same rule.
        const kept: NaiveRuleSet = edit === 'another' ? second : { ...second, rules: first.rules };
        const later =
          edit === 'another' ? two : one && { ...one, ...(edit === 'other values' && two ? { bind: two.bind } : {}) };
        const before = one === null ? language2(first) : withGrant(language2(first), one);
        const granted = later === null ? language2(kept) : withGrant(language2(kept), later);
        const after = edit === 'draft' ? withDraft(granted) : granted;
        if (JSON.stringify(before.frame.signals) !== JSON.stringify(after.frame.signals)) return;
        const [boundBefore, boundAfter] = [boundOf(before), boundOf(after)];
        const ids = [...new Set([...boundBefore.keys(), ...boundAfter.keys()])];
        const shared = new Map(
          ids.map(id => {
            const [a, b] = [boundBefore.get(id), boundAfter.get(id)];
            return [id, a === undefined || b === undefined ? (a ?? b ?? []) : a.filter(name => b.includes(name))];
          }),
        );
        const [was, is] = [asWritten(before), asWritten(after)];
        const diff = semanticDiff(subjectOf(was), subjectOf(is), { now });
        const [plainBefore, plainAfter] = [withoutGrants(before, shared), withoutGrants(after, shared)];
        const documents = documentsOf(plainBefore, plainAfter, 3000);
        if (documents === undefined) return;
        const about = JSON.stringify({ was, is, regions: diff.regions, undecided: diff.undecided });
        const plainly = (text: string): string =>
          ids.reduce((plain, id) => plain.replaceAll(`granted("${id}")`, plainName(id)), text);
        const conditions = diff.regions.map(({ condition }) => triggerOf(plainly(condition)));
        let [changed, undecided] = [0, 0];
        for (const { input, at: time } of documents) {
          const records = [plainBefore, plainAfter].map(each => decideNaively(each, input, time));
          const [old, next] = records as [(typeof records)[0], (typeof records)[0]];
          if (!old.inputValid || records.every(({ assumptionsBroken }) => assumptionsBroken.length > 0)) continue;
          const deciders = JSON.stringify([old.rule, next.rule]);
          const world = worldOf(asWritten(plainAfter), input, time);
          const inside = diff.regions.filter(
            ({ from, until }, index) =>
              time >= from && time < until && truth(conditions[index] as Trigger, world) === 'true',
          );
          const differs = outcomeOf(plainBefore, old.rule) !== outcomeOf(plainAfter, next.rule);
          const isOpen = diff.undecided.some(each => JSON.stringify([each.before.rule, each.after.rule]) === deciders);
          changed += Number(differs);
          if (differs && inside.length === 0 && isOpen) undecided++;
          else
            expect(
              inside.map(region => JSON.stringify([region.before.rule, region.after.rule])),
              `${JSON.stringify(input)} at ${time}\n${about}`,
            ).toEqual(differs ? [deciders] : []);
        }
        seen.judged++;
        seen.changed += Number(changed > 0);
        seen.undecided += Number(undecided > 0);
        for (const { condition, witness, before: from, after: to } of diff.regions) {
          if (!condition.includes('granted(') || (witness.grants ?? []).length === 0) continue;
          seen.granted++;
          for (const [ruleSet, { rule, outcome }] of [
            [was, from],
            [is, to],
          ] as const) {
            const compiled = compile(ruleSet);
            const time = witness.at ?? now;
            const issued = grantsOfCase(compiled, witness.grants ?? [], witness.input, time);
            const record = decide(compiled, witness.input, { at: time, grants: issued });
            expect(record.rule, about).toEqual(rule);
            expect(record.decision, about).toBe((JSON.parse(outcomeKey(outcome)) as string[])[0]);
          }
        }
      },
    ),
    { numRuns: 2 * runs },
  );
  expect(seen.judged).toBeGreaterThan(runs / 4);
  expect(seen.granted).toBeGreaterThan(runs / 12);
  expect(seen.undecided).toBeLessThanOrEqual(runs / 10);
});

/** The rule set with its grantable rules as drafts. */
function withDraft(naive: NaiveRuleSet): NaiveRuleSet {
  return {
    ...naive,
    rules: naive.rules.map(each => (each.rule.grant ? { ...each, rule: { ...each.rule, status: 'draft' } } : each)),
  };
}

function language2(naive: NaiveRuleSet): NaiveRuleSet {
  return { ...naive, frame: { ...naive.frame, escalation: 2 } };
}

function subjectOf(ruleSet: RuleSet) {
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}

function worldOf(ruleSet: RuleSet, input: Json, time: number): World {
  const readings = Object.entries(ruleSet.signals ?? {}).map(
    ([name, signal]) => [name, readSignal(name, signal, input, time)] as const,
  );
  return { ruleSet, readings: new Map(readings) };
}

function outcomeOf({ rules, frame }: NaiveRuleSet, ref: { id: string; version: number } | null): string {
  const rule = ref && rules.find(each => each.rule.id === ref.id && (each.rule.version ?? 1) === ref.version)?.rule;
  return outcomeKey(rule ?? frame.default ?? { decide: 'pause' });
}
