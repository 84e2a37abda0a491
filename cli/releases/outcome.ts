import type { ApprovalsState, EntryContent, EntryKind, LogEntry, SemanticDiff } from '../../engine/index.ts';
import type { Finding } from '../../language/findings/finding.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { WorkingCopy } from './working-copy.ts';

/** One of the things that a release has to pass. */
export interface ReleaseCheck {
  kind: 'version' | 'findings' | 'outside' | 'samples' | 'approvals';
  met: boolean;
  /** What is wrong, and what to do; else what is right. */
  message: string;
  /** The file to look at; null if there is none. */
  uri: string | null;
  /** Files outside of the repository that the one who releases has to name. */
  outside?: string[];
}

/** What became of a command that writes to a log. */
export interface Outcome {
  command: EntryKind;
  /** Null where it was done, or would be. */
  refused: string | null;
  /** What would let it through: an option that the one who asks has to answer for. */
  needs: 'discard' | null;
  /** Of an approval or a rejection: whether it counts, and why not; else null. */
  counts: { counts: boolean; message: string } | null;
  /** Of a release: what it has to pass; empty if it did not come that far. */
  checks: ReleaseCheck[];
  /** What else there is to say: what was repaired, what to do next. */
  notes: string[];
  /** The entry that was written; null where it was refused, or tried alone. */
  entry: LogEntry | null;
  /** What the entry says, or would say; null where it did not come that far. */
  content: EntryContent | null;
  /** From the last release; null for the first. */
  diff: SemanticDiff | null;
  /** What the difference is between; null where there is none. */
  compared: { before: Project; after: Project } | null;
  approvals: ApprovalsState | null;
  /** Why it was refused, in places of files. */
  findings: Finding[];
}

export function refusal(command: EntryKind, refused: string, more: Partial<Outcome> = {}): Outcome {
  return {
    command,
    needs: null,
    counts: null,
    checks: [],
    notes: [],
    entry: null,
    content: null,
    diff: null,
    compared: null,
    approvals: null,
    findings: [],
    ...more,
    refused,
  };
}

/** The last release and the working copy, where they can be compared. */
export function comparedIn({ published, project }: WorkingCopy): Pick<Outcome, 'diff' | 'compared'> {
  const before = published?.latest?.project ?? null;
  const diff = published?.diff ?? null;
  return { diff, compared: diff === null || before === null ? null : { before, after: project } };
}
