import { firstSurrogate, lastCodePoint, lastSurrogate, type CodePoints } from './code-points.ts';

/**
 * A partition of all code points except surrogates into letters, within which no automaton distinguishes code points. Letters are numbered from 0, the
 * classCount natural to type first.
 */
export interface Alphabet {
  size: number;
  /** The letter of a code point that is not a surrogate. */
  letterOf(codePoint: number): number;
  /** The classCount natural code point of a letter, without those in `except`; undefined if none is left. */
  member(letter: number, except?: { has(codePoint: number): boolean }): number | undefined;
  /** For each group of sets and each letter, its class in the coarser partition by this group alone, numbered from 0. */
  classes: Int32Array[];
}

interface Letter {
  /** Ranges of code points, as indexes of their bounds. */
  pieces: number[];
  /** Its code points that are on a keyboard, best first. */
  typed: number[];
}

const keyboard = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -_.,:;/@+!?#\'"()&%*=$<>[]{}|~^`\\';

/** @param groups for each automaton, the sets that it distinguishes */
export function alphabetOf(groups: readonly (readonly CodePoints[])[]): Alphabet {
  const bounds = boundsOf(groups);
  const pieceAt = new Map<number, number>();
  for (const [piece, bound] of bounds.entries()) pieceAt.set(bound, piece);
  pieceAt.set(lastCodePoint + 1, bounds.length);
  const byGroup = groups.map(sets => split(sets, bounds.length, pieceAt));
  const together = combine(byGroup, bounds.length);

  const letters: Letter[] = [];
  const letterOfClass = new Map<number, number>();
  const letterOf = (codePoint: number) => {
    const joint = together[pieceOf(bounds, codePoint)] as number;
    let letter = letterOfClass.get(joint);
    if (letter === undefined) letterOfClass.set(joint, (letter = letters.push({ pieces: [], typed: [] }) - 1));
    return letter;
  };
  for (const character of keyboard) {
    const codePoint = character.codePointAt(0) as number;
    letters[letterOf(codePoint)]?.typed.push(codePoint);
  }
  for (const [piece, low] of bounds.entries())
    if (low < firstSurrogate || low > lastSurrogate) letters[letterOf(low)]?.pieces.push(piece);

  const best = letters.map(letter => memberOf(letter, new Set()));
  return {
    size: letters.length,
    letterOf,
    member: (letter, except) => (except ? memberOf(letters[letter] as Letter, except) : best[letter]),
    classes: byGroup.map(classes => withoutGaps(letters.map(({ pieces }) => classes[pieces[0] as number] as number))),
  };

  function memberOf({ pieces, typed }: Letter, except: { has(codePoint: number): boolean }): number | undefined {
    const first = typed.find(codePoint => !except.has(codePoint));
    if (first !== undefined) return first;
    let plain: number | undefined;
    for (const piece of pieces) {
      const end = bounds[piece + 1] ?? lastCodePoint + 1;
      for (let codePoint = bounds[piece] as number, tried = 0; codePoint < end && tried < maxTried; codePoint++) {
        if (except.has(codePoint)) continue;
        if (isPresentable(codePoint)) return codePoint;
        plain ??= codePoint;
        tried++;
      }
    }
    return plain;
  }
}

/** Maximum number of code points of a range that are tried to find a printable one. */
const maxTried = 40;

function isPresentable(codePoint: number): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(codePoint));
}

/** The starts of pieces. Each set contains all or none of the code points of a piece. */
function boundsOf(groups: readonly (readonly CodePoints[])[]): number[] {
  const bounds = new Set([0, firstSurrogate, lastSurrogate + 1]);
  for (const sets of groups)
    for (const set of sets)
      for (let i = 0; i < set.length; i += 2) {
        bounds.add(set[i] as number);
        bounds.add((set[i + 1] as number) + 1);
      }
  bounds.delete(lastCodePoint + 1);
  return [...bounds].sort((a, b) => a - b);
}

function pieceOf(bounds: readonly number[], codePoint: number): number {
  let low = 0;
  let high = bounds.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) <= codePoint) low = middle;
    else high = middle;
  }
  return low;
}

/** The class of each piece. Pieces of a class are in the same sets. */
function split(sets: readonly CodePoints[], pieces: number, pieceAt: ReadonlyMap<number, number>): number[] {
  const classes = new Array<number>(pieces).fill(0);
  let count = 1;
  for (const set of sets) {
    const moved = new Map<number, number>();
    for (let i = 0; i < set.length; i += 2) {
      const end = pieceAt.get((set[i + 1] as number) + 1) as number;
      for (let piece = pieceAt.get(set[i] as number) as number; piece < end; piece++) {
        const from = classes[piece] as number;
        let to = moved.get(from);
        if (to === undefined) moved.set(from, (to = count++));
        classes[piece] = to;
      }
    }
  }
  return classes;
}

/** The common refinement of several partitions of the pieces. */
function combine(groups: readonly (readonly number[])[], pieces: number): Int32Array {
  let joint: Int32Array = new Int32Array(pieces);
  for (const classes of groups) {
    const classCount = 1 + classes.reduce((a, b) => Math.max(a, b), 0);
    joint = withoutGaps(classes.map((own, piece) => (joint[piece] as number) * classCount + own));
  }
  return joint;
}

/** The classes renumbered from 0 in order of appearance. */
function withoutGaps(classes: readonly number[]): Int32Array {
  const numbers = new Map<number, number>();
  return Int32Array.from(classes, old => {
    let number = numbers.get(old);
    if (number === undefined) numbers.set(old, (number = numbers.size));
    return number;
  });
}
