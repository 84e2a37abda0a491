import type { ChangeClass, Consequence, DiffClass, SemanticDiff, Weight } from '../../../engine/index.ts';
import type { Finding } from '../../../language/findings/finding.ts';
import type { Project } from '../../../language/source/project/project.ts';
import type { Printed } from '../../printed.ts';

/** One of the two versions that are compared. */
export interface ReportedVersion {
  /** As a user names it: a path, `REV:path`, `NAME@VERSION`. */
  label: string;
  /** Where it lies, or would lie, on disk; from the working directory, with slashes. */
  path: string;
  project: Project;
  /** A file of this version, as a user names it. */
  show: (uri: string) => string;
  /** The path of a file on disk, whatever version of it this is. */
  file: (uri: string) => string;
}

/** Why it is not known what a version does. */
export interface VersionProblem {
  label: string;
  why: string;
  findings: readonly Finding[];
  show: (uri: string) => string;
}

/** How many known cases a change concerns. */
export interface ReportedWeight extends Weight {
  /** What the cases are. */
  of: 'samples' | 'log';
}

/** What there is to say about one rule set. */
export type RuleSetReport =
  | {
      kind: 'compared';
      before: ReportedVersion;
      after: ReportedVersion;
      diff: SemanticDiff;
      /** Null where no cases are known. */
      weight: ReportedWeight | null;
      /** How many people have to approve the change. */
      approvals: number;
    }
  | { kind: 'added'; after: ReportedVersion; approvals: number }
  | { kind: 'removed'; before: ReportedVersion; approvals: number }
  /** A version has errors, so that what it does is not known. */
  | { kind: 'unknown'; path: string; problems: VersionProblem[] };

export type ComparedRuleSet = Extract<RuleSetReport, { kind: 'compared' }>;

export interface DiffReport {
  ruleSets: readonly RuleSetReport[];
  /** What was compared, where whole states of a repository were: `main`, `HEAD`, `the working tree`. */
  revisions: { before: string; after: string } | null;
}

export interface DiffContext {
  color: boolean;
}

export type DiffFormat = (report: DiffReport, context: DiffContext) => Printed;

/** What is looked out for with `--fail-on`. */
export const failures = ['loosened', 'tightened', 'rerouted', 'any'] as const;
export type Failure = (typeof failures)[number];

/** Whether a rule set changed in the way that is looked out for. What could not be proved away counts as found. */
export function fails(report: RuleSetReport, failure: Failure): boolean {
  switch (report.kind) {
    case 'compared': {
      const { diff } = report;
      const possible = [...changesIn(diff), ...diff.undecided.map(each => each.class)];
      return possible.some(each => failure === 'any' || each === failure);
    }
    // Nobody watches any more what it watched.
    case 'removed':
      return failure !== 'tightened' && failure !== 'rerouted';
    case 'added':
      return failure === 'any';
    case 'unknown':
      return false;
  }
}

/** The classes of all that changes a decision or a handoff. */
export function changesIn({ regions, consequences }: SemanticDiff): ChangeClass[] {
  return [...regions.map(each => each.class), ...effective(consequences).map(each => each.class)];
}

type Effective = Consequence & { class: ChangeClass };

/** Consequences that change a decision or a handoff. */
export function effective(consequences: readonly Consequence[]): Effective[] {
  return consequences.filter((each): each is Effective => each.class !== 'neutral');
}

export function classOf(report: RuleSetReport): DiffClass | 'added' | 'removed' | 'unknown' {
  return report.kind === 'compared' ? report.diff.class : report.kind;
}
