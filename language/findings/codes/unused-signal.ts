import type { FindingDefinition } from '../finding.ts';
import { unusedDefinitions } from '../unused.ts';

export const unusedSignal: FindingDefinition = {
  code: 'unused-signal',
  category: 'names',
  fixable: true,
  severity: 'hint',
  title: 'Unused signal',
  summary: 'No condition, reason or payload field names this signal, and no table of thresholds chooses by it.',
  faded: true,
  detect: project =>
    unusedDefinitions(
      project,
      'signal',
      name => `Never used: no condition, reason or payload field names \`${name}\`.`,
    ),
};
