import type { Json, JsonObject } from '../../model/json.ts';

/*
 * JavaScript engines cache the last property and object shape at each property access in the code (inline caches). A loop over all signals reads a
 * different property each time at the same access, which takes ten times as long. So the accesses are written out below for the first signals; any
 * further ones are read in a loop.
 */

const inOneGo = 8;
/** The number of property accesses written out, for numbers and for other values each. */
const maxUnrolled = 2 * inOneGo;

type Reading<T> = (input: JsonObject, found: T) => void;

/** The required length of the array of values found. */
export function placesFor(names: readonly string[]): number {
  return Math.max(maxUnrolled, names.length);
}

/**
 * Creates a reader of numeric properties; other values become NaN. The results are written into an array, because a number passed to a function is boxed
 * first.
 */
export function numbersReader(names: readonly string[]): Reading<Float64Array> {
  return inTurn([
    ...(names.length > 0 ? [eightNumbers(names.slice(0, inOneGo))] : []),
    ...(names.length > inOneGo ? [nextEightNumbers(names.slice(inOneGo, maxUnrolled))] : []),
    ...(names.length > maxUnrolled ? [allNumbers(names)] : []),
  ]);
}

/** Creates a reader of properties that should be strings or booleans. */
export function wordsReader(names: readonly string[]): Reading<(Json | undefined)[]> {
  return inTurn([
    ...(names.length > 0 ? [eightWords(names.slice(0, inOneGo))] : []),
    ...(names.length > inOneGo ? [nextEightWords(names.slice(inOneGo, maxUnrolled))] : []),
    ...(names.length > maxUnrolled ? [allWords(names)] : []),
  ]);
}

function inTurn<T>([first, second, third]: Reading<T>[]): Reading<T> {
  if (!first) return () => undefined;
  if (!second) return first;
  return (input, found) => {
    first(input, found);
    second(input, found);
    third?.(input, found);
  };
}

type Eight = [string, string, string, string, string, string, string, string];

/** Exactly eight names; missing ones are empty and not read. */
function padded(names: readonly string[]): Eight {
  return Array.from({ length: inOneGo }, (_, index) => names[index] ?? '') as Eight;
}

function asNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function eightNumbers(names: readonly string[]): Reading<Float64Array> {
  const [a, b, c, d, e, f, g, h] = padded(names);
  const { length } = names;
  return (input, found) => {
    found[0] = asNumber(input[a]);
    if (length > 1) found[1] = asNumber(input[b]);
    if (length > 2) found[2] = asNumber(input[c]);
    if (length > 3) found[3] = asNumber(input[d]);
    if (length > 4) found[4] = asNumber(input[e]);
    if (length > 5) found[5] = asNumber(input[f]);
    if (length > 6) found[6] = asNumber(input[g]);
    if (length > 7) found[7] = asNumber(input[h]);
  };
}

function nextEightNumbers(names: readonly string[]): Reading<Float64Array> {
  const [a, b, c, d, e, f, g, h] = padded(names);
  const { length } = names;
  return (input, found) => {
    found[8] = asNumber(input[a]);
    if (length > 1) found[9] = asNumber(input[b]);
    if (length > 2) found[10] = asNumber(input[c]);
    if (length > 3) found[11] = asNumber(input[d]);
    if (length > 4) found[12] = asNumber(input[e]);
    if (length > 5) found[13] = asNumber(input[f]);
    if (length > 6) found[14] = asNumber(input[g]);
    if (length > 7) found[15] = asNumber(input[h]);
  };
}

function eightWords(names: readonly string[]): Reading<(Json | undefined)[]> {
  const [a, b, c, d, e, f, g, h] = padded(names);
  const { length } = names;
  return (input, found) => {
    found[0] = input[a];
    if (length > 1) found[1] = input[b];
    if (length > 2) found[2] = input[c];
    if (length > 3) found[3] = input[d];
    if (length > 4) found[4] = input[e];
    if (length > 5) found[5] = input[f];
    if (length > 6) found[6] = input[g];
    if (length > 7) found[7] = input[h];
  };
}

function nextEightWords(names: readonly string[]): Reading<(Json | undefined)[]> {
  const [a, b, c, d, e, f, g, h] = padded(names);
  const { length } = names;
  return (input, found) => {
    found[8] = input[a];
    if (length > 1) found[9] = input[b];
    if (length > 2) found[10] = input[c];
    if (length > 3) found[11] = input[d];
    if (length > 4) found[12] = input[e];
    if (length > 5) found[13] = input[f];
    if (length > 6) found[14] = input[g];
    if (length > 7) found[15] = input[h];
  };
}

function allNumbers(names: readonly string[]): Reading<Float64Array> {
  return (input, found) => {
    for (let index = maxUnrolled; index < names.length; index++) found[index] = asNumber(input[names[index] as string]);
  };
}

function allWords(names: readonly string[]): Reading<(Json | undefined)[]> {
  return (input, found) => {
    for (let index = maxUnrolled; index < names.length; index++) found[index] = input[names[index] as string];
  };
}
