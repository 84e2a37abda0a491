import { parseTimestamp } from '../model/time/timestamp.ts';
import { isJsonObject, ownValue, type Json, type JsonObject } from '../model/json.ts';
import { entryKinds, type LogEntry } from './log-entry.ts';

/** A line of a log: an entry, or why it is not one. */
export interface LogLine {
  /** From 1. */
  line: number;
  /** The text without its line break. */
  text: string;
  entry: LogEntry | null;
  /** Why the line is not an entry; null if it is one. */
  problem: string | null;
}

/**
 * Splits a log (JSON Lines) into lines, including damaged ones. CRLF line breaks, as git may write them, are accepted if all lines have them.
 * @returns `ended` is false if the last line has no line break, so that it was cut off
 */
export function readLines(text: string): { lines: LogLine[]; ended: boolean } {
  const windows = /^(?:[^\r\n]*\r\n)+$/.test(text);
  const parts = (windows ? text.replaceAll('\r\n', '\n') : text).split('\n');
  const ended = parts.at(-1) === '';
  if (ended) parts.pop();
  return { lines: parts.map((part, index) => readLine(part, index + 1)), ended };
}

/** The entries of a log. Lines that are not entries are skipped. */
export function readLog(text: string): LogEntry[] {
  return readLines(text).lines.flatMap(({ entry }) => entry ?? []);
}

function readLine(text: string, line: number): LogLine {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { line, text, entry: null, problem: text.trim() === '' ? 'it is empty.' : 'it is not JSON.' };
  }
  const problem = shapeProblem(value);
  return { line, text, entry: problem === null ? (value as unknown as LogEntry) : null, problem };
}

type Test = (value: Json | undefined) => boolean;

const isText: Test = value => typeof value === 'string';
const isHash: Test = value => typeof value === 'string' && /^[\da-f]{64}$/.test(value);
const isCount: Test = value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const optional =
  (test: Test): Test =>
  value =>
    value === undefined || test(value);
const orNull =
  (test: Test): Test =>
  value =>
    value === null || test(value);
const listOf =
  (test: Test): Test =>
  value =>
    Array.isArray(value) && value.every(test);
const object =
  (tests: Record<string, Test>): Test =>
  value =>
    isJsonObject(value) && failing(value, tests) === undefined;
const counts = (...names: string[]): Test => object(Object.fromEntries(names.map(name => [name, isCount])));

const versionRef = { version: isText, digest: isHash };
const summary = object({
  class: value => ['loosened', 'rerouted', 'tightened', 'equivalent'].includes(value as string),
  regions: counts('loosened', 'rerouted', 'tightened'),
  consequences: counts('loosened', 'rerouted', 'tightened', 'neutral', 'breaking'),
  complete: value => typeof value === 'boolean',
});
const comment = object({ region: isText, change: orNull(isText), comment: isText });
const review = object({ before: isHash, read: listOf(isText), unread: listOf(isText), comments: listOf(comment) });
const entryTests: Record<string, Test> = {
  sequence: isCount,
  time: value => typeof value === 'string' && parseTimestamp(value) !== undefined,
  kind: value => (entryKinds as readonly unknown[]).includes(value),
  ruleset: isText,
  who: isText,
  role: orNull(isText),
  why: orNull(isText),
  ...versionRef,
  base: orNull(object(versionRef)),
  summary: orNull(summary),
  authors: optional(listOf(isText)),
  approvals: optional(object({ needed: isCount, counted: listOf(isCount) })),
  counting: optional(isCount),
  text: optional(isHash),
  payloads: optional(value => isJsonObject(value) && Object.values(value).every(isHash)),
  formerly: optional(object({ ...versionRef, ruleset: isText })),
  to: optional(isText),
  review: optional(review),
  previous: isHash,
  signature: optional(isText),
  hash: isHash,
};

/** Why a value is not a log entry; null if it is one. Unknown keys are ignored. */
function shapeProblem(value: Json): string | null {
  if (!isJsonObject(value)) return 'it is no entry of a log.';
  const key = failing(value, entryTests);
  if (key === undefined) return null;
  const found = ownValue(value, key);
  return found === undefined ? `it has no \`${key}\`.` : `its \`${key}\` is ${JSON.stringify(found)}.`;
}

function failing(value: JsonObject, tests: Record<string, Test>): string | undefined {
  return Object.keys(tests).find(key => tests[key]?.(ownValue(value, key)) !== true);
}
