import type { Json } from '../engine/model/json.ts';
import type { Comparison, DecidedBoth, DecisionMap, Location } from './server.ts';
import type { RequestOf, ResponseOf } from './page.ts';
import type { NamedVersion } from './simulator.ts';

export type { NamedVersion };

/** A rule set under review. */
export interface ReviewedPair {
  /** `refunds` of `refunds.escalation.yaml`. */
  name: string;
  /** Where its file stands, for people. */
  path: string;
  before: NamedVersion;
  after: NamedVersion;
}

/** What a review is about: one rule set, or every one that a range of commits changes. */
export interface ReviewSubject {
  title: string;
  pairs: ReviewedPair[];
}

/** A file of logged inputs that regions are weighed by. */
export interface ChosenLog {
  uri: string;
  name: string;
}

/** What a reviewer noted about a region. A tick is worth something for the texts alone that were looked at. */
export interface Mark {
  /** Digests of the later versions that it was ticked for; the earlier version is the review's. */
  reviewed: string[];
  comment: string;
}

/** By region id. */
export type Marks = Record<string, Mark>;

/** A review with what was noted, as it goes into a file or a pull request. */
export interface FinishedReview {
  pair: ReviewedPair;
  comparison: Comparison;
  marks: Marks;
}

/** What the review's page asks of its host; `pair` is an index in the subject's pairs. */
export interface ReviewPageRequests {
  compare: { params: { pair: number; log: ChosenLog | null }; result: Comparison };
  decideBoth: { params: { pair: number; input: Json; at: string | null }; result: DecidedBoth };
  decisionMap: {
    params: { pair: number; input: Json; at: string | null; x: string; y: string };
    result: DecisionMap | null;
  };
  /** Opens both texts side by side, at these places where they are known. */
  showTexts: { params: { pair: number; before: Location | null; after: Location | null }; result: null };
  revealLocation: { params: { location: Location }; result: null };
  /** Opens the simulator with the input, for either version. */
  tryInput: {
    params: { pair: number; side: 'before' | 'after'; name: string; input: Json; at: string | null };
    result: null;
  };
  /** What was noted for a rule set since an earlier version, whatever the later one was. */
  marks: { params: { pair: number; digest: string }; result: Marks };
  setMark: { params: { pair: number; digest: string; region: string; mark: Mark }; result: null };
  /** Null where the person backed out. */
  chooseLog: { params: Record<string, never>; result: ChosenLog | null };
  /** Asks where to and writes it there. False where the person backed out. */
  exportReview: { params: { reviews: FinishedReview[] }; result: boolean };
  openReference: { params: { page: string }; result: null };
}

export type ReviewPageRequest = RequestOf<ReviewPageRequests>;

export type ReviewToHost = ReviewPageRequest | { type: 'ready' };

export type HostNotification =
  /** First message after `ready`. `rule`: the id of the rule that the review was asked for. */
  | { type: 'open'; subject: ReviewSubject; rule: string | null }
  /** A text of these pairs (by index) changed: ask again. */
  | { type: 'changed'; pairs: number[] };

export type HostToReview = ResponseOf<ReviewPageRequests> | HostNotification;

/** What the page keeps with the editor's `setState`, and gets back after a reload. */
export interface ReviewState {
  subject: ReviewSubject;
  selected: number;
  log: ChosenLog | null;
}
