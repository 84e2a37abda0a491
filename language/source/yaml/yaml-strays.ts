import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import type { Mask } from '../tree/masks.ts';
import { indentOf } from '../traps/trap.ts';
import { lineEndAt } from './yaml-repairs.ts';

/** Texts up to this length are parsed whole for each candidate line; in longer ones only a part around the error is. */
const maxWhole = 20_000;
/** Minimum number of lines around an error that are parsed. */
const linesRead = 30;
/** Maximum length of these lines, in UTF-16 units. */
const maxRead = 40_000;
/** Lines above an error among which its cause is searched: an unclosed bracket is noticed a few lines later. */
const linesAbove = 3;

/** Counts the lines with errors in a masked text. */
type CountFaults = (text: string, masks: readonly Mask[]) => Steps<number>;

/**
 * The line around the first error whose removal leaves the fewest errors; null if no removal helps. For a single error, only lines
 * without a key, or with an unknown key in the first column, are candidates, since a line with a known key is most likely meant.
 */
export function* strayLine(
  text: string,
  masks: readonly Mask[],
  { firstFault, single }: { firstFault: number; single: boolean },
  sections: ReadonlySet<string>,
  count: CountFaults,
): Steps<Mask | null> {
  const around = linesAround(text, firstFault);
  const lines = single ? around.filter(line => isStray(text, line, sections)) : around;
  if (lines.length === 0) return null;
  const [from, to] = windowAround(text, lines, sections);
  if (to - from > maxRead) return null;
  // Indented entries without a key above would end as a document at the first column.
  const head = from > 0 && /^[ -]/.test(text.slice(from, from + 1)) ? 'section:\n' : '';
  const part = head + text.slice(from, to);
  const by = from - head.length;
  const own = masks
    .filter(({ start, end }) => start >= from && end <= to)
    .map(mask => ({ ...mask, start: mask.start - by, end: mask.end - by }));
  let fewest = single ? 1 : (yield* count(part, own)) - 1;
  let best: Mask | null = null;
  for (const { start, end } of lines) {
    const mask: Mask = { style: 'comment', start: start - by, end: end - by };
    const left = yield* count(
      part,
      [...own, mask].sort((a, b) => a.start - b.start),
    );
    if (left >= fewest) continue;
    fewest = left;
    best = { style: 'comment', start, end };
  }
  return best;
}

function isStray(text: string, { start, end }: { start: number; end: number }, sections: ReadonlySet<string>): boolean {
  const [, dashes = '', key] =
    /^((?:- +)*)(?:([A-Za-z_$][\w.@$/-]*|"[^"]*"|'[^']*')[ \t]*:(?=\s|$))?/.exec(text.slice(start, end)) ?? [];
  // A single word is a key that is being written, which has its own repair.
  if (key === undefined) return !/^[A-Za-z_$][\w.@$/-]*$/.test(text.slice(start, end));
  const atMargin = dashes === '' && text[start - 1] !== ' ' && text[start - 1] !== '\t';
  return atMargin && sections.size > 0 && !sections.has(key) && nearestName(key, sections) === undefined;
}

/** Offset at which the line of an offset starts. (`lastIndexOf` treats a negative index as 0, where it may find a line break.) */
function lineStartAt(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The content of the line with the error, of the lines above it (nearest first) and of the line below it. */
function linesAround(text: string, fault: number): { start: number; end: number }[] {
  const content = (lineStart: number) => {
    const end = lineEndAt(text, lineStart);
    const indent = /^[ \t]*/.exec(text.slice(lineStart, end))?.[0].length ?? 0;
    return {
      start: lineStart + indent,
      end: end - (/\s*$/.exec(text.slice(lineStart + indent, end))?.[0].length ?? 0),
    };
  };
  const isContent = ({ start, end }: { start: number; end: number }) => end > start && text[start] !== '#';
  let lineStart = lineStartAt(text, fault);
  const next = text.indexOf('\n', lineStart);
  const below = next === -1 ? [] : [content(next + 1)];
  const lines = [content(lineStart)];
  while (lines.length <= linesAbove && lineStart > 0) {
    lineStart = lineStartAt(text, lineStart - 1);
    const line = content(lineStart);
    if (isContent(line)) lines.push(line);
  }
  return [...lines, ...below].filter(isContent);
}

/**
 * The whole entries of a section around the lines: from a line with the entries' indentation to another such line, or to the next
 * section. YAML parses them as it does inside the section.
 */
function windowAround(
  text: string,
  lines: readonly { start: number; end: number }[],
  sections: ReadonlySet<string>,
): [from: number, to: number] {
  if (text.length <= maxWhole) return [0, text.length];
  const first = Math.min(...lines.map(({ start }) => start));
  const last = Math.max(...lines.map(({ end }) => end));
  const isSection = (at: number): boolean => {
    const key = /^([A-Za-z_$]\w*):/.exec(text.slice(at, at + 100))?.[1];
    return key !== undefined && sections.has(key);
  };
  let from = lineStartAt(text, first);
  let entry = Infinity;
  let farthest = from;
  for (let count = 0; from > 0 && count < 10 * linesRead && !isSection(from); count++) {
    const above = lineStartAt(text, from - 1);
    const column = indentOf(text, above);
    if (column !== null && text[above + column] !== '#' && column <= entry && !isSection(above)) {
      if (count < linesRead || column < entry) farthest = above;
      entry = column;
    }
    from = above;
  }
  if (!isSection(from)) from = farthest;
  let to = text.indexOf('\n', last) + 1;
  for (let count = 0; to > 0 && to < text.length; count++) {
    if (isSection(to) || (count >= linesRead && indentOf(text, to) === entry)) break;
    to = text.indexOf('\n', to) + 1;
  }
  return [from, to === 0 ? text.length : to];
}
