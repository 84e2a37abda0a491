import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import type { Mask } from '../tree/masks.ts';
import { indentOf } from '../traps/trap.ts';
import { lineEndAt } from './yaml-repairs.ts';

/** Up to here a text is searched as a whole, beyond it around the fault: each candidate is tried by reading the text again. */
const maxWhole = 20_000;
/** Lines that are read around a fault at least, and what they may hold. */
const linesRead = 30;
const maxRead = 40_000;
/** How far above a fault the line that causes it is looked for: a bracket that does not close shows a few lines later. */
const linesAbove = 3;

/** Counts the lines with faults in a text in which the masks are covered. */
type CountFaults = (text: string, masks: readonly Mask[]) => Steps<number>;

/**
 * The line around the first fault without which the fewest faults are left, to be left out. If there is one fault alone, only a line
 * that holds no key, or at the margin none of the document's, since a line with a key says what it means. Null if leaving out a
 * line does not help.
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
  // Entries that stand alone would be a document of their own, which ends at the margin.
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
  // A word alone is a key that is being written, which has a repair of its own.
  if (key === undefined) return !/^[A-Za-z_$][\w.@$/-]*$/.test(text.slice(start, end));
  const atMargin = dashes === '' && text[start - 1] !== ' ' && text[start - 1] !== '\t';
  return atMargin && sections.size > 0 && !sections.has(key) && nearestName(key, sections) === undefined;
}

/** Where the line of an offset starts. (`lastIndexOf` takes an index below 0 for 0, and so finds a break in front of nothing.) */
function lineStartAt(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The content of the line of the fault, of those above it from the nearest on, and of the one below. */
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
 * Whole entries of a section around the lines: from a line of the indentation that the entries have to another one, or to the next
 * section. YAML reads them as it does inside of the section.
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
