import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames, missingNamesIn } from '../missing-names.ts';

export const undefinedPayload: FindingDefinition = {
  code: 'undefined-payload',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined payload contract',
  summary: 'A handoff names a payload contract that neither the rule set nor its imports declare in this version.',
  guards: 'loading',
  detect: project =>
    missingNamesIn(project, 'payload', (name, known) => {
      const suggestion = otherVersion(name, known) ?? nearestName(name, known);
      const advice = suggestion === undefined ? ' Declare it under `payloads`, as name@version.' : '';
      return { message: `There is no payload contract \`${name}\`.${advice}`, suggestion };
    }),
  detectInSamples: samples =>
    missingNames(samples, 'payload', (name, known) => ({
      message: `The rule set declares no payload contract \`${name}\`, so this expectation is never met.`,
      suggestion: otherVersion(name, known) ?? nearestName(name, known),
    })),
};

/** The last declared version of the same contract; undefined if there is none. */
function otherVersion(name: string, known: readonly string[]): string | undefined {
  const base = name.split('@')[0];
  return known.filter(each => each.split('@')[0] === base).at(-1);
}
