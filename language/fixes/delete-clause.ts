import type { AnalysedRule, Condition } from '../../engine/index.ts';
import { quoted } from '../findings/fact-words.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';
import { expressionText, inFlow, replaceInExpression } from './expression-edit.ts';
import { removeItem } from './list-edit.ts';
import { proposal, writtenAt, type Proposal, type TextEdit } from './proposal.ts';

type Group = Extract<Condition, { kind: 'all' | 'any' }>;

/** Deletes a part of a trigger, with the `&&` or `||` that joins it to the rest, or as an item of `all:` or `any:`. */
export function deleteClause(project: Project, rule: AnalysedRule, clause: Condition): Proposal[] {
  const group = groupOf(rule.condition, clause);
  return group === null ? [] : proposal(`Delete ${quoted(clause)}`, withoutOperand(project, group, clause));
}

/** The group that contains a part as an operand; null for the whole condition, and for parts of `!` and `?:`. */
function groupOf(whole: Condition, part: Condition): Group | null {
  switch (whole.kind) {
    case 'all':
    case 'any': {
      if (whole.operands.includes(part)) return whole;
      for (const operand of whole.operands) {
        const found = groupOf(operand, part);
        if (found !== null) return found;
      }
      return null;
    }
    case 'not':
      return groupOf(whole.operand, part);
    case 'if':
      return groupOf(whole.test, part) ?? groupOf(whole.then, part) ?? groupOf(whole.otherwise, part);
    case 'constant':
    case 'broken':
    case 'table':
    case 'clause':
      return null;
  }
}

function withoutOperand(project: Project, group: Group, part: Condition): TextEdit[] | null {
  const { span } = part;
  const written = writtenAt(project, span.path);
  if (written === null) return null;
  const { document, path } = written;
  if (span.path.length === group.span.path.length) {
    const node = document.nodeAt(path);
    if (node?.kind !== 'scalar') return null;
    const range = operandWithSign(node.text, span, group.kind === 'all' ? '&&' : '||');
    return range && replaceInExpression(document, path, range, '');
  }
  const index = path.at(-1);
  if (typeof index !== 'number') return null;
  const list = path.slice(0, -1);
  return collapsed(document, list, index) ?? removeItem(document, list, index);
}

/** The span of an operand with its parentheses and the operator next to it; null if that is another operator. */
function operandWithSign(
  text: string,
  span: { start: number; end: number },
  sign: '&&' | '||',
): { start: number; end: number } | null {
  let { start, end } = span;
  for (;;) {
    const before = text.slice(0, start).trimEnd();
    const after = text.length - text.slice(end).trimStart().length;
    if (!before.endsWith('(') || text[after] !== ')') break;
    start = before.length - 1;
    end = after + 1;
  }
  const after = /^\s*(&&|\|\|)\s*/.exec(text.slice(end));
  if (after?.[1] === sign) return { start, end: end + after[0].length };
  const before = /\s*(&&|\|\|)\s*$/.exec(text.slice(0, start));
  return before?.[1] === sign ? { start: start - before[0].length, end } : null;
}

/** Replaces an `all:` or `any:` of two items by the item that remains, if that is an expression; else null. */
function collapsed(document: SourceDocument, list: SourcePath, index: number): TextEdit[] | null {
  const sequence = document.nodeAt(list);
  const holder = list.slice(0, -1);
  const group = document.nodeAt(holder);
  if (sequence?.kind !== 'sequence' || group?.kind !== 'mapping' || group.entries.length !== 1) return null;
  const other = sequence.items[1 - index];
  if (sequence.items.length !== 2 || other?.kind !== 'scalar' || other.text.includes('\n')) return null;
  const range = document.rangeOf(holder);
  const [start, end] = [group.start, Math.max(sequence.end, other.end)];
  const lost = document.comments.some(comment => {
    const at = document.offsetAt(comment.range.start);
    return at >= start && at < end;
  });
  if (lost || typeof other.value !== 'string') return null;
  const text =
    document.format === 'json' ? JSON.stringify(other.text) : expressionText(other.text, inFlow(document, holder));
  if (group.flow) return [{ uri: document.uri, range, newText: text }];
  // The expression moves up to the line of its key or dash.
  const before = document.text.slice(0, start);
  const from = before.trimEnd().length;
  if (!/[:-]$/.test(before.slice(0, from))) return null;
  const content = document.text.slice(start, end).trimEnd();
  return [
    {
      uri: document.uri,
      range: document.rangeBetween(from, start + content.length),
      newText: ` ${text}`,
    },
  ];
}
