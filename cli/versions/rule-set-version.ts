import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { textOf } from '../../language/source/document/file-text.ts';
import { realUri, type Workspace } from '../../language/workspace.ts';
import { displayPath, diskWorkspace, filesAt, maxFileSize, tooLarge } from '../disk-workspace.ts';
import { commitName, type Repository, type Revision } from './repository.ts';

/** A version of a rule set: a file, and the workspace with all other files at that version. */
export interface RuleSetVersion {
  uri: string;
  workspace: Workspace;
  /** The name for users, which commands accept: `rules/refunds.escalation.yaml`, `HEAD~1:rules/refunds.escalation.yaml`. */
  label: string;
  /** Names another file of the same version for users. */
  show: (uri: string) => string;
  /** The path on disk, even if the file is not there now; relative to the directory of the caller. */
  path: string;
  /** Where git has it; absent if it was not named by a revision. */
  source?: { repository: Repository; revision: Revision | null };
}

/** The version of a rule set on disk. */
export function fileVersion(file: string, directory: string): RuleSetVersion {
  const uri = pathToFileURL(file).href;
  const show = (each: string) => displayPath(each, directory);
  return { uri, workspace: diskWorkspaceAround(file), label: show(uri), show, path: show(uri) };
}

/** The version of a rule set at a revision. @param revision null for the working tree @param file git path of the rule file */
export function revisionVersion(
  repository: Repository,
  revision: Revision | null,
  file: string,
  directory: string,
): RuleSetVersion {
  const onDisk = path.join(repository.root, file);
  const onlyDisk = fileVersion(onDisk, directory);
  const source = { repository, revision };
  if (revision === null) return { ...onlyDisk, workspace: workingTree(repository), source };
  const named = revision.prefix === ':' ? '' : revision.label;
  const show = (uri: string) => `${named}:${gitPath(repository, uri) ?? uri}`;
  return { ...onlyDisk, workspace: treeWorkspace(repository, revision), label: `${named}:${file}`, show, source };
}

/** The label of a version read from standard input. */
export const standardInput = 'standard input';

/** A version given as text. @param place the version whose file it replaces; imports are resolved from there */
export function givenVersion(text: string, label: string, place: RuleSetVersion): RuleSetVersion {
  const { uri, path: onDisk, workspace } = place;
  return {
    uri,
    path: onDisk,
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

/** The workspace of all files of a repository at a revision. There is one for each revision. */
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
    if (file === null) return { uri, unreadable: 'it is outside the repository.' };
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
    async realUri(uri) {
      const file = gitPath(repository, uri);
      if (file === null || revision.prefix === ':') return uri;
      const { paths } = await repository.route(commitName(revision), file);
      return pathToFileURL(path.join(repository.root, paths.at(-1) ?? file)).href;
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

/** A workspace on disk that lists the rule and sample files in the folder of a rule file and one level below. */
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

/** The git path of a file; null if it is outside the repository. */
export function gitPath(repository: Repository, uri: string): string | null {
  if (!uri.startsWith('file:')) return null;
  try {
    return repository.pathOf(fileURLToPath(uri));
  } catch {
    // The URI has a host or an escaped slash, so it names no file of this machine.
    return null;
  }
}
