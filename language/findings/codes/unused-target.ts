import type { FindingDefinition } from '../finding.ts';
import { unusedDefinitions } from '../unused.ts';

export const unusedTarget: FindingDefinition = {
  code: 'unused-target',
  category: 'names',
  fixable: true,
  severity: 'hint',
  title: 'Unused target',
  summary: 'No rule hands over to this target, no handoff falls back to it, and it joins none.',
  faded: true,
  detect: project =>
    unusedDefinitions(
      project,
      'target',
      name => `Never used: no rule hands over to \`${name}\`, no handoff falls back to it, and it joins none.`,
    ),
};
