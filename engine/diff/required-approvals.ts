import type { Governance } from '../model/rule-set.ts';
import type { DiffClass } from './facts.ts';

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
