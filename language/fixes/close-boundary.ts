import { type AnalysedRule, clausesOf, type Condition, type FactOf } from '../../engine/index.ts';
import { oversight } from '../../engine/model/rule-set.ts';
import { boundaryIn } from '../findings/codes/boundary-gap.ts';
import { nameOf, numberInWords } from '../findings/fact-words.ts';
import type { Project } from '../source/project/project.ts';
import { replaceInExpression } from './expression-edit.ts';
import { proposal, writtenAt, type Proposal, type TextEdit } from './proposal.ts';

/** Lets one of the two rules include the value between them; first the one with more oversight. */
export function closeBoundary({ signal, value, below, above }: FactOf<'boundary-gap'>, project: Project): Proposal[] {
  const rules = [...new Set([below, above])].sort((a, b) => oversight(b.rule.decide) - oversight(a.rule.decide));
  return rules.flatMap(rule => {
    const title = `Let ${nameOf(project, rule)} include ${numberInWords(project, signal, value)}`;
    return proposal(title, withBoundary(project, rule, signal, value));
  });
}

/** Matches the ordering operators, and strings, so that operators inside them are skipped. */
const signs = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|<=|>=|<|>/g;

function withBoundary(project: Project, rule: AnalysedRule, signal: string, value: number): TextEdit[] | null {
  const boundary = boundaryIn(rule, signal, value);
  const { span } = boundary;
  const written = writtenAt(project, span.path);
  const node = written?.document.nodeAt(written.path);
  if (written === null || node?.kind !== 'scalar') return null;
  const comparisons = [...node.text.slice(span.start, span.end).matchAll(signs)].filter(([sign]) => /^[<>]/.test(sign));
  const [comparison] = comparisons;
  if (comparison === undefined || comparisons.length > 1) return null;
  const [sign] = comparison;
  const start = span.start + comparison.index;
  // Under a negation, the inclusive operator excludes the value.
  if (sign.endsWith('=') !== isNegated(rule.condition, boundary)) return null;
  const inclusive = sign.endsWith('=') ? sign.slice(0, 1) : `${sign}=`;
  return replaceInExpression(written.document, written.path, { start, end: start + sign.length }, inclusive);
}

/** True if a part is under an odd number of negations. */
function isNegated(whole: Condition, part: Condition): boolean {
  if (whole === part) return false;
  switch (whole.kind) {
    case 'not':
      return !isNegated(whole.operand, part) && clausesOf(whole).some(clause => clause === part);
    case 'all':
    case 'any':
      return whole.operands.some(operand => isNegated(operand, part));
    case 'if':
      return isNegated(whole.then, part) || isNegated(whole.otherwise, part);
    case 'table':
      return whole.columns.some(({ then }) => isNegated(then, part));
    case 'constant':
    case 'broken':
    case 'clause':
      return false;
  }
}
