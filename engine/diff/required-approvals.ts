import { digest } from '../decide/digest.ts';
import type { Governance, RuleSet } from '../model/rule-set.ts';
import type { DiffClass, SemanticDiff } from './facts.ts';

/** What a change has to be approved as: `first` is the first release of a rule set, `unknown` a change that could not be told whole. */
export type ChangeToApprove = DiffClass | 'first' | 'unknown';

/** How many approvals a change needs. What is left out falls back to `other`, and that to none. */
export function neededFor(change: ChangeToApprove, governance: Governance | undefined): number {
  const { loosening, tightening, other = 0 } = governance?.requiredApprovals ?? {};
  switch (change) {
    case 'loosened':
      return loosening ?? other;
    case 'unknown':
      return Math.max(loosening ?? other, tightening ?? other, other);
    case 'tightened':
      return tightening ?? other;
    case 'rerouted':
    case 'equivalent':
    case 'first':
      return other;
  }
}

/** How many approvals it takes to go from one version to another: a change cannot lower its own bar, and what is the same needs nobody. */
export function approvalsBetween(
  before: RuleSet,
  after: RuleSet,
  { class: kind, complete }: Pick<SemanticDiff, 'class' | 'complete'>,
): number {
  if (digest(before) === digest(after)) return 0;
  const change = complete ? kind : 'unknown';
  return Math.max(neededFor(change, before.governance), neededFor(change, after.governance));
}
