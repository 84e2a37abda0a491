import type { Steps } from '../../../engine/model/steps.ts';
import { mappingOf, type AliasNode, type ScalarNode, type SourceNode } from '../tree/source-node.ts';
import { syntaxProblem, type TextProblem } from '../tree/source-problem.ts';
import type { TextDocument } from './yaml-document.ts';

const indentation = /^ *\t[ \t]*(?=\S)/gm;

/** Parses a text as if each tab in the indentation were two spaces; null if there are none. Offsets are those of the original text. */
export function* readWithoutTabs(
  text: string,
  read: (expanded: string) => Steps<TextDocument>,
): Steps<TextDocument | null> {
  const places: { at: number; by: number }[] = [];
  let shift = 0;
  const expanded = text.replace(indentation, (indent: string, at: number) => {
    const spaces = indent.replaceAll('\t', '  ');
    shift += spaces.length - indent.length;
    places.push({ at: at + indent.length + shift, by: shift });
    return spaces;
  });
  const problem = tabProblem(text);
  if (problem === null) return null;
  const original = (offset: number): number => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.at ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return offset - (places[low - 1]?.by ?? 0);
  };
  const { root, comments, problems } = yield* read(expanded);
  const moved = <T extends { start: number; end: number }>(each: T): T => ({
    ...each,
    start: original(each.start),
    end: original(each.end),
  });
  return {
    root: root === null ? null : moveNode(root, original),
    comments: comments.map(moved),
    problems: [
      problem,
      ...problems.map(each => ({
        ...moved(each),
        related: each.related.map(moved),
        fix: each.fix && { ...each.fix, edits: each.fix.edits.map(moved) },
      })),
    ],
  };
}

/** One problem at the first line, with a fix for all lines. */
function tabProblem(text: string): TextProblem | null {
  const lines = [...text.matchAll(indentation)].map(({ 0: indent, index }) => ({
    start: index,
    end: index + indent.length,
    newText: indent.replaceAll('\t', '  '),
  }));
  const [first] = lines;
  if (first === undefined) return null;
  const others = lines.length - 1;
  const more =
    others === 0
      ? ''
      : others === 1
        ? ' One more line has the same problem.'
        : ` ${others} more lines have the same problem.`;
  const message = `This line is indented with a tab, which YAML does not allow. Indent with two spaces.${more}`;
  return {
    ...syntaxProblem(message, first.start, first.end),
    fix: { title: 'Indent with spaces instead of tabs', edits: lines },
  };
}

function moveNode(node: SourceNode, original: (offset: number) => number): SourceNode {
  const known = new Map<SourceNode, SourceNode>();
  const move = <T extends SourceNode>(each: T): T => {
    const found = known.get(each) ?? moved(each);
    known.set(each, found);
    return found as T;
  };
  const moved = (each: SourceNode): SourceNode => {
    const start = original(each.start);
    const end = original(each.end);
    switch (each.kind) {
      case 'alias':
        return { ...each, start, end, target: move<Exclude<SourceNode, AliasNode>>(each.target) };
      case 'sequence':
        return { ...each, start, end, items: each.items.map(move) };
      case 'mapping': {
        const entries = each.entries.map(({ key, keyNode, value }) => ({
          key,
          keyNode: move<ScalarNode>(keyNode),
          value: move(value),
        }));
        return mappingOf(start, end, each.flow, entries);
      }
      case 'scalar': {
        const { block, ...scalar } = each;
        return block === undefined
          ? { ...scalar, start, end }
          : { ...scalar, start, end, block: { ...block, contentStart: original(block.contentStart) } };
      }
    }
  };
  return move(node);
}
