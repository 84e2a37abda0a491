import { isMap, isSeq, parseDocument, stringify } from 'yaml';
import { digest, type LogEntry, textDigest } from '../../engine/index.ts';
import { ownValue, type Json } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { listIn, objectIn } from '../source/project/names.ts';
import { documentsOf } from '../source/documents.ts';
import { loadProject, type Project } from '../source/project/project.ts';

/**
 * The text of a release: a self-contained rule file with the same digest as the project. A file without imports and schema files is
 * copied unchanged; otherwise imported declarations and schemas are inserted into its text, which keeps its comments.
 */
export async function snapshotText(project: Project): Promise<string> {
  const { document, ruleSet } = project;
  const expected = digest(ruleSet);
  const holds = async (text: string) => (await digestOfText(text)) === expected;
  if (project.links.length === 0 && (await holds(document.text))) return document.text;
  const merged = mergedText(project);
  if (merged !== null && (await holds(merged))) return merged;
  const plain = stringify(ruleSet, { lineWidth: 0, aliasDuplicateObjects: false });
  if (await holds(plain)) return plain;
  // JSON, which is also YAML, can express everything, such as control characters.
  return `${JSON.stringify(ruleSet, null, 2)}\n`;
}

const alone = 'memory:///alone.escalation.yaml';

/** The digest of a self-contained rule file's text; null if it cannot be read completely. */
export async function digestOfText(text: string): Promise<string | null> {
  const workspace = {
    read: (uri: string) => Promise.resolve(uri === alone ? { uri, text } : undefined),
    list: () => Promise.resolve([alone]),
  };
  const project = await loadProject(documentsOf(workspace), alone);
  return project === null ? null : digestOf(project);
}

/** Whether a text is that of the published snapshot, comments included. True if the entry has no hash of the text. */
export function isPublishedText({ text: published }: LogEntry, text: string): boolean {
  return published === undefined || published === textDigest(text);
}

/** The digest of a rule set; null for a library, and if the rule set cannot be read completely. */
export function digestOf(project: Project): string | null {
  const { files, schemaProblems, fileProblems, kind, ruleSet } = project;
  const readable = files.every(({ document }) => document.problems.length === 0 && document.root !== null);
  if (kind === 'library' || !readable || schemaProblems.length > 0 || fileProblems.length > 0) return null;
  return digest(ruleSet);
}

const sections = ['signals', 'thresholds', 'targets', 'payloads'] as const;
const lists = ['assumptions', 'invariants'] as const;

function mergedText({ document, ruleSet }: Project): string | null {
  const text = parseDocument(document.text, { keepSourceTokens: false });
  if (!isMap(text.contents) || text.errors.length > 0) return null;
  text.delete('imports');
  for (const section of sections) {
    const own = objectIn(document.value, section);
    for (const [name, declared] of Object.entries(ruleSet[section] ?? {})) {
      const written = ownValue(own, name);
      if (written === undefined) add(text, section, name, declared as Json);
      else if (section === 'payloads' && typeof ownValue(written, 'schema') === 'string')
        text.setIn([section, name, 'schema'], text.createNode(ownValue(declared, 'schema')));
    }
  }
  for (const list of lists) {
    const all: RuleSet[typeof list] = ruleSet[list];
    const imported = (all ?? []).slice(listIn(document.value, list).length);
    if (imported.length === 0) continue;
    const node = text.get(list);
    if (isSeq(node)) for (const each of imported) node.add(text.createNode(each));
    else text.set(list, text.createNode(imported));
  }
  return text.toString({ lineWidth: 0 });
}

function add(text: ReturnType<typeof parseDocument>, section: string, name: string, value: Json): void {
  if (isMap(text.get(section))) text.setIn([section, name], text.createNode(value));
  else text.set(section, text.createNode({ [name]: value }));
}
