import type { GatePrograms } from '../exports/enforce/gate-file.ts';
import type { Unreadable } from '../language/source/document/file-text.ts';

/** What the server needs from its platform. Everything else is the same in Node and in a browser. */
export interface Environment {
  files: FileSystem;
  /** Milliseconds since the Unix epoch. */
  clock: () => number;
  timers: Timers;
  /** The programs of gates, for comparing exported ones; absent if they are not at hand. */
  gatePrograms?: () => GatePrograms;
}

export interface FileSystem {
  /** Undefined if there is no such file; `unreadable` says why an existing file cannot be read. Never rejects. */
  read(uri: string): Promise<{ text: string } | Unreadable | undefined>;
  /** The URI with symbolic links resolved; unchanged if there is no such file. Absent if there are no symbolic links. Never rejects. */
  realUri?(uri: string): Promise<string>;
  /**
   * URIs of the files below the folders with wanted names, without folders of third-party content (`node_modules`, `.git`).
   * `complete` is false if there were too many files to search. Never rejects.
   */
  list(
    folders: readonly string[],
    wanted: (fileName: string) => boolean,
  ): Promise<{ uris: string[]; complete: boolean }>;
}

export interface Timers {
  /** Runs the task once after the delay; returns a function that cancels it. */
  after(milliseconds: number, task: () => void): () => void;
  /** Resolves after messages that have arrived meanwhile have been received. */
  idle(): Promise<void>;
}
