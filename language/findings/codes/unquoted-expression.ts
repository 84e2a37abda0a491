import type { FindingDefinition } from '../finding.ts';
import { textProblems } from './yaml-syntax.ts';

export const unquotedExpression: FindingDefinition = {
  code: 'unquoted-expression',
  category: 'syntax',
  fixable: true,
  severity: 'error',
  title: 'An expression needs quotes',
  summary: 'YAML reads this expression as something else, because of a character that has a meaning of its own there.',
  guards: 'loading',
  detect: project => project.files.flatMap(({ document }) => textProblems(document, 'unquoted-expression')),
};
