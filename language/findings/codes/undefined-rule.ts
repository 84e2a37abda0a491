import { nearestName } from '../../../engine/model/nearest-name.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { breaksAt, brokenPaths } from '../../source/project/merge.ts';
import type { Project } from '../../source/project/project.ts';
import { expressionFindings, nearestNameFix } from '../expression-findings.ts';
import type { FindingDefinition } from '../finding.ts';
import { missingNames } from '../missing-names.ts';

export const undefinedRule: FindingDefinition = {
  code: 'undefined-rule',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Undefined rule',
  summary:
    'A sample names a rule, or a version of a rule, that its rule set does not have; or an expression asks for grants of a rule without a `grant`.',
  detect: project => {
    const isBroken = brokenRules(project);
    // Once the rule conforms to the schema, there may be a grant of it.
    return expressionFindings(project, 'undefined-rule', nearestNameFix, ({ name = '' }) => !isBroken(name));
  },
  detectInSamples: samples =>
    missingNames(samples, 'rule', (name, known, { version, path }) => {
      const versions = samples.project?.definitionsOf('rule', name).map(each => each.version) ?? [];
      if (version !== null && versions.length > 0) {
        const others = versions.map(each => ruleName({ id: name, version: each ?? 1 })).join(', ');
        return { message: `The rule \`${name}\` has no version ${version}, only ${others}.`, suggestion: undefined };
      }
      return {
        message: isGrant(path)
          ? `The rule set has no rule \`${name}\`, so there is no grant of it.`
          : `The rule set has no rule \`${name}\`, so this expectation is never met.`,
        suggestion: nearestName(name, known),
      };
    }),
};

/** A test for ids of rules that break the schema. */
function brokenRules(project: Project): (id: string) => boolean {
  const broken = new Map(
    project.files.map(({ uri }) => {
      const problems = project.schemaProblems.filter(problem => problem.uri === uri);
      return [uri, breaksAt(brokenPaths(problems))];
    }),
  );
  return id =>
    project.definitionsOf('rule', id).some(({ uri, path: [section, index] }) => {
      return broken.get(uri)?.(String(section), index) ?? false;
    });
}

function isGrant(path: readonly (string | number)[]): boolean {
  return path[2] === 'grants';
}
