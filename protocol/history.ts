import type { HistoryRow, LogFault } from '../engine/index.ts';

export type { HistoryRow, Opinion } from '../engine/index.ts';
export type { LogFault } from '../engine/index.ts';

/** What was released of a rule set, and whether its log is as it was written. */
export interface RuleSetHistory {
  /** Of the rule file. */
  uri: string;
  name: string;
  /** Of the working copy; empty, and the digest null, if it cannot be read whole. */
  version: string;
  digest: string | null;
  /** False if the rule file cannot be read whole: then nothing is known of it but what was released. */
  readable: boolean;
  /** URI of the log; null where nothing was released, approved or rejected yet. */
  log: string | null;
  /** Where the log is, or will be; null where the rule set's name cannot be that of a folder. */
  place: string | null;
  /** Newest first, each release with the URI of its snapshot. */
  rows: (HistoryRow & { snapshot: string | null })[];
  /** What was done to the log, or to snapshots, and was not to be; empty where all is as it was written. */
  faults: LogFault[];
  /** The hash of the last entry, to be kept elsewhere. */
  head: string | null;
}

export interface HistoryRequests {
  /** Of all rule sets of the workspace, those without a release too. */
  'handrail/histories': { params: Record<string, never>; result: RuleSetHistory[] };
}
