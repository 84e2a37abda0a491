import type { OpinionKind } from '../../protocol/review.ts';
import type { HistoryRow, Opinion, RuleSetHistory } from '../../protocol/server.ts';
import { approversInWords } from '../../report/approvers.ts';
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

/** `Ada Lovelace` for `Ada Lovelace <ada@example.com>`. */
export function nameOf(who: string): string {
  return who.replace(/\s*<[^>]*>\s*$/, '') || who;
}

/** An RFC 3339 time as `2 Mar 2026`. */
export function dateOf(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** The releases that a rollback can go to, newest first. The last one is among them only if the rule file cannot be read. */
export function versionsBefore({ rows, readable }: Pick<RuleSetHistory, 'rows' | 'readable'>): RuleSetHistory['rows'] {
  const latest = rows.find(({ kind }) => kind === 'release');
  return rows.filter(row => row.snapshot !== null && (!readable || row.version !== latest?.version));
}

/** The summary of a history: `2.3.0 · log intact`, `nothing released yet`, `2.3.0 · log intact · rule file cannot be read`. */
export function historyDescription(history: RuleSetHistory): string {
  return history.readable ? releasedDescription(history) : `${releasedDescription(history)} · rule file cannot be read`;
}

function releasedDescription({ rows, log, faults }: RuleSetHistory): string {
  if (log === null) return 'nothing released yet';
  const latest = rows.find(({ kind }) => kind === 'release');
  const state =
    faults.length === 0
      ? 'log intact'
      : faults.length === 1
        ? '1 fault in its log'
        : `${faults.length} faults in its log`;
  return latest === undefined ? `nothing released yet · ${state}` : `${latest.version} · ${state}`;
}

const changeClasses = ['loosened', 'rerouted', 'tightened'] as const;

/** What a release or a rollback would do: `Since 2.2.0: 2 loosened, 1 tightened.` and the other changes, those of governance first. */
export function reportInWords({ base, summary, diff, approvals }: ReleaseReport): string {
  if (base === null || summary === null) return 'The first release.';
  const { regions, consequences, complete } = summary;
  const counted = (count: (name: (typeof changeClasses)[number]) => number) =>
    changeClasses.flatMap(name => (count(name) === 0 ? [] : [`${count(name)} ${name}`])).join(', ');
  const all = counted(name => regions[name] + consequences[name]);
  const ofDecisions = counted(name => regions[name]);
  const effective = (diff?.consequences ?? []).filter(each => each.class !== 'neutral' || each.breaking);
  const edited = (diff?.consequences ?? [])
    .filter(({ class: kind, regions: changed }) => kind === 'neutral' && changed > 0)
    .map(({ name, before, after }) => `\`${name}\` ${valueInWords(before)} → ${valueInWords(after)}`);
  const ordered = [
    ...effective.filter(({ about }) => about === 'governance'),
    ...effective.filter(({ about }) => about !== 'governance'),
  ];
  const what = [
    `${all === '' ? 'no decision changes' : all}.`,
    ...(edited.length === 0 ? [] : [`Edited: ${edited.join(', ')}.`]),
    ...ordered.map(({ message }) => message),
    ...(ordered.length === 0 || ofDecisions === '' ? [] : [`Decisions: ${ofDecisions}.`]),
    ...(complete ? [] : ['There may be more changes: not everything could be compared.']),
  ].join(' ');
  const approved =
    approvals === null || approvals.needed === 0
      ? ''
      : ` ${approvals.counted.length} of ${approvals.needed} approvals${approvals.counted.length === 0 ? '' : ` (${approvals.counted.map(({ who }) => nameOf(who)).join(', ')})`}.`;
  return `Since ${base.version}: ${what}${approved}`;
}

/** `0.75`, `"de"`, `none`. */
function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether an approval will count and why not, and who may approve: `This counts: 1 of 2, 1 more needed, from carol.` */
export function approvalInWords({ counts, approvals }: ReleaseReport): string {
  if (counts === null || approvals === null) return '';
  const { needed, missing, counted, anybodyMayApprove, approvers } = approvals;
  const names = approversInWords(anybodyMayApprove ? null : approvers);
  if (!counts.counts) return `This will not count: ${counts.message} Approvals can come from ${names}.`;
  const blocked = rejectionsInWords(approvals);
  if (needed === 0) return blocked === '' ? 'No approvals are needed.' : blocked;
  const enough = blocked === '' ? ', which is enough' : '';
  const rest = missing === 0 ? enough : `, ${missing} more needed, from ${names}`;
  return `This counts: ${counted.length} of ${needed}${rest}.${blocked === '' ? '' : ` ${blocked}`}`;
}

/** Rejections that block the release: `Bob rejected it (too much). This rejection blocks the release …`; empty if there are none. */
export function rejectionsInWords(approvals: ReleaseReport['approvals']): string {
  const rejections = approvals?.rejections ?? [];
  if (rejections.length === 0) return '';
  const each = rejections.map(({ who, why }) => `${nameOf(who)} rejected it${why === null ? '' : ` (${why})`}`);
  const whose = rejections.length === 1 ? 'This rejection blocks' : 'These rejections block';
  return `${each.join(', ')}. ${whose} the release until the same person approves.`;
}

/** ` as Carol <carol@example.org>`; empty if unknown. */
export function asWhom({ who }: Pick<ReleaseReport, 'who'>): string {
  return who === null ? '' : ` as ${who}`;
}

/** `The file says 2.0.0; 2.1.0 will be written.` Empty if the file has the version already. */
export function versionInWords({ version }: Pick<ReleaseReport, 'version'>, written: string): string {
  return version === null || version === written ? '' : `The file says ${written}; ${version} will be written.`;
}

/** Whether an approval or a rejection will count, why not, and what is missing after it. */
export function effectInWords(opinion: OpinionKind, report: ReleaseReport): string {
  return opinion === 'approve' ? approvalInWords(report) : rejectionInWords(report);
}

/** What was recorded: `Approved refunds 3.0.0 as Carol.`, or that it does not count. */
export function givenInWords(opinion: OpinionKind, report: ReleaseReport): string {
  const what = `${report.ruleset ?? ''} ${report.version ?? ''}${asWhom(report)}`;
  if (report.counts?.counts === false) return `Recorded for ${what}, but does not count: ${report.counts.message}`;
  return opinion === 'approve'
    ? sentences(`Approved ${what}.`, rejectionsInWords(report.approvals))
    : `Rejected ${what}.`;
}

/** Whether a rejection will count, and what it does. */
function rejectionInWords({ counts }: ReleaseReport): string {
  return counts?.counts === false ? `This will not count: ${counts.message}` : 'This blocks the release.';
}

export function sentences(...parts: string[]): string {
  return parts.filter(part => part !== '').join(' ');
}

/** A message of the command line without the command that it recommends, for which there is a button. */
export function withoutCommands(message: string): string {
  return message
    .replace(
      /(?:\. Run|\. To allow that, add|:)? `(?:handrail [^`]*|--[^`]*)`(?: for details| does so| sets the version)?\.?/g,
      '.',
    )
    .replace(/\.\.$/, '.')
    .trim();
}
