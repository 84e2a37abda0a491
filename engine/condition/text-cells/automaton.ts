import { codePointsOf, distinctSets, type CodePoints } from './code-points.ts';

/** A deterministic automaton over code points, whose states are made as they are reached. States are small integers. */
export interface Automaton {
  start: number;
  /** It treats code points alike that are in the same of these sets. */
  sets: readonly CodePoints[];
  next(state: number, codePoint: number): number;
  /** What it says of a string that ends in this state: 0 or 1, or the sign of a comparison. */
  verdict(state: number): number;
  /** The state, if there is one, whose verdict is 0 however the string goes on. */
  dead?: number;
}

/** Whether a string starts with `prefix`. */
export function startsWith(prefix: string): Automaton {
  const letters = codePointsOf(prefix);
  const dead = letters.length + 1;
  return {
    start: 0,
    sets: singletons(letters),
    next: (state, codePoint) => (state >= letters.length ? state : letters[state] === codePoint ? state + 1 : dead),
    verdict: state => Number(state === letters.length),
    dead,
  };
}

/** Whether a string ends with `suffix`: how much of it was read last (Knuth, Morris, Pratt 1977). */
export function endsWith(suffix: string): Automaton {
  const letters = codePointsOf(suffix);
  const next = progress(letters);
  return { start: 0, sets: singletons(letters), next, verdict: state => Number(state === letters.length) };
}

/** Whether `part` is in a string. */
export function contains(part: string): Automaton {
  const letters = codePointsOf(part);
  const next = progress(letters);
  return {
    start: 0,
    sets: singletons(letters),
    next: (state, codePoint) => (state === letters.length ? state : next(state, codePoint)),
    verdict: state => Number(state === letters.length),
  };
}

/** The length of the longest start of `letters` that has just been read, after one more code point. */
function progress(letters: readonly number[]): (state: number, codePoint: number) => number {
  // The longest proper start of letters[0..state) that is also its end.
  const border = [0, 0];
  const next = (state: number, codePoint: number): number => {
    let length = state;
    while (length > 0 && letters[length] !== codePoint) length = border[length] as number;
    return letters[length] === codePoint ? length + 1 : 0;
  };
  for (const letter of letters.slice(1)) border.push(next(border[border.length - 1] as number, letter));
  return next;
}

/** How a string compares with `value` by code point: -1, 0 or 1. */
export function orderAgainst(value: string): Automaton {
  const letters = codePointsOf(value);
  const less = letters.length + 1;
  const greater = letters.length + 2;
  return {
    start: 0,
    sets: distinctSets(letters.flatMap(letter => [[letter, letter], ...(letter > 0 ? [[0, letter - 1]] : [])])),
    next: (state, codePoint) => {
      if (state >= less) return state;
      const letter = letters[state];
      if (letter === undefined || codePoint > letter) return greater;
      return codePoint < letter ? less : state + 1;
    },
    // A proper start of the value comes before it.
    verdict: state => (state === greater ? 1 : state === letters.length ? 0 : -1),
  };
}

function singletons(letters: readonly number[]): CodePoints[] {
  return [...new Set(letters)].map(letter => [letter, letter]);
}
