import type { Workspace } from '../workspace.ts';
import type { FileLink } from './project-files.ts';

/** The links that lead out of the git repository of a file; none if it is in no repository. */
export async function linksOutside(workspace: Workspace, uri: string, links: readonly FileLink[]): Promise<FileLink[]> {
  const folder = folderOf(uri);
  const leaving = links.filter(({ target }) => target !== null && !target.startsWith(folder));
  if (leaving.length === 0) return [];
  const repository = await repositoryOf(workspace, folder);
  return repository === null ? [] : leaving.filter(({ target }) => target?.startsWith(repository) === false);
}

/** The folder of the repository that a folder is in, ending in a slash; null if there is none. */
async function repositoryOf(workspace: Workspace, folder: string): Promise<string | null> {
  for (let at = folder; ; at = folderOf(at.slice(0, -1))) {
    // In a worktree or a submodule it is a file.
    for (const mark of ['.git/HEAD', '.git']) if ((await workspace.read(`${at}${mark}`)) !== undefined) return at;
    if (folderOf(at.slice(0, -1)) === at || /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/$/i.test(at)) return null;
  }
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}
