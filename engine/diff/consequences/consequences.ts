import type { AnalysisSubject } from '../../solver/subject.ts';
import { writtenClausesOf } from '../../condition/condition.ts';
import type { Consequence, Region, RegionWithoutCause, UndecidedRegion } from '../facts.ts';
import { declarationConsequences } from './declarations.ts';
import { grantConsequences } from './grants.ts';
import type { UsesOf } from './uses.ts';
import { guaranteeConsequences } from './guarantees.ts';
import { payloadConsequences } from './payloads.ts';
import { reachOf } from './reach.ts';
import { replacementConsequences, targetConsequences } from './targets.ts';
import { textConsequences } from './texts.ts';

/** All changes other than those of decisions, with their consequences, in the order of a rule set's sections. */
export function consequencesOf(
  rulesBefore: AnalysisSubject,
  rulesAfter: AnalysisSubject,
  { regions, open }: { regions: readonly RegionWithoutCause[]; open: readonly UndecidedRegion[] },
): Consequence[] {
  const [before, after] = [rulesBefore.ruleSet, rulesAfter.ruleSet];
  const uses = usesOf(rulesBefore, rulesAfter, [...regions, ...open]);
  const [reachedBefore, reachedAfter] = [reachOf(before), reachOf(after)];
  return [
    ...declarationConsequences(before, after, uses),
    ...targetConsequences(before, after, [reachedBefore, reachedAfter]),
    ...replacementConsequences(before, after, regions, [reachedBefore, reachedAfter]),
    ...payloadConsequences(before, after, name => reachedBefore.payloads.has(name) && reachedAfter.payloads.has(name)),
    ...grantConsequences(before, after),
    ...textConsequences(before, after),
    ...guaranteeConsequences(before, after, regions),
  ];
}

/** @param changes all regions, undecided ones included */
function usesOf(
  rulesBefore: AnalysisSubject,
  rulesAfter: AnalysisSubject,
  changes: readonly Pick<Region, 'before' | 'after'>[],
): UsesOf {
  const users = new Map<string, Set<string>>();
  for (const { rules } of [rulesBefore, rulesAfter]) {
    for (const { ref, condition } of rules) {
      for (const clause of writtenClausesOf(condition)) {
        const names = [
          ...clause.signals.map(name => `signal ${name}`),
          ...clause.thresholds.map(name => `threshold ${name}`),
        ];
        for (const name of names) users.set(name, (users.get(name) ?? new Set()).add(ref.id));
      }
    }
  }
  return (kind, name) => {
    const rules = users.get(`${kind} ${name}`) ?? new Set<string>();
    const touched = changes.filter(({ before: { rule: before }, after: { rule: after } }) =>
      [before, after].some(rule => rule !== null && rules.has(rule.id)),
    );
    return { rules: [...rules], regions: touched.length };
  };
}
