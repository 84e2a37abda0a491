import type { ApprovalsState, EntryContent, EntryKind, LogEntry, SemanticDiff } from '../../engine/index.ts';
import type { Finding } from '../../language/findings/finding.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { WorkingCopy } from './working-copy.ts';

/** A check that a release must pass. */
export interface ReleaseCheck {
  kind: 'version' | 'findings' | 'outside' | 'samples' | 'approvals';
  met: boolean;
  /** If it failed, what is wrong and what to do; if it passed, what was found. */
  message: string;
  /** The file to open; null if there is none. */
  uri: string | null;
  /** Files outside the repository that must be allowed with `--outside`. */
  outside?: string[];
}

/** The result of a command that writes to a log. */
export interface Outcome {
  command: EntryKind;
  /** Why the command was refused; null if it was done, or would be without `--dry-run`. */
  refused: string | null;
  /** The option that would allow the command; null if there is none. */
  needs: 'discard' | null;
  /** For an approval or a rejection, whether it counts, and why not, and how many count without it; otherwise null. */
  counts: { counts: boolean; message: string; without: { approvals: number; rejections: number } } | null;
  /** The checks of a release; empty if it failed before them. */
  checks: ReleaseCheck[];
  /** Further messages, such as what was repaired or what to do next. */
  notes: string[];
  /** The entry that was written; null if the command was refused, or with `--dry-run`. */
  entry: LogEntry | null;
  /** The content of the entry, written or not; null if the command failed before it was known. */
  content: EntryContent | null;
  /** The difference from the last release; null if there is nothing to compare. */
  diff: SemanticDiff | null;
  /** The two sides of `diff`; null if it is null. */
  compared: { before: Project; after: Project } | null;
  approvals: ApprovalsState | null;
  /** The findings for which the command was refused. */
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

/** The difference between the last release and the working copy, if they can be compared. */
export function comparedIn({ published, project }: WorkingCopy): Pick<Outcome, 'diff' | 'compared'> {
  const before = published?.latest?.project ?? null;
  const diff = published?.diff ?? null;
  return { diff, compared: diff === null || before === null ? null : { before, after: project } };
}
