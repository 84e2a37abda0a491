import { type Approval, type ApprovalsState, type SignatureState, whoMayApprove } from '../../engine/index.ts';

/** What follows a name: ", signed". */
export function signatureWords(signature: SignatureState): string {
  return { none: '', unchecked: ', signed (not checked)', holds: ', signed', fails: ', signature does not hold' }[
    signature
  ];
}

/** How far the approvals have come, a line for each. */
export function approvalLines(state: ApprovalsState): string[] {
  const { needed, counted, missing, disregarded, rejections, anybodyMayApprove, unknownAuthors } = state;
  const names = anybodyMayApprove ? '' : ` (${whoMayApprove(state) ?? 'nobody is left to give it'})`;
  const open = missing === 0 ? '' : `, ${missing} missing${names}`;
  const role = ({ role: as, signature }: Approval) => `${as === null ? '' : ` as ${as}`}${signatureWords(signature)}`;
  return [
    needed === 0
      ? `approvals: ${counted.length}, none needed`
      : `approvals: ${counted.length} of ${needed} needed${open}`,
    ...counted.map(
      each =>
        `  ${unknownAuthors === null ? '✓' : '?'} ${each.who}${role(each)}${each.why === null ? '' : `: ${each.why}`}`,
    ),
    ...disregarded.map(each => `  · ${each.message}`),
    ...rejections.map(each => `  ✗ ${each.who} rejects it${each.why === null ? '' : `: ${each.why}`}`),
  ];
}
