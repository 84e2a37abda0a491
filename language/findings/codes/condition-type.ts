import { expressionFindings } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';

export const conditionType: FindingDefinition = {
  code: 'condition-type',
  category: 'syntax',
  severity: 'error',
  title: 'Type error in an expression',
  summary:
    'An expression uses a signal or threshold in a way that its declared type does not allow, or a condition is not of type bool.',
  guards: 'loading',
  detect: project => expressionFindings(project, 'type'),
};
