import type { Json } from '../engine/model/json.ts';
import type { ComparingParams, Comparison, DecidedBoth, DecisionMap, Location, NewSample } from './server.ts';
import type { RequestOf, ResponseOf } from './page.ts';
import type { NamedVersion } from './simulator.ts';

export type { NamedVersion };

/** A rule set under review. */
export interface ReviewedPair {
  /** `refunds` for `refunds.escalation.yaml`. */
  name: string;
  /** The path of its file, for people. */
  path: string;
  before: NamedVersion;
  after: NamedVersion;
}

/** The subject of a review: one rule set, or every rule set that a range of commits changes. */
export interface ReviewSubject {
  title: string;
  pairs: ReviewedPair[];
}

/** A file of logged inputs that regions are measured on. */
export interface ChosenLog {
  uri: string;
  name: string;
}

/** Who last changed what was edited, as git says. */
export interface EditAuthor {
  /** Null if the change is not committed yet. */
  name: string | null;
  /** The full hash; null if the change is not committed yet. */
  commit: string | null;
  /** Milliseconds since the Unix epoch. */
  time: number;
}

/** A reviewer's tick and comment on a region. A tick is valid only for the texts that the reviewer saw. */
export interface Mark {
  /** Digests of the versions after for which it was ticked; the version before is the review's. */
  reviewed: string[];
  comment: string;
}

/** By region id. */
export type Marks = Record<string, Mark>;

/** A review with its marks, as exported to a file or a pull request. */
export interface FinishedReview {
  pair: ReviewedPair;
  comparison: Comparison;
  marks: Marks;
}

export type OpinionKind = 'approve' | 'reject';

/** What an approval or a rejection of the version after would do. */
export type PlannedOpinion =
  /** Neither is offered, and why. */
  | { kind: 'not-offered'; why: string }
  /** This one is refused as things are, and why; the other may be possible. */
  | { kind: 'refused'; why: string }
  | {
      kind: 'possible';
      version: string;
      /** `Name <email>` of the reader, who would give it. */
      who: string;
      counts: boolean;
      /** Whether it counts, why not, and what is missing after it, in words. */
      effect: string;
      /** Anything else to know first, such as samples that fail. */
      notes: string[];
      /** How many approvals the change needs, and how many count without this one. */
      needed: number;
      given: number;
      /** Who may still approve, in words. */
      from: string;
      /** True if a rejection blocks the release. */
      rejected: boolean;
      /** The last release, from which an approval covers all changes; null if there is none. */
      base: { version: string; digest: string } | null;
    };

/** The outcome of an approval or a rejection, in words. */
export interface GivenOpinion {
  /** False if it was refused, and nothing was written. */
  done: boolean;
  counts: boolean;
  message: string;
}

/** The requests of the review's page to its host; `pair` is an index in the subject's pairs. */
export interface ReviewPageRequests {
  compare: { params: { pair: number; log: ChosenLog | null }; result: Comparison };
  decideBoth: {
    params: { pair: number; input: Json; at: string | null; grants?: readonly string[] };
    result: DecidedBoth;
  };
  decisionMap: {
    params: { pair: number; input: Json; at: string | null; x: string; y: string };
    result: DecisionMap | null;
  };
  /** Opens both texts side by side, each at its place, if it is known. */
  showTexts: { params: { pair: number; before: Location | null; after: Location | null }; result: null };
  revealLocation: { params: { location: Location }; result: null };
  /** Opens the simulator with the input, for either version. */
  tryInput: {
    params: {
      pair: number;
      side: 'before' | 'after';
      name: string;
      input: Json;
      at: string | null;
      grants?: readonly string[];
    };
    result: null;
  };
  /** Shows a sample of the version after in its file, if it is there. */
  showSample: { params: { pair: number; sample: string }; result: null };
  /** Adds inputs to the samples of the version after, as one step to undo, and shows them. */
  addSamples: { params: { pair: number; samples: readonly NewSample[] }; result: null };
  /** Who made each edit, by its id; without those of which git does not say it. */
  editAuthors: { params: { pair: number }; result: Record<string, EditAuthor> };
  /** The marks for a rule set with this digest before, whatever the version after. */
  marks: { params: { pair: number; digest: string }; result: Marks };
  setMark: { params: { pair: number; digest: string; region: string; mark: Mark }; result: null };
  /** Null if the person cancels. */
  chooseLog: { params: Record<string, never>; result: ChosenLog | null };
  /** Asks where to export to, and exports. False if the person cancels. */
  exportReview: { params: { reviews: FinishedReview[] }; result: boolean };
  /** @param digest that of the version after as the page shows it */
  planOpinion: { params: { pair: number; opinion: OpinionKind; digest: string }; result: PlannedOpinion };
  /** Writes it to the log, with the review, unless the files have another content than the review is about. */
  giveOpinion: {
    params: { pair: number; opinion: OpinionKind; why: string; review: FinishedReview };
    result: GivenOpinion;
  };
  /** Opens a review of the version after from a release of the rule set with this name. */
  compareWithRelease: { params: { pair: number; ruleSet: string; version: string }; result: null };
  openReference: { params: { page: string }; result: null };
}

export type ReviewPageRequest = RequestOf<ReviewPageRequests>;

export type ReviewToHost = ReviewPageRequest | { type: 'ready' };

/** Edits and regions that are known while a comparison goes on. */
export type ComparisonSoFar = Omit<ComparingParams, 'progress'>;

export type HostNotification =
  /** First message after `ready`. `rule` is the id of the rule to start with. */
  | { type: 'open'; subject: ReviewSubject; rule: string | null }
  /** More that is known of a comparison that goes on. */
  | { type: 'comparing'; pair: number; soFar: ComparisonSoFar }
  /** A text of these pairs (by index) changed: compare again. */
  | { type: 'changed'; pairs: number[] }
  /** What approvals there are, or who may give one, may have changed. */
  | { type: 'approvalsChanged' };

export type HostToReview = ResponseOf<ReviewPageRequests> | HostNotification;

/** The state that the page saves with the editor's `setState`, and gets back after a reload. */
export interface ReviewState {
  subject: ReviewSubject;
  selected: number;
  log: ChosenLog | null;
}
