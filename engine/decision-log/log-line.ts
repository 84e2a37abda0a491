import { parseTimestamp } from '../model/time/timestamp.ts';
import { isJsonObject, ownValue, type Json } from '../model/json.ts';
import { isCanary } from './canary.ts';
import { readEvent, type DecisionEvent } from './events.ts';

/** The input in a line of a decision log. */
export interface LogLine {
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch; null if the line has none. */
  at: number | null;
  /** The name of the rule set that decided; null if the line has none. */
  ruleset: string | null;
  /** The `name` of the line, or else its `id`; null if it has neither. */
  name: string | null;
}

/** What a line of a decision log holds. `why` says in words what is wrong with it. */
export type LoggedLine =
  | { kind: 'blank' }
  | { kind: 'event'; event: DecisionEvent }
  | { kind: 'input'; line: LogLine }
  | { kind: 'unreadable'; why: string };

/** Keys of a decision record that an input with a signal `input` is unlikely to have. */
const recordKeys = ['decision', 'at', 'ruleset', 'record'];
/** Keys that may accompany `input` in a line that is not a record. */
const nameKeys = ['input', 'name', 'id'];

/**
 * Reads a line of JSON Lines (jsonlines.org): an event, an input, which is a JSON object, or a decision record with the input in `input` and the time in
 * `at` (RFC 3339). To tell a record from an input with a signal `input`, a record must have `decision`, `at`, `ruleset` or `record`, or no keys other than names.
 */
export function readLoggedLine(text: string): LoggedLine {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content === '') return { kind: 'blank' };
  const value = parsed(content);
  if (value === undefined) return { kind: 'unreadable', why: 'it is not JSON' };
  if (!isJsonObject(value)) return { kind: 'unreadable', why: 'it is not a JSON object' };
  const read = readEvent(value);
  if (read !== null) return read.ok ? { kind: 'event', event: read.event } : { kind: 'unreadable', why: read.why };
  const input = ownValue(value, 'input');
  if (!isJsonObject(input) || !isRecord(value))
    return { kind: 'input', line: { input: value, at: null, ruleset: null, name: null } };
  return { kind: 'input', line: lineOf(value, input) };
}

/**
 * The input in a line.
 * @returns 'blank' for an empty line, 'event' for an event without an input or about a call that nobody made, 'unreadable' for anything else without one
 */
export function readLogLine(text: string): LogLine | 'blank' | 'event' | 'unreadable' {
  const read = readLoggedLine(text);
  if (read.kind === 'input') return read.line;
  if (read.kind !== 'event') return read.kind;
  const { event } = read;
  return event.type === 'decision' && !isCanary(event) ? lineOf({ ...event }, event.input) : 'event';
}

/** True if a line may concern a rule set: it names that one, or none. */
export function concerns(line: LogLine, ruleset: string): boolean {
  return line.ruleset === null || line.ruleset === ruleset;
}

function lineOf(value: object, input: Json): LogLine {
  return {
    input,
    at: timeIn(ownValue(value, 'at')),
    ruleset: textIn(ownValue(value, 'ruleset')) ?? textIn(ownValue(ownValue(value, 'record'), 'ruleset')),
    name: textIn(ownValue(value, 'name')) ?? textIn(ownValue(value, 'id')),
  };
}

function isRecord(value: object): boolean {
  return recordKeys.some(key => Object.hasOwn(value, key)) || Object.keys(value).every(key => nameKeys.includes(key));
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function timeIn(value: Json | undefined): number | null {
  return typeof value === 'string' ? (parseTimestamp(value) ?? null) : null;
}

function textIn(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
