import { laterLanguage } from '../source/schema/schema-messages.ts';
import type { Project, Reference } from '../source/project/project.ts';
import type { Detected } from './finding.ts';
import { ruleAt, scalarFix } from './places.ts';

/** The version of the language in which `deny` ends a handoff. Before, it can only be the name of a target. */
const since = 2;

/** True if a fallback `deny` in a file of version 1 names no target: it means the end of a handoff, which later versions know. */
export function isLaterEnd(project: Project, { kind, name, path }: Pick<Reference, 'kind' | 'name' | 'path'>): boolean {
  return (
    kind === 'target' && name === 'deny' && path[0] === 'targets' && project.definitionsOf('target', name).length === 0
  );
}

/** Fallbacks `deny` in files of version 1, and targets with this name in rule sets of version 2. */
export function denyAsTarget(project: Project): Detected[] {
  const fallbacks = project.references
    .filter(reference => isLaterEnd(project, reference))
    .flatMap(({ uri, path, range }): Detected[] => {
      const document = project.documents.get(uri);
      if (document === undefined) return [];
      const fix = scalarFix(`Change to \`escalation: ${since}\``, document, ['escalation'], String(since));
      const message = laterLanguage('deny', since, document.value);
      return [{ message, uri, range, rule: ruleAt(document, path), fixes: fix === null ? [] : [fix] }];
    });
  if (project.ruleSet.escalation < since) return fallbacks;
  const message = `In version ${since} of the rule language, \`deny\` is how a handoff ends, not a target. Rename the target.`;
  return [
    ...fallbacks,
    ...project.definitionsOf('target', 'deny').map(({ uri, range }): Detected => ({ message, uri, range })),
  ];
}
