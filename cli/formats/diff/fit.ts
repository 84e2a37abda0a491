/** A part of a report, which is shown in full or in short, or left out. */
export interface Block {
  /** If there is not enough room, the highest ranks are left out first; 0 always stays. */
  rank: number;
  short: readonly string[];
  full: readonly string[];
  /** What the note about omitted parts calls it, in the plural. */
  what: string;
}

/** A part that is the same in short. */
export function block(rank: number, lines: readonly string[], what: string): Block {
  return { rank, short: lines, full: lines, what };
}

/**
 * Chooses blocks by rank, in short, while there is room; then shows as many of them as possible in full.
 * @param sizeOf the size of some lines, in the unit of `room`
 */
export function fitted(
  blocks: readonly Block[],
  room: number,
  sizeOf: (lines: readonly string[]) => number,
): { chosen: (readonly string[])[]; left: string[] } {
  const order = [...blocks.keys()].sort((a, b) => (blocks[a]?.rank ?? 0) - (blocks[b]?.rank ?? 0) || a - b);
  const chosen = new Map<number, readonly string[]>();
  const left: string[] = [];
  let used = 0;
  for (const at of order) {
    const { rank, short, what } = blocks[at] as Block;
    if (rank > 0 && used + sizeOf(short) > room) left.push(what);
    else {
      chosen.set(at, short);
      used += sizeOf(short);
    }
  }
  for (const at of order) {
    const { short, full } = blocks[at] as Block;
    if (!chosen.has(at) || used + sizeOf(full) - sizeOf(short) > room) continue;
    chosen.set(at, full);
    used += sizeOf(full) - sizeOf(short);
  }
  return { chosen: [...chosen].sort(([a], [b]) => a - b).map(([, lines]) => lines), left };
}

/** "loosened (3), rule sets (12)" */
export function listLeft(left: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of left) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${what} (${count})`).join(', ');
}
