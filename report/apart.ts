/** As much of the common beginning is kept, in characters. */
const kept = 16;

/**
 * Two long texts from shortly before where they differ, so that the beginnings that are shown are not the same; as they are if they differ early.
 * @param room the length up to which the beginning of a text is shown
 */
export function fromDifference(before: string, after: string, room: number): [string, string] {
  if (Math.max(before.length, after.length) <= room) return [before, after];
  let common = 0;
  while (common < before.length && common < after.length && before[common] === after[common]) common++;
  if (common < room - kept) return [before, after];
  const start = before.lastIndexOf(' ', common - kept) + 1;
  return [before, after].map(text => `…${text.slice(start)}`) as [string, string];
}
