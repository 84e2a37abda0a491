import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputSpace } from '../../test/oracle/input-space.ts';
import { asWritten, isInForce, type NaiveRule, type NaiveRuleSet } from '../../test/oracle/naive-interpreter.ts';
import { outcome, outcomeAt, searchOf, type Search } from '../../test/oracle/search.ts';
import { smallRuleSets } from '../../test/oracle/small-rule-sets.ts';
import { analysisSubject } from '../analysis/subject.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { changesBetween, type Decider } from './changes.ts';

const now = Date.parse('2026-05-01T00:00:00Z');

/** A rule set and what an author may make of it: rules go, change places, swap triggers or decide otherwise. */
const versions: fc.Arbitrary<[NaiveRuleSet, NaiveRuleSet]> = smallRuleSets.chain(before => {
  const { rules, frame } = before;
  const other = fc.record({
    rules: fc.oneof(
      fc.constant(rules),
      fc.shuffledSubarray(rules),
      fc.shuffledSubarray(rules, { minLength: rules.length }),
    ),
    swapped: fc.option(fc.tuple(fc.nat(10), fc.nat(10))),
    paused: fc.option(fc.nat(10)),
    hitPolicy: fc.option(fc.constantFrom('first', 'priority'), { freq: 5 }),
    onUnknown: fc.option(fc.constantFrom('safe', 'skip', 'fire'), { freq: 5 }),
    stops: fc.boolean(),
  });
  return other.map(({ rules: chosen, swapped, paused, hitPolicy, onUnknown, stops }) => {
    const made = chosen.map((each): NaiveRule => ({ ...each }));
    const [first, second] = swapped?.map(index => made[index % made.length]) ?? [];
    if (first && second) [first.trigger, second.trigger] = [second.trigger, first.trigger];
    const changed = paused === null ? undefined : made[paused % made.length];
    if (changed) {
      const { id, version, status, effective, onUnknown: own } = changed.rule;
      changed.rule = {
        id,
        decide: 'pause',
        ...(version && { version }),
        ...(status && { status }),
        ...(effective && { effective }),
        ...(own && { onUnknown: own }),
      };
    }
    const after: NaiveRuleSet = {
      ...before,
      rules: made,
      frame: {
        ...frame,
        ...(hitPolicy && { hitPolicy }),
        ...(onUnknown && { onUnknown }),
        ...(stops && { default: { decide: 'stop' as const } }),
      },
    };
    return [before, after];
  });
});

const subjectOf = (naive: NaiveRuleSet) => {
  const ruleSet = asWritten(naive);
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
};

/** At a time of each period. */
const outcomes = (search: Search, at: number, input: number): string =>
  outcomeAt(
    search,
    search.rules.filter(({ rule }) => rule.status !== 'shadow' && isInForce(rule, at)),
    input,
  );

test('the changes are those that trying every input finds, and each witness shows its own', () => {
  let [changing, equivalent, shown] = [0, 0, 0];
  fc.assert(
    fc.property(versions, ([before, after]) => {
      const space = inputSpace({ ...before, rules: [...before.rules, ...after.rules] }, 5_000);
      if (space === undefined) return;
      const [old, next] = [searchOf(before, space), searchOf(after, space)];
      const times = [...new Set([...old.periods, ...next.periods].map(({ at }) => at))];
      const expected = new Set<string>();
      for (const at of times) {
        for (const input of old.inputs) {
          const [was, is] = [outcomes(old, at, input), outcomes(next, at, input)];
          if (was !== is) expected.add(`${was} → ${is}`);
        }
      }
      const found = changesBetween(subjectOf(before), subjectOf(after), { now });
      const nameOf = (decider: Decider): string => outcome(decider.outcome);
      expect(found?.complete).toBe(true);
      const changes = found?.changes ?? [];
      expect(changes.map(each => `${nameOf(each.before)} → ${nameOf(each.after)}`).sort()).toEqual(
        [...expected].sort(),
      );
      if (expected.size === 0) equivalent++;
      else changing++;
      for (const { before: was, after: is, witness, share } of changes) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        if (witness.assumes.length > 0) continue;
        shown++;
        for (const [naive, decider] of [
          [before, was],
          [after, is],
        ] as const) {
          const record = decide(compile(asWritten(naive)), witness.input, { at: witness.at ?? now, trace: false });
          expect(record.rule?.id ?? null).toBe(decider.rule?.ref.id ?? null);
          expect([record.decision, record.to]).toEqual([decider.outcome.decide, decider.outcome.to ?? null]);
        }
      }
    }),
    { numRuns: 2000 },
  );
  expect(Math.min(changing, equivalent, shown)).toBeGreaterThan(100);
});
