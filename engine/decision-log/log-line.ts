import { parseTimestamp } from '../model/time/timestamp.ts';
import { isJsonObject, ownValue, type Json } from '../model/json.ts';

/** A line of a decision log. */
export interface LogLine {
  input: Json;
  /** When it was decided, in milliseconds since the Unix epoch; null if the line does not say. */
  at: number | null;
  /** The name of the rule set that decided; null if the line does not say. */
  ruleset: string | null;
  /** What people call it: its `name`, or else its `id`; null if it has neither. */
  name: string | null;
}

/** Keys of a decision record that no input is likely to have beside an `input`. */
const recordKeys = ['decision', 'at', 'ruleset', 'record'];
/** Keys that may stand beside an `input` and leave it the only thing that the line is about. */
const nameKeys = ['input', 'name', 'id'];

/**
 * Reads a line of JSON Lines (jsonlines.org): an input, which is a JSON object, or a decision record that holds one as `input`, with its time as `at`
 * (RFC 3339). An input with a signal of the name `input` is not mistaken for a record: a record says `decision`, `at`, `ruleset` or `record` too, or
 * nothing but names.
 * @returns 'blank' for an empty line, 'unreadable' for one that holds no input
 */
export function readLogLine(text: string): LogLine | 'blank' | 'unreadable' {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content === '') return 'blank';
  const value = parsed(content);
  if (!isJsonObject(value)) return 'unreadable';
  const input = ownValue(value, 'input');
  if (!isJsonObject(input) || !isRecord(value)) return { input: value, at: null, ruleset: null, name: null };
  return {
    input,
    at: timeIn(ownValue(value, 'at')),
    ruleset: textIn(ownValue(value, 'ruleset')),
    name: textIn(ownValue(value, 'name')) ?? textIn(ownValue(value, 'id')),
  };
}

/** Whether the line may speak of a rule set: it names it, or none. */
export function concerns(line: LogLine, ruleset: string): boolean {
  return line.ruleset === null || line.ruleset === ruleset;
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
