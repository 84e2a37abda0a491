import { counted, listed } from './counts.ts';

/**
 * Who may approve a change: "support-operations, compliance or fraud-prevention".
 * @param approvers null if anybody but its authors may
 */
export function approversInWords(approvers: readonly string[] | null): string {
  if (approvers === null) return 'anybody who did not make the change';
  return approvers.length === 0 ? 'nobody else' : listed(approvers, 'or');
}

/** "needs 2 approvals from support-operations or compliance"; empty if it needs none. */
export function neededInWords({ approvals, approvers }: NeededApprovals): string {
  return approvals === 0 ? '' : `needs ${counted(approvals, 'approval')} from ${approversInWords(approvers)}`;
}

export interface NeededApprovals {
  /** How many people must approve a change. */
  approvals: number;
  /** Those who may; null if anybody but its authors may. */
  approvers: readonly string[] | null;
}
