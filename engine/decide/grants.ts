import type { SignalValue, SignalValues } from '../condition/condition.ts';
import { thresholdsNamedIn } from '../condition/condition.ts';
import { bucketName, bucketsOf } from '../model/rollout.ts';
import { boundSignals, isGrantable } from '../condition/derived-signals.ts';
import { toJson } from '../condition/signal-json.ts';
import type { Grant, GrantRefusal, RefusedGrant } from '../model/grant.ts';
import { isJsonObject, ownValue, sameJson, valueAtPath, type Json, type JsonObject } from '../model/json.ts';
import { ruleName, type RuleRef, type Signal } from '../model/rule-set.ts';
import { formatDuration, parseDuration } from '../model/time/duration.ts';
import { formatTimestamp, parseTimestamp } from '../model/time/timestamp.ts';
import type { CompiledRule, CompiledRuleSet, FiringRule, FiringRules, ReadSignal } from './compile.ts';
import { canonicalForm, digest } from './digest.ts';
import { signalReader } from './signal-reader.ts';

/** The ids of rules for which a grant matches the case. */
export type Granted = ReadonlySet<string>;

export const nothingGranted: Granted = new Set();

/** A grant issued at most this long after the decision counts as issued before it: clocks may differ. */
export const clockTolerance = 60_000;

/** The grants that match a case, by rule id, and the others with the reasons. If several match a rule, the first of them is used. */
export interface MatchedGrants {
  byRule: ReadonlyMap<string, Grant>;
  refused: RefusedGrant[];
}

/** Matches grants with a case. `given` may hold anything: what is not a valid grant is refused. */
export function matchGrants(compiled: CompiledRuleSet, given: unknown, input: Json, at: number): MatchedGrants {
  const byRule = new Map<string, Grant>();
  const refused: RefusedGrant[] = [];
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (all.length === 0) return { byRule, refused };
  const values = valuesOf(compiled.signals, input, at);
  all.forEach((each, index) => {
    const refusal = isGrant(each) ? refusalOf(compiled, each, values, at) : malformed;
    if (refusal !== null) refused.push({ index, id: idOf(each), ...refusal });
    else if (isGrant(each) && !byRule.has(each.rule.id)) byRule.set(each.rule.id, each);
  });
  return { byRule, refused };
}

/**
 * The rules among these for which the case itself can have a grant: a version is in force, and all signals that it binds have a value. The same as those
 * for which a grant from this very case would match it.
 */
export function grantableRules(
  { rules, signals }: FiringRules,
  ids: Iterable<string>,
  { input, at }: { input: Json; at: number },
): Granted {
  const granted = new Set<string>();
  let values: SignalValues | undefined;
  for (const id of ids) {
    const read = (values ??= valuesOf(signals, input, at));
    const has = (name: string): boolean => read.has(name);
    if (versionsInForce(rules, id, { values: read, at }).some(({ rule }) => boundSignals(rule).every(has)))
      granted.add(id);
  }
  return granted;
}

/**
 * The grant that a reviewer of a case can issue: exactly as wide as the rule allows, with the values of the case. Null if the rule has no `grant`, is not
 * in force, or binds a signal without a value in the case.
 * @param rule the id of the rule that escalated the case
 */
export function grantFor(
  compiled: CompiledRuleSet,
  rule: string,
  { input, at, by, id, issuedAt = at, redacted = {} }: GrantedCase,
): Grant | null {
  const values = valuesOf(compiled.signals, input, at);
  const [version] = versionsInForce(compiled.rules, rule, { values, at });
  const terms = version?.rule.grant;
  const validFor = terms && parseDuration(terms.validFor);
  if (version === undefined || terms === undefined || validFor === undefined) return null;
  const bound: Record<string, Json> = {};
  for (const name of boundSignals(version.rule)) {
    const [value, signal] = [values.get(name), compiled.declarations.signals.get(name)];
    const hidden = ownValue(redacted, name);
    if (signal === undefined || (value === undefined && hidden === undefined)) return null;
    bound[name] = hidden ?? inOneOrder(toJson(value as SignalValue, signal), signal);
  }
  return {
    id,
    rule: { ...version.ref },
    terms: termsOf(compiled, version),
    issuedAt: formatTimestamp(issuedAt),
    expiresAt: formatTimestamp(issuedAt + validFor),
    usesLeft: terms.uses ?? 1,
    bound,
    by,
  };
}

