import { codePointsOf, distinctSets, type CodePoints } from './code-points.ts';

/** A deterministic automaton over code points, whose states are made as they are reached. States are small integers. */
export interface Automaton {
  start: number;
  /** It treats code points alike that are in the same of these sets. */
  sets: readonly CodePoints[];
  next(state: number, codePoint: number): number;
  /** What it says of a string that ends in this state: 0 or 1, or where it stands among values. */
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
  // For each length, the longest proper start that is also its end; and the longest of those that another code point follows.
  const borders = [0, 0];
  const others = [0];
  for (let length = 1; length < letters.length; length++) {
    const border = borders[length] as number;
    others.push(letters[border] === letters[length] ? (others[border] as number) : border);
    borders.push(next(border, letters[length] as number));
  }
  others.push(borders[letters.length] ?? 0);
  return next;

  function next(state: number, codePoint: number): number {
    let length = state;
    while (length > 0 && letters[length] !== codePoint) length = others[length] as number;
    return letters[length] === codePoint ? length + 1 : 0;
  }
}

/**
 * Where a string stands among values, by code point. The verdict is twice the number of values before it, and one more where it is the
 * next value itself.
 * @param values ascending and different
 */
export function orderAmong(values: readonly string[]): Automaton {
  const words = values.map(codePointsOf);
  // A string that is settled before all values from a certain one on, however it goes on; or that is so far the start of some of them.
  const states: { low: number; high: number; depth: number }[] = words.map((_, low) => ({ low, high: low, depth: 0 }));
  states.push({ low: words.length, high: words.length, depth: 0 });
  const known = new Map<string, number>();
  const starting = (low: number, high: number, depth: number) => {
    const key = `${low} ${depth}`;
    let state = known.get(key);
    if (state === undefined) known.set(key, (state = states.push({ low, high, depth }) - 1));
    return state;
  };
  return {
    start: starting(0, words.length, 0),
    sets: distinctSets(
      [...new Set(words.flat())].flatMap(letter => [[letter, letter], ...(letter > 0 ? [[0, letter - 1]] : [])]),
    ),
    next: (state, codePoint) => {
      const { low, high, depth } = states[state] as { low: number; high: number; depth: number };
      if (low === high) return state;
      // A value that ends here is before every string that goes on.
      let first = low;
      while (first < high && (words[first]?.[depth] ?? -1) < codePoint) first++;
      let last = first;
      while (last < high && words[last]?.[depth] === codePoint) last++;
      return first === last ? first : starting(first, last, depth + 1);
    },
    verdict: state => {
      const { low, high, depth } = states[state] as { low: number; high: number; depth: number };
      return 2 * low + Number(low < high && words[low]?.length === depth);
    },
  };
}

function singletons(letters: readonly number[]): CodePoints[] {
  return [...new Set(letters)].map(letter => [letter, letter]);
}
