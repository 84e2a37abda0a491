import {
  type AnalysedRule,
  type Condition,
  countingLaws,
  type CountingLaw,
  inputSignals,
  signalType,
  type Witness,
} from '../../engine/index.ts';
import { fallbacksText } from '../../engine/model/fallbacks-text.ts';
import { formatDuration } from '../../engine/model/time/duration.ts';
import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { writtenInput } from '../../engine/model/written-input.ts';
import { valueAtPath, type Json } from '../../engine/model/json.ts';
import {
  ruleName,
  type ConditionSource,
  type DefaultOutcome,
  type Fallbacks,
  type RuleSet,
} from '../../engine/model/rule-set.ts';
import type { Project } from '../source/project/project.ts';
import type { Finding } from './finding.ts';

type Outcome = Pick<DefaultOutcome, 'decide' | 'to' | keyof Fallbacks>;

/** "`legal-threat`"; with its version if the rule set has several rules with that id. */
export function nameOf({ ruleSet }: Project, { ref }: AnalysedRule): string {
  return `\`${idsHeldOnce(ruleSet).has(ref.id) ? ref.id : ruleName(ref)}\``;
}

const once = new WeakMap<RuleSet, ReadonlySet<string>>();

function idsHeldOnce(ruleSet: RuleSet): ReadonlySet<string> {
  const known = once.get(ruleSet);
  if (known !== undefined) return known;
  const seen = new Set<string>();
  const ids = new Set<string>();
  for (const { id } of ruleSet.rules) {
    if (seen.has(id)) ids.delete(id);
    else ids.add(id);
    seen.add(id);
  }
  once.set(ruleSet, ids);
  return ids;
}

const maxNamed = 4;

/** "`a`, `b` and `c`"; "`a`, `b`, `c`, `d` and 7 more" */
export function namesOf(project: Project, rules: readonly AnalysedRule[], others: readonly string[] = []): string {
  const count = rules.length + others.length;
  const shown = count > maxNamed + 1 ? maxNamed : count;
  const names = [...rules.slice(0, shown).map(rule => nameOf(project, rule)), ...others].slice(0, shown);
  return listed(shown < count ? [...names, `${count - shown} more`] : names);
}

/** "a, b and c" */
export function listed(parts: readonly string[], last = 'and'): string {
  const final = parts.at(-1) ?? '';
  return parts.length < 2 ? final : `${parts.slice(0, -1).join(', ')} ${last} ${final}`;
}

/** "escalate to `support-l1`", and "(on timeout deny)" if a rule replaces fallbacks */
export function outcomeInWords(outcome: Outcome): string {
  const { decide, to } = outcome;
  const fallbacks = fallbacksText(outcome);
  return to === undefined ? decide : `${decide} to \`${to}\`${fallbacks === '' ? '' : ` (${fallbacks})`}`;
}

/** What a rule does to the agent, as a predicate: "escalates to `support-l1`". */
export function doing({ decide, to }: Outcome): string {
  switch (decide) {
    case 'continue':
      return 'lets the agent continue';
    case 'pause':
      return 'pauses the agent';
    case 'route':
      return to === undefined ? 'routes' : `routes to \`${to}\``;
    case 'escalate':
      return to === undefined ? 'escalates' : `escalates to \`${to}\``;
    case 'deny':
      return 'denies the action';
    case 'stop':
      return 'stops the task';
  }
}

/** Name and outcome of a rule, or of the default if that is null. */
export function deciderOf(project: Project, rule: AnalysedRule | null): { name: string; outcome: Outcome } {
  if (rule !== null) return { name: nameOf(project, rule), outcome: rule.rule };
  const written = project.ruleSet.default;
  return {
    name: written === undefined ? 'the missing default' : 'the default',
    outcome: written ?? { decide: 'pause' },
  };
}

/** The condition as an expression on one line. */
export function expressionOf(condition: Condition): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      if (condition.text !== condition.kind) return oneLine(condition.text);
      const sign = condition.kind === 'all' ? ' && ' : ' || ';
      return condition.operands.map(each => bracketed(expressionOf(each), each, condition.kind)).join(sign);
    }
    case 'not':
      return condition.text === 'not' ? `!(${expressionOf(condition.operand)})` : oneLine(condition.text);
    case 'if':
    case 'constant':
    case 'broken':
    case 'table':
    case 'clause':
      return oneLine(condition.text);
  }
}