/** The items of a set in an order that does not depend on how it was given, so that equal grants have equal digests. */
function inOneOrder(value: Json, { uniqueItems }: Signal): Json {
  if (uniqueItems !== true || !Array.isArray(value)) return value;
  const texts = new Map(value.map(item => [canonicalForm(item), item]));
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** A case for which a grant is issued. Times are in milliseconds since the Unix epoch. */
export interface GrantedCase {
  input: Json;
  /** The time of the decision that was reviewed. */
  at: number;
  /** The reviewer. */
  by: string;
  /** A name for the grant that no other one has. */
  id: string;
  /** When the reviewer issues it; by default, at the decision. */
  issuedAt?: number;
  /** What is known of the values of bound signals that the input does not show, by signal, such as their keyed digests. */
  redacted?: JsonObject;
}

/** The grants that a reviewer could have issued for this very case, for the rules with these ids. */
export function grantsOfCase(compiled: CompiledRuleSet, ids: readonly string[], input: Json, at: number): Grant[] {
  return ids.flatMap(id => grantFor(compiled, id, { input, at, by: 'reviewer', id }) ?? []);
}

/** The active versions of a rule with a `grant` that are in force for a case; if there is none, the shadow versions. */
function versionsInForce<T extends FiringRule>(rules: readonly T[], id: string, { values, at }: Case): T[] {
  const inForce = rules.filter(
    ({ ref, rule, from, until }) =>
      ref.id === id && isGrantable(rule) && at >= from && at < until && isInRollout(rule, values),
  );
  const active = inForce.filter(({ shadow }) => !shadow);
  return active.length > 0 ? active : inForce;
}

/** A case as the rule set reads it. */
interface Case {
  values: SignalValues;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
}

function isInRollout(rule: FiringRule['rule'], values: SignalValues): boolean {
  if (rule.rollout === undefined) return true;
  const [first, last] = bucketsOf(rule.rollout);
  const bucket = values.get(bucketName(rule, rule.rollout.by));
  return typeof bucket === 'number' && bucket >= first && bucket <= last;
}

function valuesOf(signals: readonly ReadSignal[], input: Json, at: number): SignalValues {
  const values = new Map<string, SignalValue>();
  for (const { name, signal, read } of signals) {
    if (signal.derived?.kind === 'grant') continue;
    const reading = read(input, at, nothingGranted);
    if ('value' in reading) values.set(name, reading.value);
  }
  return values;
}

const known = new WeakMap<FiringRule, string>();

/** The hash of everything under which a reviewer issues a grant of a rule: its trigger with the thresholds, its target and its grant terms. */
export function termsOf({ ruleSet }: CompiledRuleSet, version: CompiledRule): string {
  const found = known.get(version);
  if (found !== undefined) return found;
  const { rule, onUnknown, condition } = version;
  const thresholds = thresholdsNamedIn(condition);
  const made = digest({
    id: rule.id,
    when: rule.when,
    onUnknown,
    to: rule.to ?? null,
    thresholds: Object.fromEntries(thresholds.map(name => [name, ruleSet.thresholds?.[name] ?? null])),
    grant: {
      validFor: parseDuration(rule.grant?.validFor ?? ''),
      uses: rule.grant?.uses ?? 1,
      bound: boundSignals(rule).sort(),
    },
  });
  known.set(version, made);
  return made;
}

type Refusal = { because: GrantRefusal; detail: string };

const malformed: Refusal = { because: 'malformed', detail: 'it does not conform to `grant.schema.json`' };

function refusalOf(compiled: CompiledRuleSet, grant: Grant, values: SignalValues, at: number): Refusal | null {
  const versions = versionsInForce(compiled.rules, grant.rule.id, { values, at });
  if (versions.length === 0)
    return { because: 'not-grantable', detail: `no rule \`${grant.rule.id}\` with a \`grant\` is in force` };
  const version = versions.find(each => termsOf(compiled, each) === grant.terms);
  if (version === undefined)
    return {
      because: 'other-terms',
      detail: `\`${ruleName(grant.rule)}\` had another condition, target or \`grant\` when it was issued`,
    };
  const [issued, expires] = [grant.issuedAt, grant.expiresAt].map(time => parseTimestamp(time) ?? NaN) as [
    number,
    number,
  ];
  return (
    tooWide(version.rule, grant, expires - issued) ??
    outOfTime(grant, { issued, expires, at }) ??
    otherCase(compiled, version.rule, grant, values)
  );
}

function tooWide(rule: CompiledRule['rule'], { usesLeft, bound }: Grant, lasts: number): Refusal | null {
  const tooWide = (detail: string): Refusal => ({ because: 'too-wide', detail });
  const [validFor, uses] = [parseDuration(rule.grant?.validFor ?? '') ?? 0, rule.grant?.uses ?? 1];
  if (!(lasts <= validFor))
    return tooWide(`it lasts ${formatDuration(lasts)}, not at most ${formatDuration(validFor)}`);
  if (usesLeft > uses) return tooWide(`it has ${usesLeft} uses left, not at most ${uses}`);
  const names = boundSignals(rule);
  const without = names.find(name => !Object.hasOwn(bound, name));
  if (without !== undefined) {
    const isNested = valueAtPath(bound, without.split('.')) !== undefined;
    const advice = isNested ? ': a key of `bound` is the name of a signal, with its dots' : '';
    return tooWide(`it does not bind \`${without}\`${advice}`);
  }
  const other = Object.keys(bound).find(name => !names.includes(name));
  return other === undefined ? null : tooWide(`it binds \`${other}\`, which the rule does not`);
}

function outOfTime(
  { issuedAt, expiresAt, usesLeft }: Grant,
  { issued, expires, at }: { issued: number; expires: number; at: number },
): Refusal | null {
  if (expires <= issued) return { because: 'expired', detail: `it expires at ${expiresAt}, before it is issued` };
  if (issued > at + clockTolerance) return { because: 'not-yet', detail: `it is issued at ${issuedAt}` };
  if (expires <= at) return { because: 'expired', detail: `it expired at ${expiresAt}` };
  return usesLeft > 0 ? null : { because: 'spent', detail: 'it has no uses left' };
}

function otherCase(
  { declarations: { signals } }: CompiledRuleSet,
  rule: CompiledRule['rule'],
  { bound }: Grant,
  values: SignalValues,
): Refusal | null {
  const otherCase = (detail: string): Refusal => ({ because: 'other-case', detail });
  for (const name of boundSignals(rule)) {
    const [value, signal, wanted] = [values.get(name), signals.get(name), ownValue(bound, name) ?? null];
    if (value === undefined || signal === undefined) return otherCase(`\`${name}\` is missing`);
    const given = toJson(value, signal);
    if (!isSame(given, asRead(wanted, signal), signal))
      return otherCase(`\`${name}\` is ${brief(given)}, not ${brief(wanted)}`);
  }
  return null;
}

/** A bound value as a signal reads it: `30m` and `PT30M` are the same duration. What it cannot read stays as it is. */
function asRead(bound: Json, signal: Signal): Json {
  const fresh = { ...signal };
  delete fresh.maxAge;
  const reading = signalReader('bound', fresh)({ bound }, 0);
  return 'value' in reading ? toJson(reading.value, signal) : bound;
}

/** The order of a set makes no difference. */
function isSame(a: Json, b: Json, { uniqueItems }: Signal): boolean {
  if (uniqueItems !== true || !Array.isArray(a) || !Array.isArray(b)) return sameJson(a, b);
  return a.length === b.length && a.every(item => b.some(other => sameJson(item, other)));
}

function brief(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function idOf(given: unknown): string | null {
  const id = isJsonObject(given) ? ownValue(given, 'id') : null;
  return typeof id === 'string' ? id : null;
}

/** True if a value has the shape of `schemas/grant.schema.json`. */
export function isGrant(given: unknown): given is Grant {
  if (!isJsonObject(given)) return false;
  const { id, rule, terms, issuedAt, expiresAt, usesLeft, bound, by } = given;
  const isTime = (time: Json | undefined): boolean => typeof time === 'string' && parseTimestamp(time) !== undefined;
  return (
    [id, terms, by].every(text => typeof text === 'string' && text !== '') &&
    isRuleRef(rule) &&
    isTime(issuedAt) &&
    isTime(expiresAt) &&
    Number.isSafeInteger(usesLeft) &&
    Number(usesLeft) >= 0 &&
    isJsonObject(bound)
  );
}

function isRuleRef(given: Json | undefined): boolean {
  if (!isJsonObject(given)) return false;
  const { id, version } = given as Partial<RuleRef>;
  return typeof id === 'string' && Number.isSafeInteger(version) && Number(version) >= 1;
}
