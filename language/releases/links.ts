import { canonicalUri } from '../uri.ts';
import { sameFileUri, type Workspace } from '../workspace.ts';
import type { ReleasePlaces } from './places.ts';

/**
 * The files among releases that are symbolic links, or are reached through one below the folder of the rule file: such a file has no history at its place,
 * and can be another one tomorrow.
 * @param uris of the log and of snapshots; what is not there is none
 */
export async function linkedAmong(
  workspace: Workspace,
  { folder }: Pick<ReleasePlaces, 'folder'>,
  uris: readonly string[],
): Promise<string[]> {
  // Without `releases/NAME/`. Links above are nobody's concern.
  const from = folder.replace(/[^/]+\/[^/]+\/$/, '');
  const real = (await sameFileUri(workspace, from)).replace(/\/$/, '');
  const linked: string[] = [];
  for (const uri of uris) {
    const found = await sameFileUri(workspace, uri);
    const inPlace = [uri, `${real}/${uri.slice(from.length)}`];
    if (!inPlace.some(each => sameUri(each, found))) linked.push(uri);
  }
  return linked;
}

/** File systems that do not tell upper from lower case spell a path as it was created. */
function sameUri(a: string, b: string): boolean {
  return canonicalUri(a).toLowerCase() === canonicalUri(b).toLowerCase();
}
