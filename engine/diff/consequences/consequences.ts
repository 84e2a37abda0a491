import type { AnalysisSubject } from '../../solver/subject.ts';
import { clausesOf } from '../../condition/condition.ts';
import type { Consequence, Region } from '../facts.ts';
import { declarationConsequences, type UsesOf } from './declarations.ts';
import { guaranteeConsequences } from './guarantees.ts';
import { payloadConsequences } from './payloads.ts';
import { reachOf } from './reach.ts';
import { replacementConsequences, targetConsequences } from './targets.ts';
import { textConsequences } from './texts.ts';

/** All changes other than those of decisions, with their consequences, in the order of a rule set's sections. */
export function consequencesOf(
  before: AnalysisSubject,
  after: AnalysisSubject,
  regions: readonly Region[],
): Consequence[] {
  const [old, next] = [before.ruleSet, after.ruleSet];
  const uses = usesOf(before, after, regions);
  const [then, now] = [reachOf(old), reachOf(next)];
  return [
    ...declarationConsequences(old, next, uses),
    ...targetConsequences(old, next, name => then.targets.has(name) || now.targets.has(name)),
    ...replacementConsequences(old, next, regions, [then.targets, now.targets]),
    ...payloadConsequences(old, next, name => then.payloads.has(name) && now.payloads.has(name)),
    ...textConsequences(old, next),
    ...guaranteeConsequences(old, next, regions),
  ];
}

function usesOf(before: AnalysisSubject, after: AnalysisSubject, regions: readonly Region[]): UsesOf {
  const users = new Map<string, Set<string>>();
  for (const { rules } of [before, after]) {
    for (const { ref, condition } of rules) {
      for (const clause of clausesOf(condition)) {
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
    const touched = regions.filter(({ before: { rule: old }, after: { rule: next } }) =>
      [old, next].some(rule => rule !== null && rules.has(rule.id)),
    );
    return { rules: [...rules], regions: touched.length };
  };
}
