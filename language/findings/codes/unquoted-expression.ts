import type { FindingDefinition } from '../finding.ts';
import { textProblems } from './yaml-syntax.ts';

export const unquotedExpression: FindingDefinition = {
  code: 'unquoted-expression',
  category: 'syntax',
  fixable: true,
  severity: 'error',
  title: 'Expression needs quotes',
  summary: 'A character in the expression has a special meaning in YAML, so YAML reads something else.',
  guards: 'loading',
  detect: project => project.files.flatMap(({ document }) => textProblems(document, 'unquoted-expression')),
};
