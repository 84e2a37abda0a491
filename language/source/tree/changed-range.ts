/** What differs between two texts: `[start, beforeEnd)` of the one became `[start, afterEnd)` of the other. */
export interface ChangedRange {
  start: number;
  beforeEnd: number;
  afterEnd: number;
}

/** Everything between what two texts have in common at their start and at their end. Null where they are the same. */
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

/** How far two texts agree: whole stretches first, which compare fast, and the last one by halves. */
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
