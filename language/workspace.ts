import { canonicalUri } from './uri.ts';
import type { Unreadable } from './source/document/file-text.ts';

/** The text of a file in the editor, or else on disk. */
export interface WorkspaceFile {
  uri: string;
  text: string;
}

/**
 * The only access of `language/` to files. The server reads open documents first, the command line reads from disk, tests from memory.
 * URIs have the scheme `file:` or another hierarchical one; relative references resolve like URLs.
 */
export interface Workspace {
  /** Undefined if there is no such file. */
  read(uri: string): Promise<WorkspaceFile | ({ uri: string } & Unreadable) | undefined>;
  /** The URI with symbolic links resolved; unchanged if there is no such file. Absent if there are no symbolic links. */
  realUri?(uri: string): Promise<string>;
  /** Names of files and folders in a folder; none if there is no such folder. Absent if folders cannot be read. */
  namesIn?(folder: string): Promise<string[]>;
  /** URIs of all known rule files (`*.escalation.*`) and sample files (`*.samples.*`), in a stable order. */
  list(): Promise<string[]>;
}

/** A workspace whose files change while it is in use. */
export interface LiveWorkspace extends Workspace {
  /** Changes with everything that can change an answer. */
  readonly revision: number;
  /** A file as it is now. The stamp changes when, and only when, the contents do. */
  known(uri: string): Promise<KnownFile>;
}

export interface KnownFile {
  contents: { text: string } | Unreadable | undefined;
  stamp: number;
}

export function isLive(workspace: Workspace | LiveWorkspace): workspace is LiveWorkspace {
  return 'revision' in workspace;
}

/** A workspace whose files stay as they are while it is in use. */
export function unchanging(workspace: Workspace): LiveWorkspace {
  return {
    ...withTexts(workspace, new Map()),
    revision: 0,
    known: async uri => ({ contents: await workspace.read(uri), stamp: 0 }),
  };
}

/** A workspace in which some files have other texts. */
export function withTexts(workspace: Workspace, texts: ReadonlyMap<string, string>): Workspace {
  return {
    read: uri => {
      const text = texts.get(uri);
      return text === undefined ? workspace.read(uri) : Promise.resolve({ uri, text });
    },
    realUri: uri => realUri(workspace, uri),
    namesIn: folder => workspace.namesIn?.(folder) ?? Promise.resolve([]),
    list: () => workspace.list(),
  };
}

/** The URI of a file with symbolic links resolved. */
export function realUri(workspace: Workspace, uri: string): Promise<string> {
  return workspace.realUri?.(uri) ?? Promise.resolve(uri);
}

/** One URI for a file, however a path or symbolic links lead to it. */
export async function sameFileUri(workspace: Workspace, uri: string): Promise<string> {
  return canonicalUri(await realUri(workspace, uri));
}
