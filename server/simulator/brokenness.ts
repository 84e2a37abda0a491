import { breakingFindings } from '../../language/findings/breaking.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { SimulateResult } from '../../protocol/server.ts';

/** Why the current text of a rule file cannot decide; null if it can. */
export function brokenness(project: Project, forClient: (uri: string) => string): SimulateResult['broken'] {
  const findings = breakingFindings(project);
  const [first] = findings;
  if (first !== undefined) {
    return {
      message: first.message,
      location: { uri: forClient(first.uri), range: first.range },
      errors: findings.length,
    };
  }
  if (project.kind === 'rule-set') return null;
  return {
    message: 'This file has no rules: it is a library, which decides nothing by itself.',
    location: { uri: forClient(project.uri), range: project.document.rangeOf([]) },
    errors: 1,
  };
}
