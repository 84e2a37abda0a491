import type { Json, JsonObject } from '../../model/json.ts';

/*
 * JavaScript engines remember, at each place of a program, which property was read there last and where such objects have it. A loop that reads
 * all signals reads another one each time, at one place, which costs ten times as much as a read at a place of its own. Hence the places below,
 * written out; signals that there are no places for are read in a loop.
 */

const inOneGo = 8;
/** Of places, for numbers and for other values. */
const most = 2 * inOneGo;

type Reading<T> = (input: JsonObject, found: T) => void;

/** How long the array of what is found must be. */
export function placesFor(names: readonly string[]): number {
  return Math.max(most, names.length);
}

/**
 * Makes the reader of properties that should be numbers; NaN where they are none. It writes them into an array, since a number that is handed to a
 * function becomes an object first.
 */
export function numbersReader(names: readonly string[]): Reading<Float64Array> {
  return inTurn([
    ...(names.length > 0 ? [eightNumbers(padded(names.slice(0, inOneGo)))] : []),
    ...(names.length > inOneGo ? [nextEightNumbers(padded(names.slice(inOneGo, most)))] : []),
    ...(names.length > most ? [allNumbers(names)] : []),
  ]);
}

/** Makes the reader of properties that should be texts, or true or false. */
export function wordsReader(names: readonly string[]): Reading<(Json | undefined)[]> {
  return inTurn([
    ...(names.length > 0 ? [eightWords(padded(names.slice(0, inOneGo)))] : []),
    ...(names.length > inOneGo ? [nextEightWords(padded(names.slice(inOneGo, most)))] : []),
    ...(names.length > most ? [allWords(names)] : []),
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

/** Eight names; the last stands for those that are too few. */
function padded(names: readonly string[]): Eight {
  return Array.from({ length: inOneGo }, (_, index) => names[index] ?? names.at(-1) ?? '') as Eight;
}

function asNumber(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function eightNumbers([a, b, c, d, e, f, g, h]: Eight): Reading<Float64Array> {
  return (input, found) => {
    found[0] = asNumber(input[a]);
    found[1] = asNumber(input[b]);
    found[2] = asNumber(input[c]);
    found[3] = asNumber(input[d]);
    found[4] = asNumber(input[e]);
    found[5] = asNumber(input[f]);
    found[6] = asNumber(input[g]);
    found[7] = asNumber(input[h]);
  };
}

function nextEightNumbers([a, b, c, d, e, f, g, h]: Eight): Reading<Float64Array> {
  return (input, found) => {
    found[8] = asNumber(input[a]);
    found[9] = asNumber(input[b]);
    found[10] = asNumber(input[c]);
    found[11] = asNumber(input[d]);
    found[12] = asNumber(input[e]);
    found[13] = asNumber(input[f]);
    found[14] = asNumber(input[g]);
    found[15] = asNumber(input[h]);
  };
}

function eightWords([a, b, c, d, e, f, g, h]: Eight): Reading<(Json | undefined)[]> {
  return (input, found) => {
    found[0] = input[a];
    found[1] = input[b];
    found[2] = input[c];
    found[3] = input[d];
    found[4] = input[e];
    found[5] = input[f];
    found[6] = input[g];
    found[7] = input[h];
  };
}

function nextEightWords([a, b, c, d, e, f, g, h]: Eight): Reading<(Json | undefined)[]> {
  return (input, found) => {
    found[8] = input[a];
    found[9] = input[b];
    found[10] = input[c];
    found[11] = input[d];
    found[12] = input[e];
    found[13] = input[f];
    found[14] = input[g];
    found[15] = input[h];
  };
}

function allNumbers(names: readonly string[]): Reading<Float64Array> {
  return (input, found) => {
    for (let index = most; index < names.length; index++) found[index] = asNumber(input[names[index] as string]);
  };
}

function allWords(names: readonly string[]): Reading<(Json | undefined)[]> {
  return (input, found) => {
    for (let index = most; index < names.length; index++) found[index] = input[names[index] as string];
  };
}
