import type { GatePrograms } from './enforce/gate-file.ts';
import type { ExportedFile, ExportSource } from './exported-file.ts';

/** A format in which rule sets travel: the argument of `handrail export --to`. */
export interface ExportTarget {
  id: string;
  /** What it is called, for people. */
  title: string;
  /** True if the host blocks a call by what is exported; false if an agent only reads it. */
  enforces: boolean;
  files: (source: ExportSource, options: ExportOptions) => ExportedFile[];
  /** Why the files cannot be written beside what is there, as a sentence; null if they can. */
  fault?: (source: ExportSource, options: ExportOptions) => string | null;
  /** Folders that may have files of a former export of a rule set which a new one no longer has. */
  folders: (name: string) => readonly string[];
}

export interface ExportOptions {
  /** What else is in a file in which the export owns a block: its text without the block; empty if there is no file. */
  around: (path: string) => string;
  /** The programs of the gate. */
  programs: () => GatePrograms;
  /** The current time, in milliseconds since the Unix epoch. */
  now: number;
}
