import type { Json, JsonObject } from '../../model/json.ts';

/*
 * JavaScript engines remember, at each place of a program, which property was read there last and where such objects have it. A loop that reads
 * all signals reads another one each time, at one place, which costs ten times as much as a read at a place of its own. Hence the places below,
 * written out; signals that there are no places for are read in a loop.
 */

interface Named {
  name: string;
}

const inOneGo = 8;
/** Of places, for numbers and for other values. */
const most = 2 * inOneGo;

/** How long the array of what is found must be. */
export function placesFor(signals: readonly Named[]): number {
  return Math.max(most, signals.length);
}

/**
 * Reads properties that should be numbers; NaN where they are none. Into an array, since a number that is handed to a function becomes an
 * object first.
 */
export function readNumbers(signals: readonly Named[], input: JsonObject, found: Float64Array): void {
  const { length } = signals;
  if (length > 0) readEightNumbers(signals, input, found);
  if (length > inOneGo) readNextEightNumbers(signals, input, found);
  for (let index = most; index < length; index++) found[index] = asNumber(input[(signals[index] as Named).name]);
}

/** Reads properties that should be texts, or true or false. */
export function readWords(signals: readonly Named[], input: JsonObject, found: (Json | undefined)[]): void {
  const { length } = signals;
  if (length > 0) readEightWords(signals, input, found);
  if (length > inOneGo) readNextEightWords(signals, input, found);
  for (let index = most; index < length; index++) found[index] = input[(signals[index] as Named).name];
}

function asNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function readEightNumbers(signals: readonly Named[], input: JsonObject, found: Float64Array): void {
  found[0] = asNumber(input[(signals[0] as Named).name]);
  if (signals.length === 1) return;
  found[1] = asNumber(input[(signals[1] as Named).name]);
  if (signals.length === 2) return;
  found[2] = asNumber(input[(signals[2] as Named).name]);
  if (signals.length === 3) return;
  found[3] = asNumber(input[(signals[3] as Named).name]);
  if (signals.length === 4) return;
  found[4] = asNumber(input[(signals[4] as Named).name]);
  if (signals.length === 5) return;
  found[5] = asNumber(input[(signals[5] as Named).name]);
  if (signals.length === 6) return;
  found[6] = asNumber(input[(signals[6] as Named).name]);
  if (signals.length === 7) return;
  found[7] = asNumber(input[(signals[7] as Named).name]);
}

function readNextEightNumbers(signals: readonly Named[], input: JsonObject, found: Float64Array): void {
  found[8] = asNumber(input[(signals[8] as Named).name]);
  if (signals.length === 9) return;
  found[9] = asNumber(input[(signals[9] as Named).name]);
  if (signals.length === 10) return;
  found[10] = asNumber(input[(signals[10] as Named).name]);
  if (signals.length === 11) return;
  found[11] = asNumber(input[(signals[11] as Named).name]);
  if (signals.length === 12) return;
  found[12] = asNumber(input[(signals[12] as Named).name]);
  if (signals.length === 13) return;
  found[13] = asNumber(input[(signals[13] as Named).name]);
  if (signals.length === 14) return;
  found[14] = asNumber(input[(signals[14] as Named).name]);
  if (signals.length === 15) return;
  found[15] = asNumber(input[(signals[15] as Named).name]);
}

function readEightWords(signals: readonly Named[], input: JsonObject, found: (Json | undefined)[]): void {
  found[0] = input[(signals[0] as Named).name];
  if (signals.length === 1) return;
  found[1] = input[(signals[1] as Named).name];
  if (signals.length === 2) return;
  found[2] = input[(signals[2] as Named).name];
  if (signals.length === 3) return;
  found[3] = input[(signals[3] as Named).name];
  if (signals.length === 4) return;
  found[4] = input[(signals[4] as Named).name];
  if (signals.length === 5) return;
  found[5] = input[(signals[5] as Named).name];
  if (signals.length === 6) return;
  found[6] = input[(signals[6] as Named).name];
  if (signals.length === 7) return;
  found[7] = input[(signals[7] as Named).name];
}

function readNextEightWords(signals: readonly Named[], input: JsonObject, found: (Json | undefined)[]): void {
  found[8] = input[(signals[8] as Named).name];
  if (signals.length === 9) return;
  found[9] = input[(signals[9] as Named).name];
  if (signals.length === 10) return;
  found[10] = input[(signals[10] as Named).name];
  if (signals.length === 11) return;
  found[11] = input[(signals[11] as Named).name];
  if (signals.length === 12) return;
  found[12] = input[(signals[12] as Named).name];
  if (signals.length === 13) return;
  found[13] = input[(signals[13] as Named).name];
  if (signals.length === 14) return;
  found[14] = input[(signals[14] as Named).name];
  if (signals.length === 15) return;
  found[15] = input[(signals[15] as Named).name];
}
