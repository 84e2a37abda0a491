import { expressionFindings } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';

export const conditionSyntax: FindingDefinition = {
  code: 'condition-syntax',
  category: 'syntax',
  severity: 'error',
  title: 'Invalid CEL expression',
  summary:
    'A condition, a payload field or a placeholder cannot be parsed as CEL, or conditions are nested too deeply.',
  guards: 'loading',
  detect: project => expressionFindings(project, 'syntax'),
};
