import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { createExpressionChecker, type ExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf, type Declarations } from '../condition/declarations.ts';
import { parseTemplate, type TemplatePart } from '../condition/template.ts';
import type {
  AssembledPayload,
  ConditionTrace,
  DecisionRecord,
  MissingSignal,
  SignalRead,
  ThresholdRead,
  Trace,
} from '../model/decision-record.ts';
import type { RefusedGrant } from '../model/grant.ts';
import { isJsonObject, ownValue, setOwn, type Json, type JsonObject } from '../model/json.ts';
import { isTable, marksSensitive, type RuleSet } from '../model/rule-set.ts';
import { canonicalForm, digest } from './digest.ts';

/**
 * Takes out of documents what a rule set marks as sensitive. What it returns is a copy. A value that looks redacted is redacted too, since an agent could have
 * copied it from a log.
 */
export interface Redactor {
  /** False if the rule set marks nothing, so that documents are returned as they are. */
  redacts: boolean;
  input(input: Json): Json;
  record(record: DecisionRecord): DecisionRecord;
  /** The values of a grant, by signal. */
  bound(bound: Record<string, Json>): Record<string, Json>;
}

const redactsNothing: Redactor = {
  redacts: false,
  input: input => input,
  record: record => record,
  bound: bound => bound,
};

const mark = '[redacted]';
const redacted = /^\[redacted(?: [0-9a-f]{16})?\]$/;

/** True if a value has the form of one that was redacted. */
export function isRedacted(value: unknown): value is string {
  return typeof value === 'string' && redacted.test(value);
}

/**
 * The redactor of a rule set. Sensitive are the signals and payload fields that are marked, the paths of the input that a marked field reads, and whatever
 * reads one of these: other fields, placeholders of reasons, traces. The decision itself, and whether a clause holds, stay readable.
 * @param key makes equal values recognisable: `[redacted 3f5a0c9be2d17744]`, the first 16 hex digits of the HMAC-SHA256 of the value's canonical form
 *   (RFC 8785). Without a key, every value is `[redacted]`.
 */
export function redactor(ruleSet: RuleSet, key: Uint8Array | null): Redactor {
  // A checker takes longer to make than most decisions.
  if (!marksSensitive(ruleSet)) return redactsNothing;
  const declarations = declarationsOf(ruleSet);
  const checker = createExpressionChecker(declarations);
  const paths = sensitivePaths(ruleSet, checker);
  if (paths.length === 0) return redactsNothing;

  const isSensitive = (path: string): boolean => paths.some(each => overlap(each, path));
  const sensitiveFields = new Map(
    Object.entries(ruleSet.payloads ?? {}).map(([name, { fields, sensitive = [] }]) => {
      const reads = Object.entries(fields).filter(([, text]) => pathsOf(text, checker).some(isSensitive));
      return [name, new Set([...sensitive, ...reads.map(([field]) => field)])];
    }),
  );

  function redact(value: Json): string {
    if (key === null) return mark;
    const code = bytesToHex(hmac(sha256, key, utf8ToBytes(canonicalForm(value))));
    return `[redacted ${code.slice(0, 16)}]`;
  }

  function input(given: Json): Json {
    return paths.reduce((document, path) => withoutPath(document, path.split('.'), redact), given);
  }

  function record(given: DecisionRecord): DecisionRecord {
    return {
      ...given,
      reason: reason(given),
      missing: given.missing.map(missing),
      payload: given.payload && payload(given.payload),
      ...(given.grantsRefused ? { grantsRefused: given.grantsRefused.map(refused) } : {}),
      ...(given.trace ? { trace: trace(given.trace) } : {}),
    };
  }

  /** The values of placeholders are not in the record. If more than one way of filling them gives the text, all of them are redacted. */
  function reason({ rule, reason: text }: DecisionRecord): string | null {
    if (text === null) return null;
    const holder =
      rule === null
        ? ruleSet.default
        : ruleSet.rules.find(({ id, version = 1 }) => id === rule.id && version === rule.version);
    // Of a rule that this rule set does not have, nothing is known.
    if (holder?.reason === undefined) return redact(text);
    const { parts } = parseTemplate(holder.reason);
    const isSecret = (part: TemplatePart): boolean =>
      part.kind === 'placeholder' && namesIn(part.expression, checker, declarations).some(isSensitive);
    if (!parts.some(isSecret)) return text;
    const values = placeholderValues(parts, text)?.values();
    return parts
      .map(part => {
        if (part.kind === 'text') return part.text;
        const value = values?.next().value;
        if (value === undefined) return mark;
        return isSecret(part) ? redact(value) : value;
      })
      .join('');
  }

  function missing(given: MissingSignal): MissingSignal {
    return given.detail === undefined || !isSensitive(given.signal)
      ? given
      : { ...given, detail: redact(given.detail) };
  }

  function payload(given: AssembledPayload): AssembledPayload {
    const fields = sensitiveFields.get(given.contract);
    const isSecret = (field: string): boolean => fields === undefined || fields.has(field);
    if (!Object.keys(given.data).some(isSecret) && given.errors.length === 0) return given;
    const data: JsonObject = {};
    for (const [field, value] of Object.entries(given.data))
      setOwn(data, field, isSecret(field) ? redact(value) : value);
    const errors = given.errors.map(error => {
      const [, token = ''] = error.path.split('/');
      const field = token.replaceAll('~1', '/').replaceAll('~0', '~');
      return error.path !== '' && isSecret(field) ? { path: `/${token}`, message: mark } : error;
    });
    return { ...given, data, digest: digest(data), errors };
  }

  /** A detail begins with the signal that differs, in backticks. */
  function refused(given: RefusedGrant): RefusedGrant {
    const [, name] = /^`(.*?)` /.exec(given.detail) ?? [];
    if (given.because !== 'other-case' || name === undefined || !isSensitive(name)) return given;
    return { ...given, detail: `\`${name}\` has another value, or none` };
  }

  function trace({ rules }: Trace): Trace {
    return { rules: rules.map(rule => ({ ...rule, condition: condition(rule.condition) })) };
  }

  function condition(given: ConditionTrace): ConditionTrace {
    const children = given.children.map(condition);
    const isSecret = given.reads.some(({ signal }) => isSensitive(signal));
    return {
      ...given,
      children,
      reads: given.reads.map(read),
      thresholds: given.thresholds.map(threshold),
      // With the constant, the distance is the value; an error may quote it.
      ...(isSecret ? { distance: null, error: given.error === null ? null : mark } : {}),
    };
  }

  function read(given: SignalRead): SignalRead {
    return 'value' in given && isSensitive(given.signal) ? { ...given, value: redact(given.value) } : given;
  }

  /** The value that a table chose says by which value it was chosen. */
  function threshold(given: ThresholdRead): ThresholdRead {
    if (given.per === undefined || !isSensitive(given.per.signal)) return given;
    return { ...given, value: given.value === null ? null : mark, per: read(given.per) };
  }

  function bound(given: Record<string, Json>): Record<string, Json> {
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, isSensitive(name) ? redact(value) : value]),
    );
  }

  return { redacts: true, input, record, bound };
}

