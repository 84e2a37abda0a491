import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { textOf } from '../../language/source/document/file-text.ts';
import { realUri, type Workspace } from '../../language/workspace.ts';
import { displayPath, diskWorkspace, filesAt, maxFileSize, tooLarge } from '../disk-workspace.ts';
import type { Repository, Revision } from './repository.ts';

/** One version of a rule set: a file, among all files as they were with it. */
export interface RuleSetVersion {
  uri: string;
  workspace: Workspace;
  /** As a user names it, and every command takes it: `rules/refunds.escalation.yaml`, `HEAD~1:rules/refunds.escalation.yaml`. */
  label: string;
  /** Another file of the same state, as a user names it. */
  show: (uri: string) => string;
  /** Where it lies on disk now, or would; from the caller's directory. */
  path: string;
}

/** A file on disk. */
export function fileVersion(file: string, directory: string): RuleSetVersion {
  const uri = pathToFileURL(file).href;
  const show = (each: string) => displayPath(each, directory);
  return { uri, workspace: diskWorkspaceAround(file), label: show(uri), show, path: show(uri) };
}

/** A file of a repository at a revision; with null in the working tree. @param file a path of git */
export function revisionVersion(
  repository: Repository,
  revision: Revision | null,
  file: string,
  directory: string,
): RuleSetVersion {
  const onDisk = path.join(repository.root, file);
  const onlyDisk = fileVersion(onDisk, directory);
  if (revision === null) return { ...onlyDisk, workspace: workingTree(repository) };
  const named = revision.prefix === ':' ? '' : revision.label;
  const show = (uri: string) => `${named}:${gitPath(repository, uri) ?? uri}`;
  return { ...onlyDisk, workspace: treeWorkspace(repository, revision), label: `${named}:${file}`, show };
}

/** The label of a version read from standard input. */
export const standardInput = 'standard input';

/** A text that stands in the place of a file: what it imports lies beside that. */
export function givenVersion(text: string, label: string, place: RuleSetVersion): RuleSetVersion {
  const { uri, workspace } = place;
  return {
    ...place,
    label,
    show: each => (each === uri ? label : place.show(each)),
    workspace: {
      read: each => (each === uri ? Promise.resolve({ uri, text }) : workspace.read(each)),
      list: () => workspace.list(),
      realUri: each => realUri(workspace, each),
    },
  };
}

const trees = new WeakMap<Repository, WeakMap<Revision, Workspace>>();

/** All files of a repository as they are at a revision: imports, payload schemas and samples come from it too. One for each revision. */
export function treeWorkspace(repository: Repository, revision: Revision): Workspace {
  let known = trees.get(repository);
  if (known === undefined) trees.set(repository, (known = new WeakMap<Revision, Workspace>()));
  let workspace = known.get(revision);
  if (workspace === undefined) known.set(revision, (workspace = createTreeWorkspace(repository, revision)));
  return workspace;
}

function createTreeWorkspace(repository: Repository, revision: Revision): Workspace {
  const files = new Map<string, ReturnType<Workspace['read']>>();
  let listed: Promise<string[]> | undefined;
  const read = async (uri: string): ReturnType<Workspace['read']> => {
    const file = gitPath(repository, uri);
    if (file === null) return { uri, unreadable: 'it lies outside of the repository.' };
    const content = await repository.read(revision, file);
    if (content === null) return undefined;
    if (content.length > maxFileSize) return { uri, unreadable: tooLarge };
    return { uri, ...textOf(content) };
  };
  return {
    read(uri) {
      let file = files.get(uri);
      if (file === undefined) files.set(uri, (file = read(uri)));
      return file;
    },
    list: () => (listed ??= repository.list(revision).then(paths => ruleFiles(repository, paths))),
  };
}

const workingTrees = new WeakMap<Repository, Workspace>();

function workingTree(repository: Repository): Workspace {
  let workspace = workingTrees.get(repository);
  if (workspace === undefined) {
    let listed: Promise<string[]> | undefined;
    const list = () => (listed ??= repository.list(null).then(paths => ruleFiles(repository, paths)));
    workingTrees.set(repository, (workspace = { ...diskWorkspace([]), list }));
  }
  return workspace;
}

/** Sample files are looked for beside the rule set and one folder below. */
export function diskWorkspaceAround(file: string): Workspace {
  const folder = path.dirname(file);
  const names = '*.{escalation,samples}.{yaml,yml,json}';
  let listed: Promise<string[]> | undefined;
  const list = async () => (await filesAt([names, `*/${names}`], folder)).uris;
  return { ...diskWorkspace([]), list: () => (listed ??= list()) };
}

function ruleFiles({ root }: Repository, paths: readonly string[]): string[] {
  const uris = paths.map(each => pathToFileURL(path.join(root, each)).href);
  return uris.filter(uri => fileKind(uri) === 'rule-set' || fileKind(uri) === 'samples').sort();
}

/** The path of git for a file; null outside of the repository. */
export function gitPath(repository: Repository, uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return repository.pathOf(fileURLToPath(uri));
  } catch {
    // A host, or an escaped slash: no file of this machine.
    return null;
  }
}
