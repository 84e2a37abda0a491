import type { Analysis, Fact, SemanticDiff } from '../../engine/index.ts';
import type { Steps } from '../../engine/model/steps.ts';
import type { Travels } from '../exports/travels.ts';
import type { CheckedFile } from '../findings/check.ts';
import type { Configuration, LoadedConfiguration } from '../findings/configuration.ts';
import type { Published } from '../releases/published.ts';
import type { RecountLimits } from '../releases/recount.ts';
import type { CaseRun } from '../samples/case-run.ts';
import type { Documents } from '../source/documents.ts';
import type { Project } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';

/**
 * What can be asked about the rule files of a workspace. An answer about a file is kept, and holds until something that it was made from changes;
 * an answer about a value that was loaded is worked out each time.
 */
export interface Queries extends Documents {
  /**
   * The rule set or library at `uri` with its imports; null if there is no such file.
   * @param previous another version of it, which makes loading faster and changes nothing else
   */
  project: (uri: string, previous?: Project | null) => Promise<Project | null>;
  /** The sample file at `uri` with its rule set; null if there is no such file. */
  samples: (uri: string) => Promise<SamplesFile | null>;
  /** The configuration for a file. */
  configuration: (uri: string) => Promise<LoadedConfiguration>;
  /** All findings of a file of any kind, as it is when they are there. */
  findings: (uri: string) => Promise<CheckedFile>;
  /**
   * What was released of a rule set, which is nothing if there is no log; null for a library, and for a log that cannot be read.
   * @param name of the rule set, if its file does not say it
   */
  published: (working: Project, name?: string) => Promise<Published | null>;
  /** The exact analysis of a rule set; null if there is nothing to analyse, or if it fails. */
  analysis: (project: Project) => Promise<Analysis | null>;
  /** What the analysis finds, or that the rule set is too large for one; null if there is nothing to analyse, or if it fails. */
  facts: (project: Project) => Promise<readonly Fact[] | null>;
  /** The samples of a file as they come out now; null if samples are not run. */
  cases: (samples: SamplesFile) => Promise<readonly CaseRun[] | null>;
  /** Where a rule set travels, and which tools it meets; null for a library, for rules that cannot decide, and if nothing is known of either. */
  travels: (project: Project) => Promise<Travels | null>;
  /** What a version does differently from another; null if one of them cannot be read, or if the comparison fails. */
  comparison: (before: Project, after: Project) => Promise<SemanticDiff | null>;
}

/** What a query is answered from: other queries, and what is not in files. */
export interface Sources extends Queries {
  /** Severities from the editor or the command line. */
  settings: (uri: string) => Promise<Configuration>;
  /** How much work is spent on recomputing the claims of releases; null if they are not recomputed. */
  recount: RecountLimits | null;
  /** The time, in milliseconds since the Unix epoch. */
  now: () => number;
  /** The minute of the time: an answer that asks for it holds until the next. */
  minute: () => Promise<number>;
  /**
   * Does work that is of no use any more once the answer is outdated.
   * @throws Outdated then
   */
  work: <T>(steps: Steps<T>, about: { query: LongQuery; uri: string }) => Promise<T>;
  /** Reports an internal error of a query that findings can do without; throws it if nobody handles it. */
  failed: (uri: string, error: unknown) => null;
}

/** Queries that may take long. */
export type LongQuery = 'analysis' | 'travels' | 'cases' | 'comparison';

export interface Work {
  query: LongQuery;
  /** The file that the work is about. */
  uri: string;
  /** To be called from time to time; rejects once the work is of no use any more. */
  proceed: () => Promise<void>;
}

/** Does work that is made of steps. `work` says what for, if it may be dropped. */
export type Schedule = <T>(steps: Steps<T>, work?: Work) => T | Promise<T>;
