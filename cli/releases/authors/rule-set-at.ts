import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadProject, type Project } from '../../../language/source/project/project.ts';
import { gitPath, treeWorkspace } from '../../versions/rule-set-version.ts';
import type { Repository, Revision } from '../../versions/repository.ts';

export function revisionOf(commit: string): Revision {
  return { prefix: `${commit}:`, label: commit };
}

/** A rule set as it was in a commit; null if it was not there. @param name the rule file as a path of git */
export function projectAt(repository: Repository, commit: string, name: string): Promise<Project | null> {
  const uri = pathToFileURL(path.join(repository.root, name)).href;
  return loadProject(treeWorkspace(repository, revisionOf(commit)), uri);
}

/** URIs of the files that a rule set consists of: its own, its imports and its payload schemas. */
export function filesOf({ files, links }: Project): string[] {
  return [...new Set([...files.map(({ uri }) => uri), ...links.flatMap(({ target }) => target ?? [])])];
}

/** Paths of git that decide what a rule set says in a commit: those of its files, and of symbolic links that lead to them. */
export async function pathsOf(repository: Repository, commit: string, name: string): Promise<Set<string>> {
  const project = await projectAt(repository, commit, name);
  const files = project === null ? [] : filesOf(project).flatMap(uri => gitPath(repository, uri) ?? []);
  const routes = await Promise.all([name, ...files].map(file => repository.route(commit, file)));
  return new Set(routes.flatMap(({ paths }) => paths));
}
