import type { FindingDefinition } from '../finding.ts';
import { unusedDefinitions } from '../unused.ts';

export const unusedTarget: FindingDefinition = {
  code: 'unused-target',
  category: 'names',
  fixable: true,
  severity: 'hint',
  title: 'Unused target',
  summary: 'No rule hands over to this target, and no other target falls back to it.',
  faded: true,
  detect: project =>
    unusedDefinitions(
      project,
      'target',
      name => `Never used: no rule hands over to \`${name}\`, and no target falls back to it.`,
    ),
};
