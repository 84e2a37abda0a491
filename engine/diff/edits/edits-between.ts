import type { RuleSet } from '../../model/rule-set.ts';
import { signalEdits, thresholdEdits } from './declaration-edits.ts';
import type { Edit } from './edit.ts';
import { ruleEdits, type RuleEdit } from './rule-edits.ts';
import { guaranteeEdits, payloadEdits, ruleSetEdits, targetEdits } from './section-edits.ts';

/** What an author edited between two versions: exactly one entry for each thing, in the order of a rule set's sections. */
export interface Edits {
  all: readonly Edit[];
  /** Those of rules, with the rules. */
  rules: readonly RuleEdit[];
}

export function editsBetween(before: RuleSet, after: RuleSet): Edits {
  const rules = ruleEdits(before, after);
  const all = [
    ...thresholdEdits(before, after),
    ...rules.map(({ edit }) => edit),
    ...signalEdits(before, after),
    ...targetEdits(before, after),
    ...payloadEdits(before, after),
    ...ruleSetEdits(before, after),
    ...guaranteeEdits(before, after),
  ];
  return { all, rules };
}
