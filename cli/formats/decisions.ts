import { ruleName } from '../../engine/model/rule-set.ts';
import type { DecisionChange } from '../decisions.ts';
import type { HistoryVersion, VersionDecision } from '../versions/history.ts';
import type { Paint } from './paint.ts';

/** "escalate → support-l1 by legal-threat@2" */
export function decisionText(decision: VersionDecision): string {
  if (decision === 'absent') return 'no rule set';
  if (decision === 'unsound') return 'has errors';
  const { decision: decide, to, rule } = decision;
  return `${decide}${to === null ? '' : ` → ${to}`} by ${rule === null ? 'the default' : ruleName(rule)}`;
}

/** The decisions before a change, without duplicates: "pause by the default". */
export function beforeText({ before }: DecisionChange): string {
  return [...new Set(before.map(({ decision }) => decisionText(decision)))].join('; ');
}

/** A version for people: its date, name and author; its decision; its subject and approvals. */
export function versionLines(each: HistoryVersion, paint: Paint): string[] {
  const { name, author, date, subject, ruleSet, approvedBy } = each;
  const own = ruleSet?.version;
  const number = own === undefined || own === name ? '' : `  ${own}`;
  const who = author === null ? (name === workingCopy ? 'not committed yet' : '') : author.name;
  const head = [date === null ? ' '.repeat(10) : date.slice(0, 10), paint('yellow', name), who].filter(
    part => part !== '',
  );
  const approved = approvedBy.length === 0 ? [] : [`approved by ${approvedBy.join(', ')}`];
  return [
    `${head.join('  ')}${number}`,
    `            ${paint('bold', decisionText(each.decision))}`,
    ...[subject ?? '', ...approved].filter(line => line !== '').map(line => `            ${paint('dim', line)}`),
  ];
}

export const workingCopy = 'working copy';

/** A version in a JSON report. */
export function versionReport({ name, commit, author, date, subject, approvedBy, ruleSet }: HistoryVersion): object {
  return {
    version: ruleSet?.version ?? null,
    name,
    commit,
    author,
    date,
    subject,
    approvedBy,
  };
}

/** A decision in a JSON report; null if there was no rule set, or it had errors. */
export function decisionReport(decision: VersionDecision): object | null {
  if (typeof decision === 'string') return null;
  const { decision: decide, to, payload, rule, reasonCode } = decision;
  return {
    decide,
    to,
    payload: payload?.contract ?? null,
    rule: rule === null ? null : ruleName(rule),
    reasonCode,
  };
}
