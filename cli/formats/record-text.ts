import { shortDigest } from '../../engine/model/short-digest.ts';
import type {
  AlsoFired,
  BrokenLaw,
  ConditionTrace,
  DecisionRecord,
  MissingSignal,
  RolloutRecord,
  RuleTrace,
  SignalRead,
  Truth,
} from '../../engine/model/decision-record.ts';
import { fallbacksText } from '../../engine/model/fallbacks-text.ts';
import { ruleName, type Decision } from '../../engine/model/rule-set.ts';
import {
  isSkipped,
  isSkippedSafetyRule,
  skippedSafetyRules,
  unknownBecause,
} from '../../engine/model/skipped-rules.ts';
import { forPeople, type Printed } from '../printed.ts';
import { painter, type Paint } from './paint.ts';

const colours = {
  continue: 'green',
  pause: 'yellow',
  route: 'blue',
  escalate: 'magenta',
  deny: 'cyan',
  stop: 'red',
} as const satisfies Record<Decision, string>;

/**
 * A decision record for people: the decision, the rule version that made it, and, with a trace, why.
 * @param required the signals that the input must have; none if it is not an object
 */
export function recordText(record: DecisionRecord, color: boolean, required: ReadonlySet<string>): Printed {
  const paint = painter(color);
  const by = record.rule ? ruleName(record.rule) : 'default';
  const what = paint(colours[record.decision], paint('bold', record.decision.toUpperCase()));
  const skipped = skippedSafetyRules(record).length;
  const warning =
    skipped === 0 ? '' : paint('yellow', ` (${skipped} safety ${skipped === 1 ? 'rule' : 'rules'} skipped)`);
  const fallbacks = fallbacksText(record.fallbacks ?? {});
  const lines = [
    `${what}${record.to === null ? '' : ` → ${record.to}`}${fallbacks === '' ? '' : ` (${fallbacks})`}  by ${by}${record.firedOnUnknown ? ' (fired on unknown)' : ''}${warning}`,
  ];
  if (record.rollout !== undefined) lines.push(`  rollout: ${rolloutInWords(record.rollout)}`);
  if (record.reason !== null) lines.push(`  ${record.reason}`);
  if (record.reasonCode !== null) lines.push(`  reason code: ${record.reasonCode}`);
  if (record.message !== null) lines.push(`  to the user: ${record.message}`);
  lines.push(
    paint('dim', `  ${record.ruleset} ${record.version}, digest ${shortDigest(record.digest)}, at ${record.at}`),
  );
  if (!record.inputValid) lines.push(`  ${paint('red', `the input is invalid: ${whyInvalid(record, required)}`)}`);
  for (const { signal, cause, detail } of record.missing)
    lines.push(`  missing: ${signal} (${cause}${detail === undefined ? '' : `: ${detail}`})`);
  for (const broken of record.assumptionsBroken) {
    if (broken.index === null) lines.push(`  impossible counts: ${lawInWords(broken)}`);
    else lines.push(`  breaks assumption ${broken.index + 1}${broken.reason === null ? '' : `: ${broken.reason}`}`);
  }
  if (record.conflicts.length > 0)
    lines.push(`  conflict: ${record.conflicts.map(ruleName).join(', ')} fired together`);
  for (const each of record.alsoFired) lines.push(`  also fired: ${alsoFiredText(each)}`);
  for (const { rule, decision, to } of record.shadow)
    lines.push(`  shadow: ${ruleName(rule)} would ${decision}${to === null ? '' : ` → ${to}`}`);
  for (const { id, rule } of record.grants ?? []) lines.push(`  grant ${id} of ${ruleName(rule)}: one use is spent`);
  for (const { id, index, because, detail } of record.grantsRefused ?? [])
    lines.push(`  grant ${id ?? index + 1} does not match (${because}): ${detail}`);
  for (const { path, message } of record.payload?.errors ?? []) lines.push(`  payload${path}: ${message}`);
  if (record.trace) lines.push('', ...record.trace.rules.flatMap(rule => ruleLines(rule, record.missing, paint)));
  return forPeople(lines);
}

