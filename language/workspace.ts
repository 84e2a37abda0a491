import type { Unreadable } from './source/document/file-text.ts';

/** A text file as the editor has it, or else as it is on disk. */
export interface WorkspaceFile {
  uri: string;
  text: string;
}

/**
 * The only way in which language/ sees files. The server answers from open documents first, the command line from disk,
 * tests from memory. URIs are `file:///…` or any other hierarchical scheme; relative references resolve as URLs do.
 */
export interface Workspace {
  /** Undefined if there is no such file. */
  read(uri: string): Promise<WorkspaceFile | ({ uri: string } & Unreadable) | undefined>;
  /** The URI of a file behind all symbolic links; its own if it is not there. Absent if there are no symbolic links. */
  realUri?(uri: string): Promise<string>;
  /** Names of files and folders in a folder; none if there is no such folder. Absent if folders cannot be read. */
  namesIn?(folder: string): Promise<string[]>;
  /** URIs of all rule files (`*.escalation.*`) and sample files (`*.samples.*`) known, in a stable order. */
  list(): Promise<string[]>;
}

/** The URI of a file behind all symbolic links. */
export function realUri(workspace: Workspace, uri: string): Promise<string> {
  return workspace.realUri?.(uri) ?? Promise.resolve(uri);
}
