import { expressionFindings } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';

export const conditionType: FindingDefinition = {
  code: 'condition-type',
  category: 'syntax',
  severity: 'error',
  title: 'An expression does not fit the types',
  summary:
    'An expression does with a signal or threshold what its declared type does not allow, or a condition is not true or false.',
  guards: 'loading',
  detect: project => expressionFindings(project, 'type'),
};
