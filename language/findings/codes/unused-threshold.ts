import type { FindingDefinition } from '../finding.ts';
import { unusedDefinitions } from '../unused.ts';

export const unusedThreshold: FindingDefinition = {
  code: 'unused-threshold',
  category: 'names',
  fixable: true,
  severity: 'hint',
  title: 'Unused threshold',
  summary: 'No expression names this threshold.',
  faded: true,
  detect: project => unusedDefinitions(project, 'threshold', name => `Never used: no expression names \`${name}\`.`),
};
