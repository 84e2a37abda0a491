import type { HistoryRow, Opinion, RuleSetHistory } from '../../protocol/server.ts';
import type { ReleaseReport } from './command-line.ts';

/** `loosened · Ada Lovelace · 2 Mar 2026`. */
export function rowDescription({ kind, class: name, who, time, approvals }: HistoryRow): string {
  const what =
    kind === 'open' ? opinionsInWords(approvals) : kind === 'rollback' ? 'rolled back' : (name ?? 'first release');
  return [what, who === null ? null : nameOf(who), dateOf(time)].filter(part => part !== null).join(' · ');
}

/** `1 approval, 1 rejection, not released, 1 does not count`. */
function opinionsInWords(opinions: readonly Opinion[]): string {
  const disregarded = opinions.filter(({ counts }) => counts === false).length;
  const count = (kind: Opinion['kind'], noun: string) => {
    const number = opinions.filter(each => each.kind === kind && each.counts !== false).length;
    return number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`];
  };
  const uncounted = disregarded === 0 ? [] : [`${disregarded} ${disregarded === 1 ? 'does' : 'do'} not count`];
  return [...count('approve', 'approval'), ...count('reject', 'rejection'), 'not released', ...uncounted].join(', ');
}

/** `Ada Lovelace` of `Ada Lovelace <ada@example.com>`. */
export function nameOf(who: string): string {
  return who.replace(/\s*<[^>]*>\s*$/, '') || who;
}

/** `2 Mar 2026` of an RFC 3339 time. */
export function dateOf(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** What a history comes to: `2.3.0 · verified`, `nothing released yet`, `2.3.0 · verified · rule file cannot be read`. */
export function historyDescription(history: RuleSetHistory): string {
  return history.readable ? releasedDescription(history) : `${releasedDescription(history)} · rule file cannot be read`;
}

function releasedDescription({ rows, log, faults }: RuleSetHistory): string {
  if (log === null) return 'nothing released yet';
  const latest = rows.find(({ kind }) => kind === 'release');
  const state =
    faults.length === 0
      ? 'verified'
      : faults.length === 1
        ? '1 fault in its log'
        : `${faults.length} faults in its log`;
  return latest === undefined ? `nothing released yet · ${state}` : `${latest.version} · ${state}`;
}

/** What a release or a rollback would do, to be confirmed: `loosened: 2 loosened, 1 tightened`. */
export function reportInWords({ base, summary, approvals }: ReleaseReport): string {
  if (base === null || summary === null) return 'The first release.';
  const regions = Object.entries(summary.regions).flatMap(([name, number]) =>
    number === 0 ? [] : [`${number} ${name}`],
  );
  const what = regions.length === 0 ? 'no decision changes' : regions.join(', ');
  const approved =
    approvals === null || approvals.needed === 0
      ? ''
      : ` ${approvals.counted.length} of ${approvals.needed} approvals${approvals.counted.length === 0 ? '' : ` (${approvals.counted.map(({ who }) => nameOf(who)).join(', ')})`}.`;
  return `Since ${base.version}: ${what}.${approved}`;
}

/** Whether an approval will count and why not, and who may approve: `This counts: 1 of 2, 1 more needed, from carol.` */
export function approvalInWords({ counts, approvals }: ReleaseReport): string {
  if (counts === null || approvals === null) return '';
  const { needed, missing, counted, anybodyMayApprove, approvers } = approvals;
  const names = anybodyMayApprove
    ? 'anybody who did not make the change'
    : approvers.length === 0
      ? 'nobody any more'
      : approvers.join(', ');
  if (!counts.counts) return `This will not count: ${counts.message} Approvals can come from ${names}.`;
  if (needed === 0) return 'No approvals are needed.';
  const rest = missing === 0 ? 'that is enough' : `${missing} more needed, from ${names}`;
  return `This counts: ${counted.length} of ${needed}, ${rest}.`;
}

/** What to know before one rejects: whether it will count, and what it does. */
export function rejectionInWords({ counts }: ReleaseReport): string {
  return counts?.counts === false
    ? `This will not count: ${counts.message}`
    : 'Nothing is released against a rejection.';
}
