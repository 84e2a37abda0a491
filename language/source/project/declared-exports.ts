import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';
import { rootFolderOf, type IsOutside } from './outside.ts';
import type { Workspace } from '../../workspace.ts';
import { listIn } from './names.ts';

/** A format in which a rule set is exported, as its file or a configuration says under `exports`. */
export interface DeclaredExport {
  /** The id of the target. */
  to: string;
  /** The URI of the folder below which its files lie, with a final slash. */
  folder: string;
  /** True if the folder is outside of the rule set's repository. */
  outside: boolean;
  /** The file that says so, and the place in it. */
  uri: string;
  path: SourcePath;
}

/** What a file lists under `exports`, each folder with the same format once. Entries that break the schema are left out. */
export async function declaredExports(
  workspace: Workspace,
  document: SourceDocument,
  isOutside: IsOutside,
): Promise<DeclaredExport[]> {
  const listed = listIn(document.value, 'exports');
  if (document.kind === 'samples' || listed.length === 0) return [];
  const root = await rootFolderOf(workspace, document.uri);
  const found: DeclaredExport[] = [];
  for (const [index, each] of listed.entries()) {
    const [to, out] = [ownValue(each, 'to'), ownValue(each, 'out')];
    if (!isJsonObject(each) || typeof to !== 'string' || (out !== undefined && typeof out !== 'string')) continue;
    const folder = out === undefined ? root : folderAt(out, document.uri);
    if (folder === null || found.some(other => other.to === to && other.folder === folder)) continue;
    found.push({
      to,
      folder,
      outside: await isOutside(`${folder}export`),
      uri: document.uri,
      path: ['exports', index],
    });
  }
  return found;
}

/** Null if it is not a relative path. */
export function folderAt(out: string, uri: string): string | null {
  if (/^[/\\]|^[a-z]:/i.test(out)) return null;
  const encoded = out.split('/').map(encodeURIComponent).join('/');
  return new URL(`${encoded.replace(/\/+$/, '')}/`, uri).href;
}

/** What a rule set lists, then what its configuration lists for all. */
export function withInherited(own: readonly DeclaredExport[], inherited: readonly DeclaredExport[]): DeclaredExport[] {
  const isOwn = ({ to, folder }: DeclaredExport) => own.some(each => each.to === to && each.folder === folder);
  return [...own, ...inherited.filter(each => !isOwn(each))];
}
