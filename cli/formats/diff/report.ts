import type { ChangeClass, Consequence, DiffClass, SemanticDiff, Measurement } from '../../../engine/index.ts';
import type { Finding } from '../../../language/findings/finding.ts';
import type { Project } from '../../../language/source/project/project.ts';
import { countClasses } from '../../../report/changes.ts';
import type { EditAuthor } from '../../../report/edit-author.ts';
import type { Printed } from '../../printed.ts';

/** One of the two compared versions. */
export interface ReportedVersion {
  /** The version as a user names it: a path, `REV:path` or `NAME@VERSION`. */
  label: string;
  /** The path on disk, even if the file is not there; relative to the working directory, with slashes. */
  path: string;
  project: Project;
  /** Names a file of this version as a user would. */
  show: (uri: string) => string;
  /** The path of a file on disk, ignoring the version. */
  file: (uri: string) => string;
}

/** The reason why a version cannot be compared. */
export interface VersionProblem {
  label: string;
  why: string;
  findings: readonly Finding[];
  show: (uri: string) => string;
}

/** The known cases that a change affects. */
export interface ReportedMeasurement extends Measurement {
  /** The kind of cases. */
  of: 'samples' | 'log';
}

/** The comparison of one rule set. */
export type RuleSetReport =
  | {
      kind: 'compared';
      before: ReportedVersion;
      after: ReportedVersion;
      diff: SemanticDiff;
      /** Null if no cases are known. */
      measurement: ReportedMeasurement | null;
      /** How many people must approve the change. */
      approvals: number;
      /** Those who may approve it; null if anybody but its authors may. */
      approvers: readonly string[] | null;
      /** Who made each edit, by its id; without those of which git does not say it. */
      authors: ReadonlyMap<string, EditAuthor>;
    }
  | { kind: 'added'; after: ReportedVersion; approvals: number; approvers: readonly string[] | null }
  | { kind: 'removed'; before: ReportedVersion; approvals: number; approvers: readonly string[] | null }
  /** A version has errors, so its decisions are not known. */
  | { kind: 'unknown'; path: string; problems: VersionProblem[] };

export type ComparedRuleSet = Extract<RuleSetReport, { kind: 'compared' }>;

export interface DiffReport {
  ruleSets: readonly RuleSetReport[];
  /** The compared states of a repository, such as `main` and `the working tree`; null if a single pair was compared. */
  revisions: { before: string; after: string } | null;
  /** The time for which changes are shown as current or past, in milliseconds since the Unix epoch. */
  now: number;
}

/** How a report for people is shown. */
export interface DiffContext {
  color: boolean;
  /** The width of standard output, in characters. */
  columns: number;
  /** True to show everything, however long. */
  all: boolean;
}

export type DiffFormat = (report: DiffReport, context: DiffContext) => Printed;

/** The classes that `--fail-on` takes. */
export const failures = ['loosened', 'tightened', 'rerouted', 'any'] as const;
export type Failure = (typeof failures)[number];

/** True if a rule set changed in the given way. A change that could not be ruled out counts. */
export function fails(report: RuleSetReport, failure: Failure): boolean {
  switch (report.kind) {
    case 'compared': {
      const { diff } = report;
      const possible = [...changesIn(diff), ...diff.undecided.map(each => each.class)];
      return possible.some(each => failure === 'any' || each === failure);
    }
    // Removing a rule set removes oversight, which is a loosening.
    case 'removed':
      return failure !== 'tightened' && failure !== 'rerouted';
    case 'added':
      return failure === 'any';
    case 'unknown':
      return false;
  }
}

/** The classes of all changes of decisions and handoffs that were found. */
export function changesIn({ regions, consequences }: SemanticDiff): ChangeClass[] {
  return [...regions.map(each => each.class), ...effective(consequences).map(each => each.class)];
}

type Effective = Consequence & { class: ChangeClass };

/** Consequences that change a decision or a handoff. */
export function effective(consequences: readonly Consequence[]): Effective[] {
  return consequences.filter((each): each is Effective => each.class !== 'neutral');
}

/** What happened to a rule set; `undecided` if changes are possible, and none was found. */
export type RuleSetClass = DiffClass | 'undecided' | 'added' | 'removed' | 'unknown';

export function classOf(report: RuleSetReport): RuleSetClass {
  if (report.kind !== 'compared') return report.kind;
  const { diff } = report;
  return countClasses(changesIn(diff))[0]?.name ?? (diff.complete ? 'equivalent' : 'undecided');
}
