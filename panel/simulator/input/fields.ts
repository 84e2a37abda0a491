import { parseDuration } from '../../../engine/model/time/duration.ts';
import type { MissingCause, MissingSignal } from '../../../engine/model/decision-record.ts';
import { valueAtPath, type Json } from '../../../engine/model/json.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import { observedAt } from './observed-age.ts';
import { signalPath } from './paths.ts';

/** The control with which a signal is entered. */
export type Control =
  | { kind: 'number' }
  | { kind: 'boolean' }
  | { kind: 'choice'; options: Json[] }
  | { kind: 'set'; options: Json[] }
  | { kind: 'list'; items: 'number' | 'integer' | 'string' | 'boolean' }
  | { kind: 'text'; placeholder: string | null };

export function controlFor(signal: Signal): Control {
  if (signal.enum !== undefined) return { kind: 'choice', options: signal.enum };
  if (signal.const !== undefined) return { kind: 'choice', options: [signal.const] };
  switch (signal.type) {
    case 'number':
    case 'integer':
      return { kind: 'number' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'string':
      return { kind: 'text', placeholder: formatExample(signal.format) };
    case 'array': {
      const options = signal.items?.enum;
      return options ? { kind: 'set', options } : { kind: 'list', items: signal.items?.type ?? 'string' };
    }
  }
}

function formatExample(format: string | undefined): string | null {
  if (format === 'duration') return '15m or PT15M';
  return format === 'date-time' ? '2026-03-02T10:00:00Z' : null;
}

/** The state of a signal in the input: given, or missing for a cause. `detail` says what is wrong, in words. */
export type FieldState = { state: 'given' } | { state: MissingCause; detail: string | null; required: boolean };

/**
 * The state of a field. Absent and null come from the input, so that the field follows each keystroke; states that depend on
 * the schema or the clock come from the decision's list of missing signals.
 */
export function fieldState(name: string, input: Json, missing: readonly MissingSignal[]): FieldState {
  const value = valueAtPath(input, signalPath(name));
  const entry = missing.find(({ signal }) => signal === name);
  const required = entry?.required ?? false;
  if (value === undefined) return { state: 'absent', detail: null, required };
  if (value === null) return { state: 'null', detail: null, required };
  if (entry === undefined || entry.cause === 'absent' || entry.cause === 'null') return { state: 'given' };
  return { state: entry.cause, detail: entry.detail ?? null, required };
}

/** An edit of the input: a value at a path, or its removal. */
export interface Edit {
  path: string[];
  value: Json | undefined;
}

/** A state that a person can choose for a field, with the edits that set it. */
export interface SettableState {
  state: 'given' | MissingCause;
  edits: Edit[];
}

/**
 * The states that can be chosen for a field. A readable value is kept if only its age changes.
 * @param at the time of the decision, RFC 3339
 */
export function settableStates(name: string, signal: Signal, at: string, now: FieldState): SettableState[] {
  const path = signalPath(name);
  const set = (value: Json | undefined): Edit => ({ path, value });
  const readable = now.state === 'given' || now.state === 'stale' || now.state === 'age-unknown';
  const given = readable ? [] : [set(exampleValue(signal))];
  const states: SettableState[] = [
    { state: 'given', edits: given },
    { state: 'absent', edits: [set(undefined)] },
    { state: 'null', edits: [set(null)] },
    { state: 'wrong-type', edits: [set(signal.type === 'string' ? 0 : 'unreadable')] },
  ];
  const outside = outsideValue(signal);
  if (outside !== undefined) states.push({ state: 'out-of-schema', edits: [set(outside)] });
  if (signal.maxAge !== undefined && signal.observedAt !== undefined) {
    const observed = signalPath(signal.observedAt);
    const limit = (parseDuration(signal.maxAge) ?? 86_400_000) / 1000;
    const fresh: Edit = { path: observed, value: observedAt(at, { amount: 0, unit: 's' }) ?? undefined };
    const old: Edit = { path: observed, value: observedAt(at, { amount: limit * 2, unit: 's' }) ?? undefined };
    states[0] = { state: 'given', edits: [...given, fresh] };
    states.push({ state: 'stale', edits: [...given, old] });
    states.push({ state: 'age-unknown', edits: [...given, { path: observed, value: undefined }] });
  }
  return states;
}

/** A value of the signal to start from: the author's example or default, or a value inside the bounds. */
export function exampleValue(signal: Signal): Json {
  const named = signal.examples?.[0] ?? signal.default ?? signal.const ?? signal.enum?.[0];
  if (named !== undefined) return named;
  switch (signal.type) {
    case 'number':
    case 'integer':
      return exampleNumber(signal);
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'string':
      if (signal.format === 'duration') return '15m';
      return signal.format === 'date-time' ? '2026-01-01T00:00:00Z' : '';
  }
}

function exampleNumber({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, type, multipleOf }: Signal): number {
  const low = minimum ?? exclusiveMinimum;
  const high = maximum ?? exclusiveMaximum;
  if (low !== undefined && high !== undefined) {
    const middle = Number(((low + high) / 2).toPrecision(6));
    return type === 'integer' ? Math.floor(middle) : middle;
  }
  const step = multipleOf ?? 1;
  if (low !== undefined) return exclusiveMinimum === low ? low + step : low;
  if (high !== undefined) return exclusiveMaximum === high ? high - step : high;
  return 0;
}

/** A value of the right type that the schema forbids; undefined if none is easily found. */
function outsideValue(signal: Signal): Json | undefined {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = signal;
  if (type === 'number' || type === 'integer') {
    const high = maximum ?? exclusiveMaximum;
    if (high !== undefined) return high + 1;
    const low = minimum ?? exclusiveMinimum;
    return low === undefined ? undefined : low - 1;
  }
  if (type === 'string' && (signal.enum ?? signal.const ?? signal.format ?? signal.pattern) !== undefined) return '?';
  if (type === 'array' && signal.items?.enum !== undefined && signal.items.type === 'string') return ['?'];
  return undefined;
}
