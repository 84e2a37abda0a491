import { expressionFindings, nearestNameFix } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';

export const undefinedThreshold: FindingDefinition = {
  code: 'undefined-threshold',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined threshold',
  summary: 'An expression names a threshold that neither the rule set nor its imports declare.',
  guards: 'loading',
  detect: project => expressionFindings(project, 'undefined-threshold', nearestNameFix),
};
