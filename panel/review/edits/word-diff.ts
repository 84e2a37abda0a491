/** A part of a text; `changed` if it is only in this version. */
export interface TextPart {
  text: string;
  changed: boolean;
}

/** Longer texts are compared as a whole. */
const maxWords = 400;

/** Two texts with the words that differ marked, by a longest common subsequence. */
export function wordDiff(before: string, after: string): { before: TextPart[]; after: TextPart[] } {
  const [left, right] = [wordsOf(before), wordsOf(after)];
  if (left.length > maxWords || right.length > maxWords)
    return { before: [{ text: before, changed: true }], after: [{ text: after, changed: true }] };
  // lengths[i][j]: the length of the longest common subsequence of left from i and right from j.
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = right.length - 1; j >= 0; j--)
      row[j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const parts = { before: [] as TextPart[], after: [] as TextPart[] };
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (a !== undefined && a === b) {
      add(parts.before, a, false);
      add(parts.after, a, false);
      i++;
      j++;
    } else if (a !== undefined && (b === undefined || at(i + 1, j) >= at(i, j + 1))) {
      add(parts.before, a, true);
      i++;
    } else {
      add(parts.after, b ?? '', true);
      j++;
    }
  }
  return parts;
}

/** Names, numbers, quoted strings, operators and runs of spaces. */
function wordsOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[\w.@-]+|\s+|[^\w\s]+?/g) ?? [];
}

function add(parts: TextPart[], text: string, changed: boolean): void {
  const last = parts.at(-1);
  if (last !== undefined && last.changed === changed) last.text += text;
  else parts.push({ text, changed });
}
