import { realUri, type Workspace } from '../../workspace.ts';
import { isLibraryUri } from '../libraries/libraries.ts';

/** True for a file that, with symbolic links resolved, is in another repository or in none. Always false below the folder of the referring file, and for built-in libraries. */
export type IsOutside = (target: string) => Promise<boolean>;

/** A test for files outside the git repository that contains `uri`; false for all files if there is none. */
export function outsideOf(workspace: Workspace, uri: string): IsOutside {
  const folder = folderOf(uri);
  let home: Promise<string | null> | undefined;
  return async target => {
    if (isLibraryUri(target)) return false;
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

/** The root folder, with a final slash, of the repository that contains a file; without one, the folder of the file. */
export async function rootFolderOf(workspace: Workspace, uri: string): Promise<string> {
  const folder = folderOf(uri);
  return (await repositoryOf(workspace, folder)) ?? folder;
}

/** The root folder, with a final slash, of the repository that contains a folder; null if there is none. */
async function repositoryOf(workspace: Workspace, folder: string): Promise<string | null> {
  for (let at = folder; ; at = folderOf(at.slice(0, -1))) {
    // In a worktree or a submodule, `.git` is a file.
    for (const mark of ['.git/HEAD', '.git']) if ((await workspace.read(`${at}${mark}`)) !== undefined) return at;
    if (folderOf(at.slice(0, -1)) === at || /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/$/i.test(at)) return null;
  }
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/') + 1);
}

/** The message about an unusable file outside the repository, instead of its own problems. */
export const unsoundOutside =
  'is outside the repository and has errors, which are not shown here. Check the file itself.';
