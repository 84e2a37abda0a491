/** The difference between two texts, line by line: `-` and `+`, each with the line number in its text. */
export function lineDiff(before: string, after: string): string[] {
  const [old, next] = [before.split('\n'), after.split('\n')];
  // Lengths of the longest common subsequences of the remaining lines.
  const common = Array.from({ length: old.length + 1 }, () => new Array<number>(next.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      (common[i] as number[])[j] = old[i] === next[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    if (i < old.length && old[i] === next[j]) {
      i++;
      j++;
    } else if (i < old.length && (j === next.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`- ${i + 1} ${old[i] ?? ''}`.trimEnd());
      i++;
    } else {
      lines.push(`+ ${j + 1} ${next[j] ?? ''}`.trimEnd());
      j++;
    }
  }
  return lines;
}
