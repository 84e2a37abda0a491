import { realUri, type Workspace } from '../../workspace.ts';

/** True for a file that, behind all symbolic links, is in no repository or in another one. One below the folder of the file that is looked from is not. */
export type IsOutside = (target: string) => Promise<boolean>;

/** Tells what lies outside of the git repository in which a file is found; nothing does if that is none. */
export function outsideOf(workspace: Workspace, uri: string): IsOutside {
  const folder = folderOf(uri);
  let home: Promise<string | null> | undefined;
  return async target => {
    const real = folderOf(await realUri(workspace, target));
    if (real.startsWith(folder)) return false;
    const repository = await (home ??= realRepositoryOf(workspace, folder));
    return repository !== null && (await repositoryOf(workspace, real)) !== repository;
  };
}

async function realRepositoryOf(workspace: Workspace, folder: string): Promise<string | null> {
  const found = await repositoryOf(workspace, folder);
  return found === null ? null : `${(await realUri(workspace, found)).replace(/\/$/, '')}/`;
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

/** Said of a file outside of the repository in the place of its faults. */
export const unsoundOutside =
  'lies outside of the repository and cannot be used as it is. What is wrong in it is not shown here: check it where it lies.';
