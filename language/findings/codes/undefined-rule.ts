import { nearestName } from '../../../engine/model/nearest-name.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames } from '../missing-names.ts';

export const undefinedRule: FindingDefinition = {
  code: 'undefined-rule',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined rule',
  summary: 'A sample expects a rule, or a version of a rule, that its rule set does not have.',
  detectInSamples: samples =>
    missingNames(samples, 'rule', (name, known, { version }) => {
      const versions = samples.project?.definitionsOf('rule', name).map(each => each.version) ?? [];
      if (version !== null && versions.length > 0) {
        const others = versions.map(each => ruleName({ id: name, version: each ?? 1 })).join(', ');
        return { message: `The rule \`${name}\` has no version ${version}, only ${others}.`, suggestion: undefined };
      }
      return {
        message: `The rule set has no rule \`${name}\`, so this expectation is never met.`,
        suggestion: nearestName(name, known),
      };
    }),
};
