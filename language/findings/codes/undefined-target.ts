import { nearestName } from '../../../engine/model/nearest-name.ts';
import { endStates, fallbackKeys } from '../../../engine/model/rule-set.ts';
import type { SourcePath } from '../../source/document/document.ts';
import { nodesAt, writtenAs } from '../../source/schema/schema-nodes.ts';
import { isLaterEnd } from '../deny-as-target.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames, missingNamesIn } from '../missing-names.ts';

export const undefinedTarget: FindingDefinition = {
  code: 'undefined-target',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined target',
  summary:
    'A rule hands over, or a handoff falls back, to a target that neither the rule set nor its imports declare, or such a target joins.',
  guards: 'loading',
  detect: project =>
    missingNamesIn(project, 'target', (name, known, reference) => {
      if (isLaterEnd(project, reference)) return null;
      const fallback = isFallback(reference.path);
      const value = project.documents.get(reference.uri)?.value;
      const suggestion =
        writtenAs(nodesAt('rule-set', reference.path, value), name) ??
        nearestName(name, fallback ? [...known, ...endStates] : known);
      const advice =
        suggestion !== undefined
          ? ''
          : fallback
            ? ' Declare it under `targets`, or write pause, deny, stop or resume.'
            : ' Declare it under `targets`.';
      return { message: `There is no target \`${name}\`.${advice}`, suggestion };
    }),
  detectInSamples: samples =>
    missingNames(samples, 'target', (name, known, { path }) => ({
      message: `The rule set declares no target \`${name}\`, so ${path.at(-1) === 'target' ? 'nothing can happen there' : 'this expectation is never met'}.`,
      suggestion: nearestName(name, known),
    })),
};

/** True if an end state is possible at a path too. */
function isFallback(path: SourcePath): boolean {
  return path.at(-1) === 'then' || fallbackKeys.some(key => key === path.at(-1));
}
