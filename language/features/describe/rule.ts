import { boundSignals, isGrantable } from '../../../engine/index.ts';
import { fallbacksText } from '../../../engine/model/fallbacks-text.ts';
import { ruleName, type DefaultOutcome, type Rule } from '../../../engine/model/rule-set.ts';
import { code, paragraphs, prose } from './markdown.ts';

/** A rule in Markdown: its outcome, and the period in which it is in force. */
export function describeRule(rule: Rule): string {
  const status = rule.status === undefined || rule.status === 'active' ? '' : ` (${statuses[rule.status]})`;
  return paragraphs(
    `**Rule** ${code(ruleName(rule))}${status}: ${outcomeInWords(rule)}`,
    prose(rule.title),
    prose(rule.description ?? rule.reason),
    inForce(rule),
    grantInWords(rule),
  );
}

const statuses = {
  shadow: 'shadow: reported, never decides',
  draft: 'draft: not evaluated',
  retired: 'retired: not evaluated',
} as const;

/** `escalate → support-l1, with refund-handoff@1, on timeout deny` */
export function outcomeInWords(outcome: DefaultOutcome): string {
  const { decide, to, payload } = outcome;
  const target = to === undefined ? '' : ` → ${code(to)}`;
  const fallbacks = fallbacksText(outcome);
  return `${decide}${target}${payload === undefined ? '' : `, with ${code(payload)}`}${fallbacks === '' ? '' : `, ${fallbacks}`}`;
}

/** What a reviewer may grant; empty if nothing. */
function grantInWords(rule: Rule): string {
  if (!isGrantable(rule) || rule.grant === undefined) return '';
  const { validFor, uses = 1 } = rule.grant;
  const names = boundSignals(rule).map(code).join(', ');
  return `A reviewer can grant ${uses === 1 ? 'one action' : `${uses} actions`} within ${prose(validFor) ?? ''} with the same value of ${names}.`;
}

function inForce({ effective }: Rule): string {
  const from = prose(effective?.from);
  const until = prose(effective?.until);
  if (from !== undefined && until !== undefined) return `In force from ${from} until ${until}.`;
  if (from !== undefined) return `In force from ${from}.`;
  return until === undefined ? '' : `In force until ${until}.`;
}