/** The paths of the input that are sensitive, each with all that is below it. */
function sensitivePaths({ signals = {}, payloads = {} }: RuleSet, checker: ExpressionChecker): string[] {
  const marked = Object.entries(signals).flatMap(([name, { sensitive }]) => (sensitive === true ? [name] : []));
  const read = Object.values(payloads).flatMap(({ fields, sensitive = [] }) =>
    sensitive.flatMap(field => {
      const text = ownValue(fields, field);
      return typeof text === 'string' ? pathsOf(text, checker) : [];
    }),
  );
  return [...new Set([...marked, ...read])];
}

function pathsOf(field: string, checker: ExpressionChecker): readonly string[] {
  return checker.field(field).paths ?? [];
}

/** The signals that a placeholder reads, and those by which its tables of thresholds choose. */
function namesIn(expression: string, checker: ExpressionChecker, { thresholds }: Declarations): string[] {
  return checker.template(`{{${expression}}}`).references.flatMap(({ kind, name }) => {
    if (kind === 'signal') return [name];
    const threshold = kind === 'threshold' ? thresholds.get(name) : undefined;
    return threshold !== undefined && isTable(threshold) ? [threshold.per] : [];
  });
}

/** True if one path is the other or leads to a part of it. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** A copy with the value at a path replaced. Where a text or list takes the place of an object on the way, it may hold the value, and is replaced. */
function withoutPath(document: Json, [key, ...rest]: readonly string[], redact: (value: Json) => string): Json {
  if (document === null) return null;
  if (key === undefined || !isJsonObject(document)) return redact(document);
  const value = ownValue(document, key);
  if (value === undefined) return document;
  const copy: JsonObject = {};
  for (const [name, each] of Object.entries(document))
    setOwn(copy, name, name === key ? withoutPath(value, rest, redact) : each);
  return copy;
}

/** The texts that the placeholders of a template became, in order; null if it can have been filled in several ways, or in none. */
function placeholderValues(parts: readonly TemplatePart[], text: string): string[] | null {
  // Between two placeholders that follow each other is the empty text.
  const literals = [''];
  for (const part of parts)
    if (part.kind === 'text') literals[literals.length - 1] += part.text;
    else literals.push('');
  const [first = '', last = ''] = [literals[0], literals.at(-1)];
  const inner = literals.slice(1, -1);
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return null;
  const values: string[] = [];
  const latest = latestPlaces(inner, text, first.length, end);
  let from = first.length;
  for (const [index, literal] of inner.entries()) {
    const place = text.indexOf(literal, from);
    if (place < 0 || place !== latest?.[index]) return null;
    values.push(text.slice(from, place));
    from = place + literal.length;
  }
  return [...values, text.slice(from, end)];
}

/** The last places at which texts can follow each other between two places; null if there is no room for them. */
function latestPlaces(literals: readonly string[], text: string, start: number, end: number): number[] | null {
  const places: number[] = [];
  let until = end;
  for (const literal of literals.toReversed()) {
    const place = text.lastIndexOf(literal, until - literal.length);
    if (until - literal.length < start || place < start) return null;
    places.unshift(place);
    until = place;
  }
  return places;
}