function bracketed(text: string, { kind }: Condition, inside: 'all' | 'any'): string {
  const loose = kind === 'if' || (kind === 'any' && inside === 'all') || (kind === 'all' && inside === 'any');
  return loose ? `(${text})` : text;
}

const maxQuoteLength = 120;

/** The condition as an expression in backticks, cut off if it is long. */
export function quoted(condition: Condition): string {
  const text = expressionOf(condition);
  return text.length <= maxQuoteLength ? `\`${text}\`` : `\`${text.slice(0, maxQuoteLength - 1).trimEnd()}…\``;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A signal's number as people write it: with its unit, as a duration (`15m`) or as a timestamp (RFC 3339). */
export function numberInWords({ declarations }: Project, name: string, value: number): string {
  const signal = declarations.signals.get(name);
  const type = signal === undefined ? 'double' : signalType(signal);
  if (type === 'duration') return formatDuration(value);
  if (type === 'timestamp') return formatTimestamp(value);
  return signal?.unit === undefined ? String(value) : `${value} ${signal.unit}`;
}

/** The value of a signal in an input, as people write it; null if it is missing. */
export function valueInWords({ declarations }: Project, name: string, input: Json): string | null {
  const value = valueAtPath(input, name.split('.'));
  if (value === undefined || value === null) return null;
  const unit = declarations.signals.get(name)?.unit;
  return `${JSON.stringify(value)}${typeof value === 'number' && unit !== undefined ? ` ${unit}` : ''}`;
}

const maxShown = 3;

/** The values that matter: "`amount` = 50 USD and no `tier`". Null if there are none, or too many for a message. */
export function exampleInWords(project: Project, { input, at, grants = [], free }: Witness): string | null {
  const relevant = inputSignals(project.declarations).flatMap(([name]) => (free.includes(name) ? [] : [name]));
  const present = relevant.flatMap(name => {
    const value = valueInWords(project, name, input);
    return value === null ? [] : [`\`${name}\` = ${value}`];
  });
  const missing = relevant.filter(name => valueInWords(project, name, input) === null).map(name => `no \`${name}\``);
  const parts = [...present, ...missing];
  if (parts.length === 0 || parts.length > maxShown) return null;
  const granted =
    grants.length === 0 ? '' : ` while a grant of ${listed(grants.map(rule => `\`${rule}\``))} is in force`;
  return `${listed(parts)}${at === null ? '' : ` at ${formatTimestamp(at)}`}${granted}`;
}

export function witnessOf(witness: Witness | null): Finding['witness'] {
  if (witness === null) return null;
  return writtenInput(witness);
}

/** The assumptions at the given indexes, in words: those of the rule set, then the laws of its counters. */
export function assumptionsInWords({ ruleSet }: Project, indexes: readonly number[]): string[] {
  const { assumptions = [], signals } = ruleSet;
  const laws = countingLaws(signals);
  return indexes.flatMap(index => {
    const assumption = assumptions[index];
    if (assumption !== undefined) return [assumptionInWords(assumption)];
    const law = laws[index - assumptions.length];
    return law === undefined ? [] : [lawInWords(law)];
  });
}

/** "`failed_10m <= failed_1h` (counts over 1h include those over 10m)" */
export function lawInWords({ holds, reason }: CountingLaw): string {
  return `\`${holds}\` (${reason})`;
}

/** "`amount <= 500` if `tier == "free"`" */
export function assumptionInWords({ when, holds }: NonNullable<RuleSet['assumptions']>[number]): string {
  const condition = when === undefined || when === true ? '' : ` if \`${sourceText(when)}\``;
  return `\`${sourceText(holds)}\`${condition}`;
}

function sourceText(source: ConditionSource): string {
  if (typeof source !== 'object') return oneLine(String(source));
  if ('not' in source) return `!(${sourceText(source.not)})`;
  const [sign, parts] = 'all' in source ? [' && ', source.all] : [' || ', source.any];
  return parts.map(each => (typeof each === 'object' ? `(${sourceText(each)})` : sourceText(each))).join(sign);
}
