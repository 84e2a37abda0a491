import type { Project } from '../source/project/project.ts';
import { digestOf } from './snapshot.ts';

const nameLine = /^(?:name|\s*"name")[ \t]*:[ \t]*["']?([\w-]+)["']?[ \t]*,?[ \t]*(?:#.*)?$/m;

/**
 * The name under which a rule file is released, also of one that cannot be read: the name that it says, as data or on a line of its text, else the one
 * name under which anything was released beside it.
 * @param beside names of rule sets that have releases beside the file and no other rule file
 * @returns null for a library, and if nothing tells the name
 */
export function releasedName(project: Project, beside: readonly string[]): string | null {
  const readable = digestOf(project) !== null;
  if (project.kind === 'library' && isSoundLibrary(project)) return null;
  const name = project.ruleSet.name as string | undefined;
  if (readable || isName(name)) return name ?? null;
  const written = nameLine.exec(project.document.text)?.[1];
  if (written !== undefined) return written;
  const [only, ...others] = beside;
  return others.length === 0 ? (only ?? null) : null;
}

/** A file without rules that can be read is a library; one that cannot be read may have lost them. */
function isSoundLibrary({ document }: Project): boolean {
  return document.problems.length === 0 && document.root !== null;
}

function isName(name: string | undefined): name is string {
  return name !== undefined && /^[\w-]+$/.test(name);
}
