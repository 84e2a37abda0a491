import { type Condition, operandsOf } from '../../engine/index.ts';
import type { Position, Range } from '../location.ts';
import type { SourceDocument } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';

/** The ranges around a position, innermost first: word, clause, condition, value, entry, section, document. */
export function selectionRanges(document: SourceDocument, position: Position, project: Project | null): Range[] {
  const offset = document.offsetAt(position);
  const { path, offsetInScalar } = document.placeAt(position);
  const spans: [number, number][] = [[0, document.text.length]];
  const add = (range: Range) => spans.push([document.offsetAt(range.start), document.offsetAt(range.end)]);
  for (let length = 0; length <= path.length; length++) {
    const part = path.slice(0, length);
    if (document.nodeAt(part) === undefined) break;
    if (length > 0) add(document.rangeOf(part, 'item'));
    add(document.rangeOf(part, 'value'));
  }
  const expression = project?.expressions.find(each => each.uri === document.uri && samePath(each.path, path));
  if (expression !== undefined && expression.text !== null && offsetInScalar !== null) {
    add(document.rangeInScalar(path, 0, expression.text.length));
    for (const { start, end } of partsAround(expression.checked.condition, offsetInScalar))
      add(document.rangeInScalar(path, start, end));
  }
  const word = wordAround(document.text, offset);
  if (word !== null) spans.push(word);
  return spans
    .filter(([start, end]) => start <= offset && offset <= end && end > start)
    .sort((a, b) => a[1] - a[0] - (b[1] - b[0]))
    .reduce<[number, number][]>((kept, each) => {
      const last = kept.at(-1);
      // Each range has to contain the one before it, and be larger.
      if (last === undefined || (each[0] <= last[0] && each[1] >= last[1] && each[1] - each[0] > last[1] - last[0]))
        kept.push(each);
      return kept;
    }, [])
    .map(([start, end]) => document.rangeBetween(start, end));
}

function partsAround(condition: Condition | null, offset: number): { start: number; end: number }[] {
  if (condition === null || offset < condition.span.start || offset > condition.span.end) return [];
  const inside = operandsOf(condition).flatMap(operand => partsAround(operand, offset));
  return [condition.span, ...inside];
}

function samePath(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}

function wordAround(text: string, offset: number): [number, number] | null {
  const isWord = (at: number) => /[\p{L}\p{N}_-]/u.test(text[at] ?? '');
  let start = offset;
  let end = offset;
  while (start > 0 && isWord(start - 1)) start--;
  while (end < text.length && isWord(end)) end++;
  return end > start ? [start, end] : null;
}
