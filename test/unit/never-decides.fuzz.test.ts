import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../engine/analysis/facts.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import { factsOf } from '../../testing/oracle/comparable-facts.ts';
import { inputSpace } from '../../testing/oracle/input-space.ts';
import { asWritten } from '../../testing/oracle/naive-interpreter.ts';
import { inForceSometime, searchOf, winnerAt, type Fired, type Search } from '../../testing/oracle/search.ts';
import { smallRuleSets } from '../../testing/oracle/small-rule-sets.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(100);

function decidesSomewhere(rule: Fired, search: Search): boolean {
  return search.periods.some(
    ({ active }) => active.includes(rule) && search.inputs.some(input => winnerAt(search, active, input) === rule),
  );
}

/** What the facts say of a rule as a whole: the reasons why it has no effect, and the conflicts that it is in. */
function saidOf(name: string, facts: readonly Fact[]): { noEffect: string[]; inConflict: boolean } {
  const noEffect = facts.flatMap(fact =>
    (fact.kind === 'contradictory-trigger' || fact.kind === 'shadowed-rule' || fact.kind === 'redundant-rule') &&
    ruleName(fact.rule.ref) === name
      ? [fact.kind === 'redundant-rule' ? `${fact.kind} ${fact.direction}` : fact.kind]
      : [],
  );
  const inConflict = facts.some(
    fact =>
      fact.kind === 'conflicting-rules' &&
      [fact.rule, ...fact.clusters.flatMap(({ rules }) => rules)].some(rule => ruleName(rule.ref) === name),
  );
  return { noEffect, inConflict };
}

// Under `unique` and `any`, a rule in a conflict is reported only as that.
test('each rule that never decides has one finding of its own, and no other rule is said never to decide', () => {
  let never = 0;
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(smallRuleSets, naive => {
      const space = inputSpace(naive, 20_000);
      const search = space && searchOf(naive, space);
      if (search === undefined || search.inputs.length === 0) return;
      const ruleSet = asWritten(naive);
      const analysed = factsOf(ruleSet);
      if (analysed.facts.some(({ kind }) => kind === 'analysis-incomplete')) return;
      for (const rule of search.rules) {
        if (rule.rule.status === 'shadow' || !inForceSometime(rule, search)) continue;
        const { noEffect, inConflict } = saidOf(rule.name, analysed.facts);
        const about = JSON.stringify({ rule: rule.name, noEffect, inConflict, ruleSet }, null, 1);
        expect(noEffect.length, about).toBeLessThanOrEqual(1);
        const [kind] = noEffect;
        if (decidesSomewhere(rule, search)) {
          // A contradiction may still decide if it is unknown, and a rule that decides may be redundant.
          expect(kind === 'shadowed-rule' || kind === 'redundant-rule earlier', about).toBe(false);
          continue;
        }
        never++;
        const found = kind ?? (inConflict ? 'conflicting-rules' : 'none');
        expect(found, about).not.toBe('none');
        expect(found, about).not.toBe('redundant-rule later');
        kinds.set(found, (kinds.get(found) ?? 0) + 1);
      }
    }),
    { numRuns: runs },
  );
  expect(never).toBeGreaterThan(runs / 4);
  expect([...kinds.keys()].sort()).toEqual(
    expect.arrayContaining(['conflicting-rules', 'contradictory-trigger', 'redundant-rule earlier', 'shadowed-rule']),
  );
});
