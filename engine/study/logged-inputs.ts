import { parseTimestamp } from '../condition/timestamp.ts';
import { isJsonObject, ownValue, type Json } from '../model/json.ts';

/** An input that was logged, with the line that it stands in, counted from 1. */
export interface LoggedInput {
  line: number;
  input: Json;
  /** When it was decided on, in milliseconds since the Unix epoch; null where the log does not say. */
  at: number | null;
}

/**
 * Reads a log as JSON Lines (jsonlines.org): each line an input, or an object that holds one as `input` and the time as `at` (RFC 3339). Empty lines
 * are left out.
 * @returns the inputs, and the lines that hold none
 */
export function loggedInputs(text: string): { inputs: LoggedInput[]; unreadable: number[] } {
  const inputs: LoggedInput[] = [];
  const unreadable: number[] = [];
  text.split(/\r?\n/).forEach((each, index) => {
    const line = index + 1;
    const content = index === 0 ? each.replace(/^\uFEFF/, '') : each;
    if (content.trim() === '') return;
    const value = parsed(content);
    if (!isJsonObject(value)) {
      unreadable.push(line);
      return;
    }
    const wrapped = ownValue(value, 'input');
    const at = ownValue(value, 'at');
    if (!isJsonObject(wrapped)) inputs.push({ line, input: value, at: null });
    else inputs.push({ line, input: wrapped, at: typeof at === 'string' ? (parseTimestamp(at) ?? null) : null });
  });
  return { inputs, unreadable };
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
