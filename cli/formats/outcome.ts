import type { ApprovalsState, EntryReview, VersionRef } from '../../engine/index.ts';
import { summaryWords } from '../../language/releases/change-words.ts';
import type { Outcome } from '../releases/outcome.ts';
import { diffFormats } from './diff/index.ts';
import { ruleSetReport } from './diff/json.ts';
import type { RuleSetReport } from './diff/report.ts';
import { findingLines, findingReport } from './findings.ts';
import { painter } from './paint.ts';
import { shortDigest } from '../../engine/model/short-digest.ts';
import { counted } from './numbers.ts';
import { approvalLines } from './release-words.ts';
import { readingWords } from '../../report/review-words.ts';
import { asJson, forPeople, joined, type Printed } from '../printed.ts';

export interface OutcomeContext {
  show: (uri: string) => string;
  color: boolean;
  /** The width of standard output, in characters. */
  columns: number;
  /** The time for which changes are shown, in milliseconds since the Unix epoch. */
  now: number;
  /** Path of the rule file, as it is shown. */
  file: string;
  /** The changes since the last release; null if there is nothing to compare. */
  changes: RuleSetReport | null;
}

export type OutcomeFormat = (outcome: Outcome, context: OutcomeContext) => Printed;

const done = { release: 'Released', approve: 'Approved', reject: 'Rejected', rollback: 'Rolled back' } as const;
const planned = {
  release: 'Would release',
  approve: 'Would approve',
  reject: 'Would reject',
  rollback: 'Would roll back',
} as const;

const text: OutcomeFormat = (outcome, context) => {
  const { show, color, file } = context;
  const paint = painter(color);
  const { command, refused, content, counts, entry, approvals, findings, notes } = outcome;
  const lines: string[] = [];
  if (content !== null && refused === null) {
    const verb =
      counts?.counts === false
        ? `${entry === null ? 'Would record' : 'Recorded'}, does not count: ${command} `
        : `${(entry === null ? planned : done)[command]} `;
    const back = content.to === undefined ? '' : `, with the content of ${content.to}`;
    lines.push(
      `${paint('bold', `${verb}${content.ruleset} ${content.version}${back}`)} ${paint('dim', `(digest ${shortDigest(content.digest)})`)}`,
    );
    if (counts?.counts === false) lines.push(`  ${paint('red', counts.message)}`);
  }
  if (content !== null) {
    const { base, summary } = content;
    if (base !== null && summary !== null)
      lines.push(`  since ${base.version}: ${summary.class}; ${summaryWords(summary)}`);
    else if (base === null) lines.push('  the first release');
  }
  if (content?.review !== undefined) lines.push(`  with your review: ${reviewWords(content.review, content.base)}`);
  if (
    approvals !== null &&
    (approvals.needed > 0 ||
      approvals.disregarded.length > 0 ||
      approvals.rejections.length > 0 ||
      approvals.counted.length > 0)
  )
    lines.push(...approvalLines(withoutOwn(approvals, counts)).map(line => `  ${line}`));
  lines.push(...findings.flatMap(finding => findingLines(finding, { show, color }).map(line => `  ${line}`)));
  lines.push(...notes.map(note => `  ${note}`));
  if (refused !== null) lines.push(`${paint('red', 'Refused')}: ${refused}`);
  else if (command === 'rollback' && entry !== null)
    lines.push(`  It is not released yet: \`handrail release ${file}\`.`);
  else if (command === 'release' && entry !== null) lines.push(`  head of the log: ${entry.hash}`);
  return joined([forPeople(lines), ...(refused === null ? changesText(outcome, context) : [])]);
};

/** `read 4 of 5 changes, 1 comment`. */
function reviewWords(review: EntryReview, base: VersionRef | null): string {
  const { comments } = review;
  return [readingWords(review, base), ...(comments.length === 0 ? [] : [counted(comments.length, 'comment')])].join(
    ', ',
  );
}

/** Removes the message about the opinion itself, which is already shown. */
function withoutOwn(approvals: ApprovalsState, counts: Outcome['counts']): ApprovalsState {
  return { ...approvals, disregarded: approvals.disregarded.filter(({ message }) => message !== counts?.message) };
}

/** The changes as `handrail diff` shows them; none after a release, which has been reviewed before. */
function changesText(outcome: Outcome, context: OutcomeContext): Printed[] {
  const { changes, now } = context;
  if (changes === null || (outcome.command === 'release' && outcome.entry !== null)) return [];
  return [forPeople(['']), diffFormats.text({ ruleSets: [changes], revisions: null, now }, { ...context, all: false })];
}

/** Matches `schemas/release-report.schema.json`. */
const json: OutcomeFormat = (outcome, context) => {
  const { command, refused, needs, counts, checks, notes, entry, content, approvals, findings } = outcome;
  const { changes } = context;
  const report = {
    command,
    done: entry !== null,
    refused,
    needs,
    counts,
    checks: checks.map(({ uri, ...check }) => ({ ...check, file: uri === null ? null : context.show(uri) })),
    ruleset: content?.ruleset ?? null,
    version: content?.version ?? null,
    digest: content?.digest ?? null,
    who: content?.who ?? null,
    base: content?.base ?? null,
    summary: content?.summary ?? null,
    approvals,
    entry,
    diff: changes === null ? null : ruleSetReport(changes),
    findings: findings.map(finding => findingReport(finding, context.show)),
    notes,
  };
  return asJson(report);
};

export const outcomeFormats = { text, json } as const;
