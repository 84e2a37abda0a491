import { ownValue } from '../../../engine/model/json.ts';
import type { Range } from '../../location.ts';
import type { Workspace } from '../../workspace.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';
import type { Documents } from '../documents.ts';
import { fileKind, fileName, resolveUri } from '../document/file-kind.ts';
import { laterLanguage } from '../schema/schema-messages.ts';
import {
  isLibraryReference,
  isLibraryUri,
  libraryNames,
  libraryReference,
  libraryUri,
  nearestLibrary,
} from '../libraries/libraries.ts';
import { listIn } from './names.ts';

/** A path in a document that leads to another file: an import, a payload contract's schema, a sample file's rule set. */
export interface FileLink {
  kind: 'import' | 'schema' | 'ruleset';
  uri: string;
  path: SourcePath;
  range: Range;
  /** What it leads to; null where it is no path. */
  target: string | null;
}

/** A file that could not be taken in, told at the place that asks for it. */
export interface FileProblem {
  link: FileLink;
  message: string;
  /** The path leads to nothing that can be read; else to something that is not what it should be. */
  nothing: boolean;
  /** Text to put in place of the path, where it is clear what was meant. */
  suggestion: string | null;
  related: { message: string; uri: string; range: Range }[];
}

export interface ProjectFile {
  uri: string;
  document: SourceDocument;
  /** Index in the root's `imports` through which the file was reached first; null for the root itself. */
  throughImport: number | null;
}

export interface ProjectFiles {
  /** The root first, then its imports, each file once, those that a file imports right before it. */
  files: ProjectFile[];
  links: FileLink[];
  problems: FileProblem[];
}

const maxImportsDepth = 32;
const maxFiles = 200;

/** Reads a rule set's file and all that it imports. Cycles and missing files become problems at their `imports` entry. */
export async function readProjectFiles(documents: Documents, root: SourceDocument): Promise<ProjectFiles> {
  const files: ProjectFile[] = [];
  const links: FileLink[] = [];
  const problems: FileProblem[] = [];
  const known = new Map<string, SourceDocument>([[root.uri, root]]);
  const done = new Set<string>([root.uri]);

  const fail = (link: FileLink, message: string, more: Partial<FileProblem> = {}): void => {
    problems.push({ link, message, nothing: true, suggestion: null, related: [], ...more });
  };

  const follow = async (
    document: SourceDocument,
    chain: readonly string[],
    throughImport: number | null,
  ): Promise<void> => {
    const imports = listIn(document.value, 'imports');
    for (const [index, reference] of imports.entries()) {
      if (typeof reference !== 'string') continue;
      const path = ['imports', index];
      const isBuiltIn = isLibraryReference(reference);
      const target = isBuiltIn ? libraryUri(reference) : resolveUri(document.uri, reference);
      const range = document.rangeOf(path);
      const link: FileLink = { kind: 'import', uri: document.uri, path, range, target };
      links.push(link);
      const through = throughImport ?? index;
      if (target === null)
        fail(link, `"${reference}" is not a path. Write one relative to this file, as in ./common.escalation.yaml.`);
      else if (isBuiltIn && ownValue(document.value, 'escalation') === 1)
        fail(link, laterLanguage(reference, 2, document.value));
      else if (chain.includes(target)) fail(link, cycleMessage([...chain.slice(chain.indexOf(target)), target]));
      else if (fileKind(target) !== 'rule-set') {
        fail(
          link,
          `${fileName(target)} is not a rule file: its name must end in .escalation.yaml, .escalation.yml or .escalation.json.`,
        );
      } else if (!done.has(target)) {
        if (chain.length >= maxImportsDepth || done.size >= maxFiles) {
          fail(link, `Too many imports: at most ${maxImportsDepth} inside each other and ${maxFiles} in all.`);
          continue;
        }
        done.add(target);
        const imported = await readImport(documents, target, document.uri);
        if ('message' in imported) {
          const suggestion = isBuiltIn
            ? nearestLibrary(reference)
            : await nearestFile(documents.workspace, document.uri, target);
          fail(link, imported.message, { suggestion });
          continue;
        }
        known.set(target, imported);
        await follow(imported, [...chain, target], through);
        files.push({ uri: target, document: imported, throughImport: through });
      }
      const imported = target === null ? undefined : known.get(target);
      if (imported !== undefined && imported !== root && ownValue(imported.value, 'rules') !== undefined) {
        const related = [
          { message: 'The rules stand here.', uri: imported.uri, range: imported.rangeOf(['rules'], 'key') },
        ];
        const message = `${fileName(imported.uri)} has rules of its own, and only libraries (files without \`rules\`) can be imported. Move what both need into a library.`;
        fail(link, message, { related });
      }
    }
  };
  await follow(root, [root.uri], null);
  return { files: [{ uri: root.uri, document: root, throughImport: null }, ...files], links, problems };
}

async function readImport(
  documents: Documents,
  uri: string,
  from: string,
): Promise<SourceDocument | { message: string }> {
  const document = await documents.document(uri);
  if (document === undefined && isLibraryUri(uri))
    return {
      message: `There is no built-in library of this name and version. There are ${libraryNames.map(name => `\`${libraryReference(name)}\``).join(', ')}.`,
    };
  if (document === undefined) return { message: `There is no file ${readablePath(uri, from)}.` };
  if ('unreadable' in document) return { message: `${readablePath(uri, from)} cannot be read: ${document.unreadable}` };
  return document;
}

function cycleMessage(chain: readonly string[]): string {
  const names = chain.map(fileName);
  if (names.length === 2) return `${names[0] ?? ''} imports itself.`;
  return `The imports form a cycle: ${names.join(' → ')}. Move what the files share into a library that imports neither.`;
}

/** The path, relative to the importing file, of a known rule file with the same name or nearly so. */
async function nearestFile(workspace: Workspace, from: string, missing: string): Promise<string | null> {
  const wanted = fileName(missing).toLowerCase();
  const stem = (name: string) => name.replace(/\.(ya?ml|json)$/, '');
  const known = (await workspace.list()).filter(uri => fileKind(uri) === 'rule-set' && uri !== from);
  const exact = known.find(uri => fileName(uri).toLowerCase() === wanted);
  const found = exact ?? known.find(uri => stem(fileName(uri).toLowerCase()) === stem(wanted));
  return found === undefined ? null : relativePath(from, found);
}

/** From the folder of one file to another file on the same host; null where there is no such path. */
export function relativePath(from: string, to: string): string | null {
  const a = new URL(from);
  const b = new URL(to);
  if (a.protocol !== b.protocol || a.host !== b.host) return null;
  const base = a.pathname.split('/').slice(0, -1);
  const target = b.pathname.split('/');
  let shared = 0;
  while (shared < base.length && shared < target.length - 1 && base[shared] === target[shared]) shared++;
  const up = base.slice(shared).map(() => '..');
  const parts = [...(up.length === 0 ? ['.'] : up), ...target.slice(shared)];
  return decodeURIComponent(parts.join('/'));
}

/** A file as a person names it: from the folder of the file that refers to it, where there is such a path. */
export function readablePath(uri: string, from: string): string {
  try {
    return relativePath(from, uri) ?? decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
