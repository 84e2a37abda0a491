import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../engine/decide/compile.ts';
import type { Json } from '../../engine/model/json.ts';
import { bruteForce } from '../../testing/oracle/brute-force.ts';
import type { Facts } from '../../testing/oracle/facts.ts';
import { clausesOf, inputSpace, isOpaque, triggersOf } from '../../testing/oracle/input-space.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { searchOf, winnerAt } from '../../testing/oracle/search.ts';
import { smallRuleSets } from '../../testing/oracle/small-rule-sets.ts';
import { termRuleSets } from '../../testing/oracle/term-rule-sets.ts';
import { wholeSpace } from '../../testing/oracle/whole-space.ts';
import { cases } from '../../testing/random/random-cases.ts';

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** Random values, independent of the conditions. */
const inputs: fc.Arbitrary<Json> = fc.record(
  {
    x: fc.integer({ min: -8, max: 40 }).map(value => value / 8),
    order: fc.record({ count: fc.integer({ min: -3, max: 7 }) }, { requiredKeys: [] }),
    tier: one(['free', 'pro', 'team', 'trial', 'other', 5]),
    s: fc.array(one(['a', 'b', 'c', 'A', 'z', 'é']), { maxLength: 7 }).map(letters => letters.join('')),
    p: one([true, false, null]),
    flags: fc.array(one(['pii', 'legal', 'harm', 'spam', 'late']), { maxLength: 4 }),
    waited: fc.integer({ min: 0, max: 20 }).map(minutes => `${minutes}m`),
    opened: fc.integer({ min: 20, max: 59 }).map(day => new Date(Date.UTC(2026, 1, day)).toISOString()),
  },
  { requiredKeys: [] },
);

function caseInWords(naive: NaiveRuleSet): string {
  return JSON.stringify(asWritten(naive), null, 1);
}

const exactOnly = smallRuleSets.filter(naive => !triggersOf(naive).flatMap(clausesOf).some(isOpaque));
const at = Date.parse('2026-05-01T00:00:00Z');

test('the inputs tried stand for every input: no other makes the rules true, false or unknown in a way of its own', () => {
  fc.assert(
    fc.property(exactOnly, fc.array(inputs, { minLength: 20, maxLength: 20 }), (naive, documents) => {
      const space = inputSpace(naive);
      if (!space) return;
      const values = triggersOf(naive).map(space.evaluate);
      const known = new Set(Array.from({ length: space.size }, (_, input) => values.map(each => each[input]).join()));
      const everyTrigger = {
        ...naive,
        rules: triggersOf(naive).map((trigger, index) => ({
          trigger,
          rule: { id: `t${index}`, decide: 'stop' as const },
        })),
      };
      for (const document of documents) {
        const record = decideNaively(everyTrigger, document, at);
        if (!record.inputValid) continue;
        const found = record.considered.map(({ value }) => ['false', 'true', 'unknown'].indexOf(value)).join();
        expect(known.has(found), `${JSON.stringify(document)} ${caseInWords(naive)}`).toBe(true);
      }
    }),
    { numRuns: cases(20) },
  );
});

test('on every input tried, the rule that decides is the one of the interpreter', () => {
  fc.assert(
    fc.property(exactOnly, fc.nat(), (naive, anywhere) => {
      expect(compile(asWritten(naive)).problems, caseInWords(naive)).toEqual([]);
      const space = inputSpace(naive);
      if (!space) return;
      const search = searchOf(naive, space);
      const input = anywhere % space.size;
      for (const { at: time, active } of search.periods) {
        const record = decideNaively(naive, space.documentOf(input), time);
        const winner = winnerAt(search, active, input);
        expect(record.rule && `${record.rule.id}@${record.rule.version}`, caseInWords(naive)).toBe(
          winner?.name ?? null,
        );
        expect(search.inputs.includes(input), caseInWords(naive)).toBe(record.assumptionsBroken.length === 0);
      }
    }),
    { numRuns: cases(30) },
  );
});

/** The facts that must occur often enough for a meaningful comparison. */
const kinds: Record<string, (facts: Facts, naive: NaiveRuleSet) => boolean> = {
  'assumptions that no input meets': facts => facts.assumptionsUnsatisfiable,
  'contradictory triggers': facts => facts.contradictory.length > 0,
  'shadowed rules': facts => facts.shadowed.length > 0,
  'redundant rules that never decide': facts => facts.redundant.some(each => !each.everDecides),
  'redundant rules that decide': facts => facts.redundant.some(each => each.everDecides),
  'clauses irrelevant to the trigger': facts => facts.irrelevantClauses.some(each => each.because === 'trigger'),
  'clauses irrelevant by order': facts => facts.irrelevantClauses.some(each => each.because === 'order'),
  'tautological triggers': facts => facts.tautological.length > 0,
  'conflicts under unique': (facts, naive) => facts.conflicts.length > 0 && naive.frame.hitPolicy === 'unique',
  'conflicts under any': (facts, naive) => facts.conflicts.length > 0 && naive.frame.hitPolicy === 'any',
  'uncovered inputs': facts => facts.uncovered.length > 0,
  'uncovered inputs in several periods': facts => facts.uncovered.length > 1,
  'boundary gaps': facts => facts.boundaryGaps.length > 0,
  'rules that fail open': facts => facts.failsOpen.length > 0,
  'broken invariants': facts => facts.violated.length > 0,
};

test.each([
  ['exact clauses', smallRuleSets, inputSpace, 2],
  ['terms over several signals', termRuleSets, wholeSpace, 1],
] as const)('%s: every kind of finding is there often enough', (_, ruleSets, spaceOf, least) => {
  const sets = fc.sample(ruleSets, { numRuns: cases(300), seed: 42 });
  const found = sets.map(naive => ({ naive, facts: bruteForce(naive, spaceOf(naive)) }));
  const tried = found.filter(each => each.facts !== undefined).length;
  expect(tried).toBeGreaterThan(0.99 * sets.length);
  const shares = Object.fromEntries(
    Object.entries(kinds).map(([kind, there]) => {
      const hits = found.filter(({ facts, naive }) => facts && there(facts, naive)).length;
      return [kind, Math.round((1000 * hits) / tried) / 10];
    }),
  );
  for (const [kind, share] of Object.entries(shares)) {
    expect(share, `${kind} of ${JSON.stringify(shares)}`).toBeGreaterThanOrEqual(least);
  }
});
