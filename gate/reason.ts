import type { DecisionRecord } from '../engine/model/decision-record.ts';
import { ruleName, type RuleSet } from '../engine/model/rule-set.ts';
import type { GateAnswer } from './dialects/dialect.ts';

/**
 * Why a call does not simply run, for the agent and the person who is asked: the reason of the rule, who can allow the call, and which rule decided.
 * @param host the name of the host for people
 */
export function gateReason(
  record: DecisionRecord,
  { targets = {} }: RuleSet,
  answer: Exclude<GateAnswer['answer'], 'none'>,
  host: string,
): string {
  const decider = record.rule === null ? 'the default' : `rule ${ruleName(record.rule)}`;
  const target = record.to === null ? undefined : (targets[record.to]?.title ?? record.to);
  const said = (record.reason ?? '').trim();
  const verdict = verdictOf(record, answer, target, host);
  return `${said === '' ? '' : `${/[.!?…]$/.test(said) ? said : `${said}.`} `}${verdict} (${record.ruleset} ${record.version}, ${decider})`;
}

function verdictOf(
  { decision }: DecisionRecord,
  answer: Exclude<GateAnswer['answer'], 'none'>,
  target: string | undefined,
  host: string,
): string {
  if (decision === 'stop') return 'The task must stop here.';
  if (decision === 'deny') return 'This action is not allowed; continue without it.';
  const who = target ?? 'a person';
  if (answer === 'ask')
    return decision === 'pause' || target === undefined
      ? 'A person must allow this action.'
      : `Allow it only with the consent of ${who}.`;
  const cause = `${host} cannot ask here, so the action is denied.`;
  if (decision === 'pause') return `The agent must pause before this action. ${cause}`;
  return decision === 'route'
    ? `This action is for ${who}. ${cause}`
    : `${capital(who)} must allow this action. ${cause}`;
}

function capital(text: string): string {
  return text === 'a person' ? 'A person' : text;
}
