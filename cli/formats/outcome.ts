import { fileURLToPath } from 'node:url';
import { summaryWords } from '../../language/releases/change-words.ts';
import type { Project } from '../../language/source/project.ts';
import type { Outcome } from '../releases/outcome.ts';
import { diffFormats } from './diff/index.ts';
import { findingLines, findingReport } from './findings.ts';
import { painter } from './paint.ts';
import { approvalLines, shortDigest } from './release-words.ts';

export interface OutcomeContext {
  show: (uri: string) => string;
  color: boolean;
  /** The rule file as it was named. */
  file: string;
}

export type OutcomeFormat = (outcome: Outcome, context: OutcomeContext) => string;

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
  const { command, refused, content, entry, approvals, findings, notes } = outcome;
  const lines: string[] = [];
  if (content !== null && refused === null) {
    const verb = entry === null ? planned[command] : done[command];
    const back = content.to === undefined ? '' : `, which is ${content.to} again`;
    lines.push(
      `${paint('bold', `${verb} ${content.ruleset} ${content.version}${back}`)} ${paint('dim', `(digest ${shortDigest(content.digest)})`)}`,
    );
  }
  if (content !== null) {
    const { base, summary } = content;
    if (base !== null && summary !== null)
      lines.push(`  since ${base.version}: ${summary.class}; ${summaryWords(summary)}`);
    else if (base === null) lines.push('  the first release');
  }
  if (
    approvals !== null &&
    (approvals.needed > 0 ||
      approvals.disregarded.length > 0 ||
      approvals.rejections.length > 0 ||
      approvals.counted.length > 0)
  )
    lines.push(...approvalLines(approvals).map(line => `  ${line}`));
  lines.push(...findings.flatMap(finding => findingLines(finding, { show, color }).map(line => `  ${line}`)));
  lines.push(...notes.map(note => `  ${note}`));
  if (refused !== null) lines.push(`${paint('red', 'Refused')}: ${refused}`);
  else if (command === 'rollback' && entry !== null)
    lines.push(`  It is not released yet: \`handrail release ${file}\`.`);
  else if (command === 'release' && entry !== null) lines.push(`  head of the log: ${entry.hash}`);
  return `${lines.join('\n')}\n${refused === null ? changesText(outcome, context) : ''}`;
};

/** All that changes, as `handrail diff` tells it: for whoever approves it, goes back on it, or tries a release. */
function changesText(
  { command, diff, compared, content, entry, approvals }: Outcome,
  { show, file, color }: OutcomeContext,
): string {
  if (diff === null || compared === null || content === null || (command === 'release' && entry !== null)) return '';
  const version = (project: Project, label: string) => ({ label, path: label, project, show, file: fileURLToPath });
  const { before, after } = compared;
  const ruleSets = [
    {
      kind: 'compared' as const,
      before: version(before, ruleName(before)),
      after: version(after, content.to === undefined ? file : `${content.ruleset}@${content.to}`),
      diff,
      weight: null,
      approvals: approvals?.needed ?? 0,
    },
  ];
  return `\n${diffFormats.text({ ruleSets, revisions: null }, { color })}`;
}

function ruleName({ ruleSet: { name, version } }: Project): string {
  return `${name}@${version}`;
}

/** The shape of `schemas/release-report.schema.json`. */
const json: OutcomeFormat = ({ command, refused, notes, entry, content, approvals, findings, diff }, { show }) => {
  const report = {
    command,
    done: entry !== null,
    refused,
    ruleset: content?.ruleset ?? null,
    version: content?.version ?? null,
    digest: content?.digest ?? null,
    base: content?.base ?? null,
    summary: content?.summary ?? null,
    approvals,
    entry,
    regions:
      diff?.regions.map(({ from, until, ...region }) => ({
        ...region,
        from: Number.isFinite(from) ? new Date(from).toISOString() : null,
        until: Number.isFinite(until) ? new Date(until).toISOString() : null,
      })) ?? [],
    consequences: diff?.consequences ?? [],
    findings: findings.map(finding => findingReport(finding, show)),
    notes,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
};

export const outcomeFormats = { text, json } as const;