function rolloutInWords({ bucket, percent, from, by }: RolloutRecord): string {
  return `bucket ${bucket} of ${by}, in force for ${percent} % (buckets ${from} to ${from + percent - 1})`;
}

/** `large-refund@1 escalate → support (large_refund), on unknown` */
function alsoFiredText({ rule, decision, to, reasonCode, firedOnUnknown }: AlsoFired): string {
  const target = to === null ? '' : ` → ${to}`;
  const code = reasonCode === null ? '' : ` (${reasonCode})`;
  return `${ruleName(rule)} ${decision}${target}${code}${firedOnUnknown ? ', on unknown' : ''}`;
}

/** `failed_10m and failed_1h contradict each other: counts over 1h include those over 10m` */
function lawInWords({ counters, reason }: BrokenLaw): string {
  return `${counters.smaller} and ${counters.larger} contradict each other: ${reason}`;
}

function whyInvalid({ missing }: DecisionRecord, required: ReadonlySet<string>): string {
  const names = missing.map(({ signal }) => signal).filter(signal => required.has(signal));
  if (names.length === 0) return 'it is not a JSON object';
  const listed = names.map(name => `\`${name}\``).join(', ');
  return names.length === 1 ? `the required signal ${listed} is missing` : `the required signals ${listed} are missing`;
}

const marks: Record<Truth, string> = { true: '✓', false: '✗', unknown: '?' };

function ruleLines(rule: RuleTrace, missing: readonly MissingSignal[], paint: Paint): string[] {
  const isSafety = isSkippedSafetyRule(rule);
  const mark = isSafety ? '!' : rule.reached ? marks[rule.value] : '○';
  const head = `${mark} ${ruleName(rule.rule)}${rule.shadow ? ' (shadow)' : ''}  ${verdict(rule, missing)}`;
  const painted = rule.decides ? paint('bold', head) : isSafety ? paint('yellow', head) : head;
  return [painted, ...conditionLines(rule.condition, '    ')];
}

function verdict(rule: RuleTrace, missing: readonly MissingSignal[]): string {
  const { reached, fires, value, decides } = rule;
  if (isSkipped(rule)) {
    const skipped = `skipped: ${unknownBecause(rule.condition, missing)}`;
    return reached && !rule.shadow ? skipped : `would be ${skipped}`;
  }
  if (!reached) return `not reached (would ${fires ? 'fire' : 'not fire'})`;
  const outcome = fires ? (decides ? 'decides' : 'fires') : 'does not fire';
  return value === 'unknown' ? `${outcome} on unknown` : outcome;
}

function conditionLines(condition: ConditionTrace, indent: string): string[] {
  const { kind, text, value, children, reads, thresholds, error } = condition;
  if (children.length > 0) {
    const name = kind === 'if' ? 'if / then / else' : kind;
    return [`${indent}${marks[value]} ${name}`, ...children.flatMap(child => conditionLines(child, `${indent}  `))];
  }
  const seen = [
    ...reads.map(readText),
    ...thresholds.map(({ name, value: constant, per }) =>
      per !== undefined && constant === null
        ? `threshold ${name} has no value`
        : `threshold ${name} = ${JSON.stringify(constant)}`,
    ),
  ];
  const because = [...seen, ...(error === null ? [] : [error])].join(', ');
  return [`${indent}${marks[value]} ${onOneLine(text)}${because === '' ? '' : `  (${because})`}`];
}

/** Joins the lines of a condition, unless it has quotes: a line break between quotes is part of a string. */
function onOneLine(condition: string): string {
  return /["']/.test(condition) ? condition : condition.replace(/\s*\n\s*/g, ' ');
}

function readText(read: SignalRead): string {
  return 'missing' in read
    ? `${read.signal} is missing: ${read.missing}`
    : `${read.signal} = ${JSON.stringify(read.value)}`;
}
