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
  /** Undefined where there is no such file or it cannot be read; `tooLarge` where it exceeds what is analysed. */
  read(uri: string): Promise<WorkspaceFile | { uri: string; unreadable: string } | undefined>;
  /** URIs of all rule files (`*.escalation.*`) and sample files (`*.samples.*`) known, in a stable order. */
  list(): Promise<string[]>;
}
