import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { digest } from '../../engine/index.ts';
import { ownValue, sameJson } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { isJsonFile } from '../source/document/file-kind.ts';
import { listIn, objectIn } from '../source/project/names.ts';
import { documentsOf } from '../source/documents.ts';
import { loadProject, type Project } from '../source/project/project.ts';
import { withTexts, type Workspace } from '../workspace.ts';
import { digestOf } from './snapshot.ts';
import { withVersion } from './version-edit.ts';

const sections = ['signals', 'thresholds', 'targets', 'payloads'] as const;
const lists = ['assumptions', 'invariants'] as const;

/**
 * The text of a release for the rule file, with another version. Imports and schema files of the rule file are kept if they still
 * have the released content; everything else is written out.
 * @returns null if the release has no version to replace
 */
export async function restoredText(
  release: Project,
  working: Project,
  version: string,
  workspace: Workspace,
): Promise<string | null> {
  const ruleSet = { ...release.ruleSet, version };
  const whole = release.document.text.trimStart().startsWith('{') || !isJsonFile(working.uri);
  const alone = whole ? withVersion(release.document, version) : `${JSON.stringify(ruleSet, null, 2)}\n`;
  if (alone === null || working.links.length === 0 || isJsonFile(working.uri)) return alone;
  const text = withImports(alone, release.ruleSet, working);
  if (text === null) return alone;
  const restored = documentsOf(withTexts(workspace, new Map([[working.uri, text]])));
  const project = await loadProject(restored, working.uri);
  // A rollback has to have exactly the released content.
  return project !== null && digestOf(project) === digest(ruleSet) ? text : alone;
}

function withImports(text: string, released: RuleSet, working: Project): string | null {
  const document = parseDocument(text);
  if (!isMap(document.contents) || document.errors.length > 0) return null;
  const kept = keptImports(released, working);
  const files = working.files.filter(({ throughImport }) => throughImport !== null && kept.includes(throughImport));
  for (const section of sections) {
    for (const file of files) {
      for (const name of Object.keys(objectIn(file.document.value, section))) remove(document, section, name);
    }
  }
  for (const list of lists) {
    // Imported items come after the file's own.
    const imported = files.reduce((count, file) => count + listIn(file.document.value, list).length, 0);
    const node = document.get(list);
    if (imported === 0 || !isSeq(node)) continue;
    node.items.splice(-imported);
    if (node.items.length === 0) document.delete(list);
  }
  const own = objectIn(working.document.value, 'payloads');
  for (const [name, contract] of Object.entries(released.payloads ?? {})) {
    const path = ownValue(ownValue(own, name), 'schema');
    const current = working.ruleSet.payloads?.[name]?.schema;
    if (
      typeof path === 'string' &&
      document.hasIn(['payloads', name]) &&
      sameJson(current ?? null, contract.schema ?? null)
    )
      document.setIn(['payloads', name, 'schema'], path);
  }
  const imports = listIn(working.document.value, 'imports').filter((_, index) => kept.includes(index));
  if (imports.length > 0) {
    const pair = document.createPair('imports', imports);
    const at = document.contents.items.findIndex(({ key }) => String(key) === 'version');
    document.contents.items.splice(at + 1, 0, pair as (typeof document.contents.items)[number]);
  }
  return document.toString({ lineWidth: 0 });
}

/** Indexes of the imports whose declarations are all unchanged since the release. */
function keptImports(released: RuleSet, { document, files, ruleSet }: Project): number[] {
  return listIn(document.value, 'imports').flatMap((_, index) => {
    const through = files.filter(({ throughImport }) => throughImport === index);
    const same = through.every(file =>
      sections.every(section =>
        Object.keys(objectIn(file.document.value, section)).every(name => {
          const [before, after] = [ownValue(released[section], name), ownValue(ruleSet[section], name)];
          return before !== undefined && after !== undefined && sameJson(before, after);
        }),
      ),
    );
    return same && through.length > 0 ? [index] : [];
  });
}

/** Removes an entry, and its section if that becomes empty. */
function remove(document: Document, section: string, name: string): void {
  document.deleteIn([section, name]);
  const node = document.get(section);
  if (isMap(node) && node.items.length === 0) document.delete(section);
}
