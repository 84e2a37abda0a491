import type { HistoryRow, Opinion } from '../../engine/index.ts';
import { summaryWords } from '../../language/releases/change-words.ts';
import type { VerifiedLog } from '../releases/verify.ts';
import { commentedChange, readingWords } from '../../report/review-words.ts';
import { escapeMarkdown } from '../../report/markdown.ts';
import { counted } from './numbers.ts';
import { painter } from './paint.ts';
import { shortDigest } from '../../engine/model/short-digest.ts';
import { countWords, signatureWords } from './release-words.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

export interface LogContext {
  /** True for `log verify`, which leaves out the history. */
  verifying: boolean;
  show: (file: string) => string;
  color: boolean;
}

export interface LogWithHistory extends VerifiedLog {
  history: HistoryRow[];
}

export type LogFormat = (logs: readonly LogWithHistory[], context: LogContext) => Printed;

const text: LogFormat = (logs, { verifying, show, color }) => {
  const paint = painter(color);
  const blocks = logs.map((log, at) => {
    const lines = [
      ...(at === 0 ? [] : ['']),
      paint('bold', log.name),
      ...(verifying ? [] : log.history.flatMap(row => rowLines(row, color))),
    ];
    lines.push(
      ...log.faults.map(({ line, kind, message }) => `${show(log.file)}:${line} ${paint('red', kind)}: ${message}`),
    );
    if (verifying || log.faults.length > 0) lines.push(...verdict(log));
    if (verifying) lines.push(...uncheckedLines(log));
    return lines;
  });
  return forPeople(blocks.flat());
};

/** Releases that were not recomputed, those with one reason on a line. */
function uncheckedLines({ unchecked }: VerifiedLog): string[] {
  const byReason = new Map<string, string[]>();
  for (const { version, why } of unchecked) byReason.set(why, [...(byReason.get(why) ?? []), version]);
  return [...byReason].map(([why, versions]) => `not recomputed: ${versions.join(', ')} (${why})`);
}

function verdict({ entries, faults, head, signed, signatures: checked }: VerifiedLog): string[] {
  if (faults.length > 0)
    return [`${counted(faults.length, 'fault')} in ${counted(entries.length, 'entry', 'entries')}`];
  const signatures =
    signed === 0
      ? ''
      : checked !== undefined
        ? `, ${counted(signed, 'signature')} valid`
        : `, ${counted(signed, 'signature')} not checked: no --allowed-signers`;
  return [`${counted(entries.length, 'entry', 'entries')} intact${signatures}`, `head ${head ?? 'none'}`];
}

function rowLines(row: HistoryRow, color: boolean): string[] {
  const paint = painter(color);
  const { kind, version, time, who, why, summary, digest, base, approvals, needed, to } = row;
  const what = kind === 'release' ? '' : kind === 'rollback' ? ` rolled back to ${to ?? ''}` : ' not released';
  const head = `${paint('bold', version)}${what}  ${time}${who === null ? '' : `  ${who}`}  ${paint('dim', shortDigest(digest))}`;
  const change =
    summary === null ? (kind === 'open' ? null : 'the first release') : `${summary.class}: ${summaryWords(summary)}`;
  return [
    head,
    ...(why === null ? [] : [`    ${why}`]),
    ...(change === null ? [] : [`    ${change}`]),
    ...(needed === null || (needed === 0 && approvals.length === 0)
      ? []
      : [
          `    approvals: ${countWords(approvals.filter(each => each.kind === 'approve' && each.counts === true).length, needed)}`,
        ]),
    ...approvals.flatMap(each => [`      ${opinionMark(each)} ${opinionWords(each, base)}`, ...commentLines(each)]),
  ];
}

function commentLines({ review }: Opinion): string[] {
  return (review?.comments ?? []).flatMap(each => [
    `          on ${commentedChange(each)}:`,
    ...each.comment.split('\n').map(line => `            ${line}`),
  ]);
}

function opinionMark({ kind, counts }: Opinion): string {
  if (counts === false) return '·';
  return kind === 'reject' ? '✗' : counts === null ? '?' : '✓';
}

function opinionWords(opinion: Opinion, base: HistoryRow['base']): string {
  const { kind, who, role, why, signature, counts, because, review } = opinion;
  const as = `${role === null ? '' : ` as ${role}`}${signatureWords(signature)}${review === null ? '' : `, ${readingWords(review, base)}`}`;
  const verdict = kind === 'reject' ? ' rejects it' : '';
  const note = counts === true ? '' : ` (${counts === false ? 'does not count' : 'may not count'}: ${because})`;
  return `${who}${as}${verdict}${why === null ? '' : `: ${why}`}${note}`;
}

/** Matches `schemas/log-report.schema.json`. */
const json: LogFormat = (logs, { show }) => {
  const report = logs.map(({ name, file, entries, faults, unchecked, head, signed, signatures, history }) => ({
    ruleset: name,
    file: show(file),
    head,
    entries: entries.length,
    signed,
    signaturesChecked: signatures !== undefined,
    faults,
    unchecked,
    history,
  }));
  return asJson({ logs: report });
};

const markdown: LogFormat = (logs, { verifying, show }) =>
  forPeople(
    logs.flatMap((log, at) => {
      const faults = log.faults.map(
        ({ line, kind, message }) =>
          `| ${escapeMarkdown(`${show(log.file)}:${line}`)} | ${kind} | ${escapeMarkdown(message)} |`,
      );
      const state =
        faults.length === 0
          ? [`${verdict(log).join(', ')}.`]
          : [...verdict(log), '', '| place | fault | what |', '|---|---|---|', ...faults];
      if (verifying) state.push(...uncheckedLines(log).flatMap(line => ['', escapeMarkdown(line)]));
      const rows = log.history.map(markdownRow);
      const history = verifying
        ? []
        : [
            '',
            '| version | when | who | change | approvals | why | digest |',
            '|---|---|---|---|---|---|---|',
            ...rows,
          ];
      return [...(at === 0 ? [] : ['']), `### ${escapeMarkdown(log.name)}`, '', ...state, ...history];
    }),
  );

function markdownRow(row: HistoryRow): string {
  const { kind, version, time, who, summary, base, approvals, needed, why, digest, to } = row;
  const what =
    kind === 'release' ? version : kind === 'rollback' ? `${version} (back to ${to ?? ''})` : `${version} (open)`;
  const change =
    summary === null ? (kind === 'open' ? '' : 'first release') : `${summary.class}: ${summaryWords(summary)}`;
  const given = approvals
    .map(each => {
      const verdict = each.kind === 'reject' ? ' rejects it' : '';
      return `${opinionMark(each)} ${each.who}${verdict}${each.review === null ? '' : `, ${readingWords(each.review, base)}`}`;
    })
    .join(', ');
  const cells = [
    what,
    time,
    who ?? '',
    change,
    `${given}${needed === null ? '' : ` (${needed} needed)`}`,
    why ?? '',
    `\`${shortDigest(digest)}\``,
  ];
  return `| ${cells.map(text => escapeMarkdown(text)).join(' | ')} |`;
}

export const logFormats = { text, json, markdown } as const;
