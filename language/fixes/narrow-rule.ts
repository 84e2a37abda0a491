import type { AnalysedRule, Condition } from '../../engine/index.ts';
import { expressionOf, nameOf } from '../findings/fact-words.ts';
import type { Project } from '../source/project/project.ts';
import { expressionText, inFlow, replaceInExpression } from './expression-edit.ts';
import { appendItem } from './list-edit.ts';
import { proposal, writtenAt, type Proposal, type TextEdit } from './proposal.ts';

/** Longer exceptions would be unreadable. */
const maxExceptionLength = 200;

/** Excludes the inputs of another rule from a broader one, with `&& !(…)`. */
export function narrow(project: Project, broad: AnalysedRule, exception: AnalysedRule): Proposal[] {
  const excluded = negation(exception.condition);
  const title = `Exclude ${nameOf(project, exception)} from ${nameOf(project, broad)}`;
  return excluded.length > maxExceptionLength ? [] : proposal(title, withException(project, broad, excluded));
}

function negation(condition: Condition): string {
  if (condition.kind !== 'not') return `!(${expressionOf(condition)})`;
  const { operand } = condition;
  const isGroup = operand.kind === 'any' || operand.kind === 'all' || operand.kind === 'if';
  return isGroup ? `(${expressionOf(operand)})` : expressionOf(operand);
}

function withException(project: Project, { index, condition }: AnalysedRule, excluded: string): TextEdit[] | null {
  const written = writtenAt(project, ['rules', index, 'when']);
  if (written === null) return null;
  const { document, path } = written;
  const node = document.nodeAt(path);
  if (node?.kind === 'mapping') {
    if (condition.kind !== 'all') return null;
    const list = [...path, 'all'];
    const text = expressionText(excluded, document.format === 'json' || inFlow(document, [...list, 0]));
    const flow = () => (document.format === 'json' ? JSON.stringify(excluded) : text);
    return appendItem(document, list, { flow, lines: () => [text] });
  }
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return null;
  const text = node.text.trimEnd();
  const start = node.text.length - node.text.trimStart().length;
  const loose = condition.kind === 'any' || condition.kind === 'if';
  const whole = `${loose ? `(${text.slice(start)})` : text.slice(start)} && ${excluded}`;
  // Insert only the exception unless the rest needs parentheses.
  return loose
    ? replaceInExpression(document, path, { start, end: text.length }, whole)
    : replaceInExpression(document, path, { start: text.length, end: text.length }, ` && ${excluded}`);
}
