import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { documentsOf } from '../../../language/source/documents.ts';
import { loadProject, type Project } from '../../../language/source/project/project.ts';
import { gitPath, treeWorkspace } from '../../versions/rule-set-version.ts';
import type { Repository, Revision } from '../../versions/repository.ts';

export function revisionOf(commit: string): Revision {
  return { prefix: `${commit}:`, label: commit };
}

/** Loads a rule set as of a commit; null if it was not there. @param name git path of the rule file */
export function projectAt(repository: Repository, commit: string, name: string): Promise<Project | null> {
  const uri = pathToFileURL(path.join(repository.root, name)).href;
  return loadProject(documentsOf(treeWorkspace(repository, revisionOf(commit))), uri);
}

/** URIs of the files of a rule set: the rule file, its imports and its payload schemas. */
export function filesOf({ files, links }: Project): string[] {
  return [...new Set([...files.map(({ uri }) => uri), ...links.flatMap(({ target }) => target ?? [])])];
}

/** Git paths that determine the content of a rule set in a commit: its files, and the symbolic links that lead to them. */
export async function pathsOf(repository: Repository, commit: string, name: string): Promise<Set<string>> {
  const project = await projectAt(repository, commit, name);
  const files = project === null ? [] : filesOf(project).flatMap(uri => gitPath(repository, uri) ?? []);
  const routes = await Promise.all([name, ...files].map(file => repository.route(commit, file)));
  return new Set(routes.flatMap(({ paths }) => paths));
}
