import type { NameKind, Project } from '../source/project/project.ts';
import type { Detected } from './finding.ts';
import { removalFix } from './removal.ts';

/** Definitions of a rule set's own file that nothing refers to. What a library declares is for others to use. */
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

/** False if something that is wrong elsewhere may be a use of what looks unused: a misspelt name, or what could not be read. */
function knowsAllUses(project: Project, kind: NameKind): boolean {
  return (
    project.files.every(({ document }) => document.problems.length === 0) &&
    project.fileProblems.length === 0 &&
    project.schemaProblems.length === 0 &&
    project.expressions.every(({ checked }) => checked.problems.length === 0) &&
    project.references.every(each => each.kind !== kind || project.definitionsOf(kind, each.name).length > 0)
  );
}

/** A definition that refers to itself is not used by that. */
function leadsInto(path: readonly (string | number)[], whole: readonly (string | number)[]): boolean {
  return whole.every((segment, index) => path[index] === segment);
}

/** What an expression names that cannot be parsed is not known, so no name in one is called unused. */
function brokenText({ expressions }: Project): string {
  return expressions
    .filter(({ checked }) => checked.problems.some(problem => problem.kind === 'syntax'))
    .map(({ text }) => text)
    .join('\n');
}
