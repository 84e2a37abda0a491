import { digest } from '../decide/digest.ts';
import type { Governance, RuleSet } from '../model/rule-set.ts';
import type { DiffClass, SemanticDiff } from './facts.ts';

/** The class of a change for approval. `first` is the first release of a rule set, `unknown` a change whose comparison is incomplete. */
export type ChangeToApprove = DiffClass | 'first' | 'unknown';

/** The number of approvals that a change needs. Unset requirements default to `other`, which defaults to 0. */
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

/** The number of approvals that a change needs: the stricter of both governances, so that a change cannot lower its own bar. */
export function neededByBoth(
  change: ChangeToApprove,
  { before, now }: { before: Governance | undefined; now: Governance | undefined },
): number {
  return Math.max(neededFor(change, before), neededFor(change, now));
}

/** The number of approvals needed between two versions; 0 if they are equal. */
export function approvalsBetween(
  before: RuleSet,
  after: RuleSet,
  { class: kind, complete }: Pick<SemanticDiff, 'class' | 'complete'>,
): number {
  if (digest(before) === digest(after)) return 0;
  return neededByBoth(complete ? kind : 'unknown', { before: before.governance, now: after.governance });
}
