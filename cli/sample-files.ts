import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileKind } from '../language/source/document/file-kind.ts';
import { documentsOf } from '../language/source/documents.ts';
import { ruleSetLink } from '../language/source/project/samples.ts';
import { sameFileUri, type Workspace } from '../language/workspace.ts';
import { diskWorkspace } from './disk-workspace.ts';
import { diskWorkspaceAround } from './versions/rule-set-version.ts';

/**
 * The sample files among the given files, and for each rule set that none of them names, its samples in the same folder or one level below.
 */
export async function sampleFilesOf(uris: readonly string[]): Promise<string[]> {
  const given = uris.filter(uri => fileKind(uri) === 'samples');
  const named = await sampleFilesByRuleSet(diskWorkspace(given));
  const around = new Map<string, ReturnType<typeof sampleFilesByRuleSet>>();
  const found = new Set(given);
  for (const uri of uris) {
    if (fileKind(uri) !== 'rule-set' || (await named(uri)).length > 0) continue;
    const file = fileURLToPath(uri);
    const folder = path.dirname(file);
    const known = around.get(folder) ?? sampleFilesByRuleSet(diskWorkspaceAround(file));
    around.set(folder, known);
    for (const each of await (await known)(uri)) found.add(each);
  }
  return [...found];
}

/** Finds the sample files of a workspace by the rule file that they name. Loads no rule set. */
async function sampleFilesByRuleSet(workspace: Workspace): Promise<(uri: string) => Promise<string[]>> {
  const { document } = documentsOf(workspace);
  const found = new Map<string, string[]>();
  for (const uri of await workspace.list()) {
    const samples = fileKind(uri) === 'samples' ? await document(uri) : undefined;
    if (samples === undefined || 'unreadable' in samples) continue;
    const target = ruleSetLink(samples)?.target ?? null;
    if (target === null) continue;
    const ruleSet = await sameFileUri(workspace, target);
    found.set(ruleSet, [...(found.get(ruleSet) ?? []), uri]);
  }
  return async uri => found.get(await sameFileUri(workspace, uri)) ?? [];
}
