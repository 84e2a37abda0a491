import type { Project } from '../source/project/project.ts';
import { digestOf } from './snapshot.ts';

const nameLine = /^(?:name|\s*"name")[ \t]*:[ \t]*["']?([\w-]+)["']?[ \t]*,?[ \t]*(?:#.*)?$/m;

/**
 * The name under which a rule file is released, even if the file cannot be read: the name in its data or on a line of its text, or
 * else the only candidate.
 * @param candidates names of rule sets that have releases next to the file, but no other rule file
 * @returns null for a library, and if the name cannot be determined
 */
export function releasedName(project: Project, candidates: readonly string[]): string | null {
  const readable = digestOf(project) !== null;
  if (project.kind === 'library' && isSoundLibrary(project)) return null;
  const name = project.ruleSet.name as string | undefined;
  if (readable || isName(name)) return name ?? null;
  const written = nameLine.exec(project.document.text)?.[1];
  if (written !== undefined) return written;
  const [only, ...others] = candidates;
  return others.length === 0 ? (only ?? null) : null;
}

/** True for a library that can be read. A file that cannot be read may only seem to have no rules. */
function isSoundLibrary({ document }: Project): boolean {
  return document.problems.length === 0 && document.root !== null;
}

function isName(name: string | undefined): name is string {
  return name !== undefined && /^[\w-]+$/.test(name);
}
