import type { NameKind, Project } from '../source/project/project.ts';
import type { Detected } from './finding.ts';
import { removalFix } from './removal.ts';

/** Definitions in a rule set's own file that nothing uses. A library's definitions are for others to use. */
export function unusedDefinitions(project: Project, kind: NameKind, message: (name: string) => string): Detected[] {
  if (project.kind === 'library') return [];
  const certain = knowsAllUses(project, kind);
  const broken = brokenText(project);
  return project.definitions
    .filter(definition => definition.kind === kind && definition.uri === project.uri)
    .filter(({ name, path }) => !project.referencesTo(kind, name).some(each => !leadsInto(each.path, path)))
    .filter(({ name }) => broken === '' || !broken.includes(name))
    .map(({ name, uri, path, range }) => {
      const fix = removalFix(`Remove \`${name}\``, project.document, path);
      return { message: message(name), uri, range, fixes: fix === null ? [] : [{ ...fix, preferred: certain }] };
    });
}

/** False if an error elsewhere may hide a use: a misspelt name, or text that could not be read. */
function knowsAllUses(project: Project, kind: NameKind): boolean {
  return (
    project.files.every(({ document }) => document.problems.length === 0) &&
    project.fileProblems.length === 0 &&
    project.schemaProblems.length === 0 &&
    project.expressions.every(({ checked }) => checked.problems.length === 0) &&
    project.references.every(each => each.kind !== kind || project.definitionsOf(kind, each.name).length > 0)
  );
}

/** True if a path lies inside a definition: a reference from there to the definition itself is not a use. */
function leadsInto(path: readonly (string | number)[], whole: readonly (string | number)[]): boolean {
  return whole.every((segment, index) => path[index] === segment);
}

/** The text of all expressions that cannot be parsed: no name that occurs in it is reported as unused. */
function brokenText({ expressions }: Project): string {
  return expressions
    .filter(({ checked }) => checked.problems.some(problem => problem.kind === 'syntax'))
    .map(({ text }) => text)
    .join('\n');
}
