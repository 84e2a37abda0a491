import { firstSurrogate, lastCodePoint, lastSurrogate, type CodePoints } from './code-points.ts';

/**
 * All code points but surrogates, in letters: classes that no automaton looks into. Letters are numbered from 0, those first that a
 * person would rather type.
 */
export interface Alphabet {
  size: number;
  letterOf(codePoint: number): number;
  /** The code point of a letter that a person would rather type, without those excepted; undefined where none is left. */
  member(letter: number, except?: { has(codePoint: number): boolean }): number | undefined;
  /** For each group of sets, by letter: the number of its class within the coarser classes of this group alone. */
  classes: Int32Array[];
}

const liked = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -_.,:;/@+!?#\'"()&%*=$<>[]{}|~^`\\';

/** @param groups the sets that each automaton tells apart */
export function alphabetOf(groups: readonly (readonly CodePoints[])[]): Alphabet {
  const bounds = boundsOf(groups.flat());
  const indexOf = (codePoint: number) => {
    let low = 0;
    let high = bounds.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((bounds[middle] as number) <= codePoint) low = middle;
      else high = middle;
    }
    return low;
  };
  const byGroup = groups.map(sets => split(sets, bounds.length, indexOf));
  const byPiece = split(groups.flat(), bounds.length, indexOf);

  // Letters in the order in which their first code point is liked, then by code point.
  const letters: { pieces: number[]; liked: number[] }[] = [];
  const letterOfClass = new Map<number, number>();
  const letterOfPiece = (piece: number) => {
    const known = letterOfClass.get(byPiece[piece] as number);
    if (known !== undefined) return known;
    letterOfClass.set(byPiece[piece] as number, letters.length);
    return letters.push({ pieces: [], liked: [] }) - 1;
  };
  for (const character of liked) {
    const codePoint = character.codePointAt(0) as number;
    letters[letterOfPiece(indexOf(codePoint))]?.liked.push(codePoint);
  }
  for (const [piece, low] of bounds.entries())
    if (low < firstSurrogate || low > lastSurrogate) letters[letterOfPiece(piece)]?.pieces.push(piece);

  return {
    size: letters.length,
    letterOf: codePoint => letterOfPiece(indexOf(codePoint)),
    classes: byGroup.map(classes => Int32Array.from(letters, ({ pieces }) => classes[pieces[0] as number] as number)),
    member(letter, except = new Set()) {
      const { pieces, liked } = letters[letter] as { pieces: number[]; liked: number[] };
      const first = liked.find(codePoint => !except.has(codePoint));
      if (first !== undefined) return first;
      let plain: number | undefined;
      for (const piece of pieces) {
        const low = bounds[piece] as number;
        const high = (bounds[piece + 1] ?? lastCodePoint + 1) - 1;
        for (let codePoint = low, tried = 0; codePoint <= high && tried < patience; codePoint++) {
          if (except.has(codePoint)) continue;
          if (isPresentable(codePoint)) return codePoint;
          plain ??= codePoint;
          tried++;
        }
      }
      return plain;
    },
  };
}

/** Code points of a range that are looked at for one that shows. */
const patience = 40;

function isPresentable(codePoint: number): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(String.fromCodePoint(codePoint));
}

/** Where each piece begins: between two of them, every set holds all code points or none. */
function boundsOf(sets: readonly CodePoints[]): number[] {
  const bounds = new Set([0, firstSurrogate, lastSurrogate + 1]);
  for (const set of sets)
    for (let i = 0; i < set.length; i += 2) {
      bounds.add(set[i] as number);
      bounds.add((set[i + 1] as number) + 1);
    }
  bounds.delete(lastCodePoint + 1);
  return [...bounds].sort((a, b) => a - b);
}

/** The class of each piece: pieces of a class are in the same sets. */
function split(sets: readonly CodePoints[], pieces: number, indexOf: (codePoint: number) => number): Int32Array {
  const classes = new Int32Array(pieces);
  let count = 1;
  for (const set of sets) {
    const moved = new Map<number, number>();
    for (let i = 0; i < set.length; i += 2) {
      const high = set[i + 1] as number;
      const end = high === lastCodePoint ? pieces : indexOf(high + 1);
      for (let piece = indexOf(set[i] as number); piece < end; piece++) {
        const from = classes[piece] as number;
        let to = moved.get(from);
        if (to === undefined) moved.set(from, (to = count++));
        classes[piece] = to;
      }
    }
  }
  // Numbered without gaps.
  const numbers = new Map<number, number>();
  return classes.map(old => {
    if (!numbers.has(old)) numbers.set(old, numbers.size);
    return numbers.get(old) as number;
  });
}
