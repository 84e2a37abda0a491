import { EvaluationError, type Environment } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { parseDuration } from '../model/time/duration.ts';
import { compilePattern } from './pattern.ts';
import { operandsOf, type ASTNode } from './syntax-tree.ts';
import { fieldsOfTime, localTime, type TimeField } from '../model/time/time-zone.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';

/**
 * Corrected versions of functions in which the CEL library deviates from the specification: `matches` uses RE2, which is linear in the text, instead of
 * backtracking; `timestamp` accepts only RFC 3339; fields of a timestamp do not depend on the machine's time zone; the ASCII functions change only ASCII.
 * Since a CEL environment does not allow replacing functions, they get names that cannot be written, and calls are redirected in the syntax tree.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions
 */
const mark = ':specified';
/** Marks `matches` with a pattern from the input. Its length is bounded, because matching takes time proportional to pattern and text. */
const computedMark = ':computed';
const maxComputedPattern = 200;
const timeFields = Object.keys(fieldsOfTime) as TimeField[];
const specified = new Set<string>(['matches', 'timestamp', 'duration', 'lowerAscii', 'upperAscii', ...timeFields]);

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

export function registerSpecifiedFunctions(environment: Environment): void {
  const define = (
    name: string,
    receiverType: string | null,
    argument: string | null,
    returnType: string,
    handler: (...values: never[]) => unknown,
  ) =>
    environment.registerFunction({
      name: name + mark,
      ...(receiverType === null ? {} : { receiverType }),
      params: argument === null ? [] : [{ name: 'argument', type: argument }],
      returnType,
      handler,
      async: false,
    });

  const matches = patternMatcher();
  define('matches', 'string', 'string', 'bool', matches);
  define(`matches${computedMark}`, 'string', 'string', 'bool', (text: string, pattern: string) => {
    if (pattern.length > maxComputedPattern)
      throw new EvaluationError(
        `a pattern that is not written in the rule has at most ${maxComputedPattern} characters, and this one ${pattern.length}`,
      );
    return matches(text, pattern);
  });
  const lower = (text: string) => text.replace(/[A-Z]+/g, letters => letters.toLowerCase());
  const upper = (text: string) => text.replace(/[a-z]+/g, letters => letters.toUpperCase());
  define('lowerAscii', 'string', null, 'string', lower);
  define('upperAscii', 'string', null, 'string', upper);
  define('timestamp', null, 'string', TIMESTAMP, timestampOf);
  define('timestamp', null, 'int', TIMESTAMP, timestampAt);
  define('duration', null, 'string', DURATION, durationOf);
  for (const field of timeFields) {
    define(field, TIMESTAMP, null, 'int', (time: Date) => BigInt(fieldsOfTime[field](time)));
    define(field, TIMESTAMP, 'string', 'int', (time: Date, zone: string) =>
      BigInt(fieldsOfTime[field](inZone(time, zone))),
    );
  }
  for (const [field, unit] of Object.entries({
    getHours: 3_600_000,
    getMinutes: 60_000,
    getSeconds: 1000,
    getMilliseconds: 1,
  })) {
    define(field, DURATION, null, 'int', (duration: Duration) => BigInt(Math.trunc(duration.valueOf() / unit)));
  }
}

/** Redirects calls in a syntax tree to the corrected functions, before type checking. */
export function useSpecifiedFunctions(node: ASTNode): void {
  if ((node.op === 'call' || node.op === 'rcall') && specified.has(node.args[0])) {
    const isComputed = node.op === 'rcall' && node.args[0] === 'matches' && node.args[2][0]?.op !== 'value';
    node.args[0] += isComputed ? computedMark + mark : mark;
  }
  for (const operand of operandsOf(node)) useSpecifiedFunctions(operand);
}

/** The reason why a method fails for every receiver if it is called with this text; undefined if it does not. */
export function argumentRefusal(method: string, argument: string): string | undefined {
  if (method === 'matches') {
    const pattern = compilePattern(argument);
    return typeof pattern === 'string' ? patternRefusal(argument, pattern) : undefined;
  }
  return isTimeField(method) && !localTime(new Date(0), argument) ? zoneRefusal(argument) : undefined;
}

function isTimeField(method: string): method is TimeField {
  return Object.hasOwn(fieldsOfTime, method);
}

/** A message of the library, with the names of functions as authors write them. */
export function asWritten(summary: string): string {
  return summary.replaceAll(computedMark, '').replaceAll(mark, '');
}

/**
 * A CEL duration from milliseconds, which may be fractional. The library requires non-negative nanoseconds, so those of a negative duration count from
 * the second below.
 */
export function celDuration(milliseconds: number): Duration {
  const seconds = Math.floor(milliseconds / 1000);
  return new Duration(BigInt(seconds), Math.round((milliseconds - seconds * 1000) * 1e6));
}

/** A matcher that caches compiled patterns, up to a limit, because patterns from signals may differ each time. */
function patternMatcher(): (text: string, pattern: string) => boolean {
  const patterns = new Map<string, (text: string) => boolean>();
  return (text, pattern) => {
    const known = patterns.get(pattern);
    if (known) return known(text);
    const compiled = compilePattern(pattern);
    if (typeof compiled === 'string') throw new EvaluationError(patternRefusal(pattern, compiled));
    if (patterns.size >= 100) patterns.clear();
    patterns.set(pattern, compiled);
    return compiled(text);
  };
}

function timestampOf(text: string): Date {
  const time = parseTimestamp(text);
  if (time === undefined) throw refused(text, 'not an RFC 3339 time such as 2026-01-31T00:00:00Z');
  return new Date(time);
}

/** The time at a number of seconds since the Unix epoch. Throws outside the years 1 to 9999. */
function timestampAt(seconds: bigint): Date {
  if (seconds < -62_135_596_800n || seconds > 253_402_300_799n)
    throw refused(String(seconds), 'outside the years 1 to 9999');
  return new Date(Number(seconds) * 1000);
}

/** Parses only CEL's form of durations, not days or ISO 8601 as in signals, so that conditions work in any other CEL implementation. */
function durationOf(text: string): Duration {
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw refused(text, 'not a duration such as 15m or 1h30m');
  if (/[dP]/.test(text)) throw refused(text, 'not a duration of CEL, which counts in h, m, s and ms: 2 days are 48h');
  return celDuration(milliseconds);
}

function inZone(time: Date, zone: string): Date {
  const local = localTime(time, zone);
  if (!local) throw new EvaluationError(zoneRefusal(zone));
  return local;
}

function patternRefusal(pattern: string, why: string): string {
  return refusal(pattern, `not a regular expression that CEL knows (RE2): ${why}`);
}

function zoneRefusal(zone: string): string {
  return refusal(zone, 'not a time zone such as Europe/Berlin or +01:00');
}

function refused(value: string, why: string): EvaluationError {
  return new EvaluationError(refusal(value, why));
}

function refusal(value: string, why: string): string {
  return `\`${value.length > 60 ? `${value.slice(0, 57)}…` : value}\` is ${why}`;
}
