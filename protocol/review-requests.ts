import type { DecisionMap, SemanticDiff } from '../engine/index.ts';
import type { DecisionRecord } from '../engine/model/decision-record.ts';
import type { Json } from '../engine/model/json.ts';
import type { Decision, HitPolicy, Signal } from '../engine/model/rule-set.ts';
import type { Location } from '../language/location.ts';

export type {
  ChangeClass,
  Consequence,
  Decider,
  DecisionMap,
  DiffClass,
  MapAxis,
  MapCell,
  Region,
  RuleChange,
  SemanticDiff,
} from '../engine/index.ts';

/**
 * The scheme of files that are on no disk: those of a git revision, the clipboard. Their paths are those of the files they stand for, so that imports
 * resolve among them. The server reads them from the client (`handrail/readVersionFile`).
 */
export const versionScheme = 'handrail-version';

/** Request from server to client: the text of a file with that scheme; null where the version has no such file. */
export const readVersionFile = 'handrail/readVersionFile';
export type ReadVersionFileResult = { text: string } | { unreadable: string } | null;

/** Requests about two versions of a rule set, each named by the URI of its file. */
export interface ReviewRequests {
  /** Everything that the one does differently from the other. */
  'handrail/compare': { params: CompareParams; result: Comparison };
  /** What both do with one input, and why. Null for a version that cannot decide. */
  'handrail/decideBoth': { params: DecideBothParams; result: DecidedBoth };
  /** What both do where two signals vary and all others are as in an input. Null where a version cannot decide. */
  'handrail/decisionMap': { params: DecisionMapParams; result: DecisionMap | null };
  /** The rule sets that a change of files concerns: changed themselves, or made of a file that changed. */
  'handrail/changedRuleSets': { params: ChangedRuleSetsParams; result: FilePair[] };
}

/** A file in two versions of a workspace, by URIs; null where it is not there. */
export interface FilePair {
  before: string | null;
  after: string | null;
}

export interface ChangedRuleSetsParams {
  changes: FilePair[];
  /** Rule files that did not change themselves. */
  unchanged: { before: string; after: string }[];
}

export interface VersionPair {
  before: string;
  after: string;
}

export interface CompareParams extends VersionPair {
  /** A file of logged inputs, one JSON value a line, that regions are weighed by; null for the samples of the rule set alone. */
  log: string | null;
}

export interface Comparison {
  before: VersionView;
  after: VersionView;
  /** Null where a version cannot decide: `broken` of its view says why. */
  diff: SemanticDiff | null;
  /** Where each consequence of `diff` stands in the two texts, in the same order. */
  places: { before: Location | null; after: Location | null }[];
  /** How many inputs that people know of are among those that change; those of samples first. */
  weights: Weight[];
  /** How many approvals the change needs, as the rule set's own governance has it. */
  approvals: number;
}

/** One version of a rule set as a reviewer sees it. */
export interface VersionView {
  uri: string;
  /** Null where it never could be read. */
  ruleSet: {
    name: string;
    version: string;
    digest: string;
    hitPolicy: HitPolicy;
    default: { decide: Decision; to: string | null } | null;
    signals: { name: string; declaration: Signal }[];
    /** In file order, with where they stand. */
    rules: { id: string; version: number; title: string | null; location: Location | null }[];
    defaultLocation: Location | null;
  } | null;
  /** What keeps it from deciding: the first error, and how many there are. `location` is null where there is no text at all. */
  broken: { message: string; location: Location | null; errors: number } | null;
}

/** How many of some known inputs a change concerns. */
export interface Weight {
  kind: 'samples' | 'log';
  /** The file's name; of samples, nothing. */
  name: string;
  total: number;
  changed: number;
  /** Of those that change, how many are in no region: they break an assumption, or a promise that a signal is there. */
  outside: number;
  /** Lines that hold no input. */
  unreadable: number;
  /** By id, those regions that hold any; with the names of a few. */
  regions: { region: string; count: number; names: string[] }[];
}

export interface DecideBothParams extends VersionPair {
  input: Json;
  /** RFC 3339; null means now. */
  at: string | null;
}

export interface DecidedBoth {
  before: DecisionRecord | null;
  after: DecisionRecord | null;
}

export interface DecisionMapParams extends DecideBothParams {
  /** Names of signals: the one that varies from left to right, and the one from top to bottom. */
  x: string;
  y: string;
}
