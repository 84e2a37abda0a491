import { nearestName } from '../../../engine/model/nearest-name.ts';
import { endStates } from '../../../engine/model/rule-set.ts';
import { isLaterEnd } from '../deny-as-target.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames, missingNamesIn } from '../missing-names.ts';

export const undefinedTarget: FindingDefinition = {
  code: 'undefined-target',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined target',
  summary: 'A rule hands over, or a target falls back, to a target that neither the rule set nor its imports declare.',
  guards: 'loading',
  detect: project =>
    missingNamesIn(project, 'target', (name, known, reference) => {
      if (isLaterEnd(project, reference)) return null;
      const fallback = reference.path[0] === 'targets';
      const suggestion = nearestName(name, fallback ? [...known, ...endStates] : known);
      const advice =
        suggestion !== undefined
          ? ''
          : fallback
            ? ' Declare it under `targets`, or write pause, deny, stop or resume.'
            : ' Declare it under `targets`.';
      return { message: `There is no target \`${name}\`.${advice}`, suggestion };
    }),
  detectInSamples: samples =>
    missingNames(samples, 'target', (name, known) => ({
      message: `The rule set declares no target \`${name}\`, so this expectation is never met.`,
      suggestion: nearestName(name, known),
    })),
};
