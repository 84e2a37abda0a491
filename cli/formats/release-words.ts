import { type Approval, type ApprovalsState, type SignatureState, whoMayApprove } from '../../engine/index.ts';

/** The state of a signature, to follow a name: ", signed". */
export function signatureWords(signature: SignatureState): string {
  return { none: '', unchecked: ', signed (not checked)', holds: ', signed', fails: ', invalid signature' }[signature];
}

/** "1 of 2 needed", "2 given, 1 needed". */
export function countWords(given: number, needed: number): string {
  if (needed === 0) return `${given}, none needed`;
  return given > needed ? `${given} given, ${needed} needed` : `${given} of ${needed} needed`;
}

/** The approvals that are given and needed, a line each. */
export function approvalLines(state: ApprovalsState): string[] {
  const { needed, counted, missing, disregarded, rejections, anybodyMayApprove, unknownAuthors } = state;
  const names = anybodyMayApprove ? '' : ` (${whoMayApprove(state) ?? 'nobody is left to give it'})`;
  const open = missing === 0 ? '' : `, ${missing} missing${names}`;
  const role = ({ role: as, signature }: Approval) => `${as === null ? '' : ` as ${as}`}${signatureWords(signature)}`;
  return [
    `approvals: ${countWords(unknownAuthors === null ? counted.length : 0, needed)}${unknownAuthors === null ? open : ', because the authors of the change are unknown'}`,
    ...counted.map(
      each =>
        `  ${unknownAuthors === null ? '✓' : '?'} ${each.who}${role(each)}${each.why === null ? '' : `: ${each.why}`}`,
    ),
    ...disregarded.map(each => `  · ${each.message}`),
    ...rejections.map(each => `  ✗ ${each.who} rejects it${each.why === null ? '' : `: ${each.why}`}`),
  ];
}
