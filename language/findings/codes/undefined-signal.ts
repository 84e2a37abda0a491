import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { Project } from '../../source/project/project.ts';
import { expressionFindings, nearestNameFix } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames, missingNamesIn } from '../missing-names.ts';

export const undefinedSignal: FindingDefinition = {
  code: 'undefined-signal',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined signal',
  summary:
    'An expression, the `per` of a threshold, the `by` of a counter or a `grant` names a signal that neither the rule set nor its imports declare.',
  guards: 'loading',
  detect: project => [
    ...missingNamesIn(project, 'signal', (name, known, { path }) => {
      // A condition may name a derived signal, which nothing in the files defines.
      if (project.declarations.signals.has(name)) return null;
      const suggestion = nearestName(name, known);
      const advice = suggestion === undefined ? ' Declare it under `signals`.' : '';
      return { message: `There is no signal \`${name}\`${effectOf(path)}.${advice}`, suggestion };
    }),
    ...expressionFindings(
      { ...project, expressions: withoutDeclaredSignals(project) },
      'undefined-signal',
      nearestNameFix,
    ),
  ],
  detectInSamples: samples =>
    missingNames(samples, 'signal', (name, known) => ({
      message: `The rule set declares no signal \`${name}\`, so it is never reported as missing.`,
      suggestion: nearestName(name, known),
    })),
};

/** What it means that a name at a path is no signal, as the end of a sentence. */
function effectOf(path: readonly (string | number)[]): string {
  if (path[0] === 'signals') return ' to count events by';
  return path[0] === 'rules' && path[2] === 'grant'
    ? ', so a grant that binds it never matches'
    : ', so the table has no value';
}

/** The expressions without problems about signals that are declared, but with an error in the declaration. */
function withoutDeclaredSignals({ expressions, definitionsOf }: Project) {
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
