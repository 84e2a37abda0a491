import { codePointsOf, distinctSets, type CodePoints } from './code-points.ts';

/** A deterministic automaton over code points. States are small integers and are created when they are reached. */
export interface Automaton {
  start: number;
  /** Code points that are in the same of these sets have the same transitions. */
  sets: readonly CodePoints[];
  next(state: number, codePoint: number): number;
  /** The verdict on a string that ends in this state: 0 or 1, or its position among values. */
  verdict(state: number): number;
  /** A state whose verdict is 0 for every continuation; undefined if there is none. */
  dead?: number;
}

/** Accepts strings that start with `prefix`. */
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

/** Accepts strings that end with `suffix`. The state is the length of its prefix read last (Knuth, Morris and Pratt 1977). */
export function endsWith(suffix: string): Automaton {
  const letters = codePointsOf(suffix);
  const next = progress(letters);
  return { start: 0, sets: singletons(letters), next, verdict: state => Number(state === letters.length) };
}

/** Accepts strings that contain `part`. */
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

/** The transition function on the length of the longest prefix of `letters` that was just read. */
function progress(letters: readonly number[]): (state: number, codePoint: number) => number {
  // For each length: the longest proper prefix that is also a suffix, and the longest of those followed by a different code point.
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
 * The position of a string among values, ordered by code point. The verdict is twice the number of lower values, plus one if the string is a value
 * itself.
 * @param values ascending, without duplicates
 */
export function orderAmong(values: readonly string[]): Automaton {
  const words = values.map(codePointsOf);
  // States: the string's position is settled whatever follows (low = high), or the string is a prefix of the values from low to high - 1.
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
      // A value that ends here is lower than any longer string.
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
