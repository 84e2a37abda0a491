import { nearestName } from '../../../engine/model/nearest-name.ts';
import { expressionFindings, nearestNameFix } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames } from '../missing-names.ts';

export const undefinedSignal: FindingDefinition = {
  code: 'undefined-signal',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'There is no such signal',
  summary: 'An expression names a signal that neither the rule set nor its imports declare.',
  guards: 'loading',
  detect: project =>
    expressionFindings({ ...project, expressions: withoutDeclaredFaults(project) }, 'undefined-signal', nearestNameFix),
  detectInSamples: samples =>
    missingNames(samples, 'signal', (name, known) => ({
      message: `The rule set declares no signal \`${name}\`, so it is never reported as missing.`,
      suggestion: nearestName(name, known),
    })),
};

/** A signal whose declaration has a fault of its own is declared all the same. */
function withoutDeclaredFaults({
  expressions,
  definitionsOf,
}: Parameters<NonNullable<FindingDefinition['detect']>>[0]) {
  return expressions.map(expression => ({
    ...expression,
    checked: {
      ...expression.checked,
      problems: expression.checked.problems.filter(
        ({ kind, name }) =>
          !(kind === 'undefined-signal' && name !== undefined && definitionsOf('signal', name).length > 0),
      ),
    },
  }));
}
