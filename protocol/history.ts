import type { HistoryRow, LogFault } from '../engine/index.ts';

export type { HistoryRow, Opinion, ReviewComment } from '../engine/index.ts';
export type { LogFault } from '../engine/index.ts';

/** The releases of a rule set, and signs of tampering. */
export interface RuleSetHistory {
  /** URI of the rule file. */
  uri: string;
  name: string;
  /** Version of the working copy; empty, with a null digest, if it has errors. */
  version: string;
  digest: string | null;
  /** False if the rule file has errors: then only its releases are known. */
  readable: boolean;
  /** URI of the log; null if nothing was released, approved or rejected yet. */
  log: string | null;
  /** URI that the log has or will have; null if the rule set's name cannot be the name of a folder. */
  place: string | null;
  /** Newest first, each release with the URI of its snapshot. */
  rows: (HistoryRow & { snapshot: string | null })[];
  /** Signs of tampering with the log or the snapshots; empty if there are none. */
  faults: LogFault[];
  /** The hash of the last entry, to keep elsewhere; null if there is none. */
  head: string | null;
}

export interface HistoryRequests {
  /** The histories of all rule sets of the workspace, including those without a release. */
  'handrail/histories': { params: Record<string, never>; result: RuleSetHistory[] };
}
