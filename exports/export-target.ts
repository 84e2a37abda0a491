import type { GatePrograms } from './enforce/gate-file.ts';
import type { HostId } from '../hosts/index.ts';
import type { ExportedFile, ExportSource } from './exported-file.ts';

/** A format in which rule sets travel: the argument of `handrail export --to`. */
export interface ExportTarget {
  id: string;
  /** What it is called, for people. */
  title: string;
  /** True if the host blocks a call by what is exported; false if an agent only reads it. */
  enforces: boolean;
  /** The hosts in which it enforces the rules, if the only one does not have the same id as the target. */
  hosts?: readonly HostId[];
  /** The path of the file that has the stamp in it; that of the gate if absent. */
  stamped?: (name: string) => string;
  files: (source: ExportSource, options: ExportOptions) => ExportedFile[];
  /** Why these files cannot be written beside what is there, as a sentence; null if they can. */
  fault?: (files: readonly ExportedFile[], options: ExportOptions) => string | null;
  /** Where exports of a rule set have files whose number varies, so that a former one may have left some over. */
  folders: (name: string) => readonly FurtherFiles[];
}

export interface FurtherFiles {
  folder: string;
  /** True for the names of such files. */
  isOne: (file: string) => boolean;
}

export interface ExportOptions {
  /** What else is in a file in which the export owns a block: its text without the block; empty if there is no file. */
  around: (path: string) => string;
  /** The programs of the gate. */
  programs: () => GatePrograms;
  /** Those of a gate within the program of an agent. */
  codePrograms: () => GatePrograms;
  /** The current time, in milliseconds since the Unix epoch. */
  now: number;
}
