import type { FindingDefinition } from '../finding.ts';
import { unusedDefinitions } from '../unused.ts';

export const unusedPayload: FindingDefinition = {
  code: 'unused-payload',
  category: 'names',
  fixable: true,
  severity: 'hint',
  title: 'Unused payload contract',
  summary: 'No rule hands over with this payload contract.',
  faded: true,
  detect: project => unusedDefinitions(project, 'payload', name => `Never used: no rule hands over with \`${name}\`.`),
};
