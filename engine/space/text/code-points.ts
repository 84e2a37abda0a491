/** A set of code points as closed ranges, flat and ascending: low, high, low, high. */
export type CodePoints = ArrayLike<number>;

export const lastCodePoint = 0x10ffff;
export const firstSurrogate = 0xd800;
export const lastSurrogate = 0xdfff;

export function includes(set: CodePoints, codePoint: number): boolean {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (codePoint > (set[2 * middle + 1] as number)) low = middle + 1;
    else high = middle;
  }
  return 2 * low < set.length && codePoint >= (set[2 * low] as number);
}

/** The sets without duplicates. */
export function distinctSets(sets: Iterable<CodePoints>): CodePoints[] {
  const distinct: CodePoints[] = [];
  for (const set of sets) if (!distinct.some(other => sameSet(other, set))) distinct.push(set);
  return distinct;
}

function sameSet(a: CodePoints, b: CodePoints): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length && a !== b; i++) if (a[i] !== b[i]) return false;
  return true;
}

export function codePointsOf(text: string): number[] {
  return Array.from(text, character => character.codePointAt(0) as number);
}
