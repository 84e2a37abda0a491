/** The difference between two texts: `[start, beforeEnd)` of the first became `[start, afterEnd)` of the second. */
export interface ChangedRange {
  start: number;
  beforeEnd: number;
  afterEnd: number;
}

/** The range between the common prefix and the common suffix of two texts; null if they are equal. */
export function changedRange(before: string, after: string): ChangedRange | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  const start = commonLength(shorter, (from, to) => before.slice(from, to) === after.slice(from, to));
  const rest = shorter - start;
  const end = commonLength(
    rest,
    (from, to) =>
      before.slice(before.length - to, before.length - from) === after.slice(after.length - to, after.length - from),
  );
  return { start, beforeEnd: before.length - end, afterEnd: after.length - end };
}

/** Length of the common part: compares whole stretches first, which is fast, then searches the last one by halving. */
function commonLength(limit: number, agree: (from: number, to: number) => boolean): number {
  const stretch = 8192;
  let same = 0;
  while (same + stretch <= limit && agree(same, same + stretch)) same += stretch;
  let differs = Math.min(limit, same + stretch) + 1;
  while (same + 1 < differs) {
    const middle = (same + differs) >> 1;
    if (middle <= limit && agree(same, middle)) same = middle;
    else differs = middle;
  }
  return same;
}
