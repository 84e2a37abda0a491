import type { Unreadable } from '../language/source/document/file-text.ts';

/** What the server needs of the machine that it runs on. Everything else is the same in Node and in a browser. */
export interface Environment {
  files: FileSystem;
  /** Milliseconds since the Unix epoch. */
  clock: () => number;
  timers: Timers;
}

export interface FileSystem {
  /** Undefined where there is no such file; `unreadable` says why a file that exists cannot be had. Never rejects. */
  read(uri: string): Promise<{ text: string } | Unreadable | undefined>;
  /** The URI of a file behind all symbolic links; its own if it is not there. Absent if there are no symbolic links. Never rejects. */
  realUri?(uri: string): Promise<string>;
  /**
   * URIs of the files below the folders whose names are wanted. Folders that hold other people's files (`node_modules`, `.git`) are left out.
   * `complete` is false where there was too much to look through. Never rejects.
   */
  list(
    folders: readonly string[],
    wanted: (fileName: string) => boolean,
  ): Promise<{ uris: string[]; complete: boolean }>;
}

export interface Timers {
  /** Runs the task once after the delay; the result cancels it. */
  after(milliseconds: number, task: () => void): () => void;
  /** Resolves when messages that have arrived meanwhile have been taken in. */
  idle(): Promise<void>;
}
