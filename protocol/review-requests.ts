import type { DecisionMap, Edit, HandoffChange, SemanticDiff, ToldRegion } from '../engine/index.ts';
import type { DecisionRecord } from '../engine/model/decision-record.ts';
import type { Json } from '../engine/model/json.ts';
import type { Decision, HitPolicy, Signal, Target } from '../engine/model/rule-set.ts';
import type { Location } from '../language/location.ts';

export type {
  ChangeClass,
  Consequence,
  Decider,
  DecisionMap,
  CourseStep,
  DiffClass,
  DiffEdit,
  Edit,
  HandoffChange,
  HandoffVersion,
  MapAxis,
  MapCell,
  MarkedCourse,
  MarkedPath,
  PathEdge,
  PathTarget,
  Region,
  RuleChange,
  SemanticDiff,
  StepMark,
} from '../engine/index.ts';

/**
 * The scheme of files that are not on disk: those of a git revision, the clipboard. Each has the path of the file that it replaces, so that imports
 * resolve in the same version. The server reads them through the client (`handrail/readVersionFile`).
 */
export const versionScheme = 'handrail-version';

/** Request from server to client: the text of a file with that scheme; null if the version has no such file. */
export const readVersionFile = 'handrail/readVersionFile';
export type ReadVersionFileResult = { text: string } | { unreadable: string } | null;

/** Requests about two versions of a rule set, each named by the URI of its file. */
export interface ReviewRequests {
  /** All differences between the two versions. */
  'handrail/compare': { params: CompareParams; result: Comparison };
  /** The decisions of both versions on an input, with traces. Null for a version that cannot decide. */
  'handrail/decideBoth': { params: DecideBothParams; result: DecidedBoth };
  /** The decisions of both versions if two signals vary and all others are as in an input. Null if a version cannot decide. */
  'handrail/decisionMap': { params: DecisionMapParams; result: DecisionMap | null };
  /** The rule sets that a change of files affects: those that changed, or that use a file that changed. */
  'handrail/changedRuleSets': { params: ChangedRuleSetsParams; result: FilePair[] };
}

/** The URIs of a file in two versions of a workspace; null if it does not exist there. */
export interface FilePair {
  before: string | null;
  after: string | null;
}

export interface ChangedRuleSetsParams {
  changes: FilePair[];
  /** Rule files that did not change themselves, but whose imports may have changed. */
  unchanged: { before: string; after: string }[];
}

export interface VersionPair {
  before: string;
  after: string;
}

export interface CompareParams extends VersionPair {
  /** A file of logged inputs to measure regions on, one JSON value per line; null to use only the samples of the rule set. */
  log: string | null;
  /** If given, `handrail/comparing` with this name says what is known while the comparison goes on. */
  progress?: string;
}

/** Notification from server to client: more that is known of a comparison while it goes on. */
export const comparing = 'handrail/comparing';
export interface ComparingParams {
  /** The name that the request gave. */
  progress: string;
  /** All edits, in the first notification; empty in others. */
  edits: { edit: Edit; unit: string }[];
  /** Regions found since the last notification, the gravest of a period first, each with the id of the edit that makes it. */
  found: { edit: string; region: ToldRegion }[];
}

export interface Comparison {
  before: VersionView;
  after: VersionView;
  /** Null if a version cannot decide: `broken` of its view says why. */
  diff: SemanticDiff | null;
  /** The place of each consequence of `diff` in the two texts, in the same order. */
  places: { before: Location | null; after: Location | null }[];
  /** More about each edit of `diff`, in the same order. */
  edits: EditDetails[];
  /** The handoffs that go differently, by the target with which they begin. */
  handoffs: HandoffChange[];
  /** How many known inputs change; samples first. */
  measurements: Measurement[];
  /** How many approvals the change needs, by the rule set's own governance. */
  approvals: number;
  /** Those who may approve it; null if anybody but its authors may. */
  approvers: readonly string[] | null;
}

/** What a reviewer sees of an edit beside the edit itself. */
export interface EditDetails {
  /** Its places in the two texts; null if the version does not have the edited thing. */
  before: Location | null;
  after: Location | null;
  /** The unit of its values; empty if they have none. */
  unit: string;
}

/** One version of a rule set as a reviewer sees it. */
export interface VersionView {
  uri: string;
  /** Null if the version never could be read. */
  ruleSet: {
    name: string;
    version: string;
    digest: string;
    hitPolicy: HitPolicy;
    default: { decide: Decision; to: string | null } | null;
    signals: { name: string; declaration: Signal }[];
    targets: Readonly<Record<string, Pick<Target, 'kind'>>>;
    /** In file order, with their places. */
    rules: { id: string; version: number; title: string | null; location: Location | null }[];
    defaultLocation: Location | null;
  } | null;
  /** The first error that keeps the version from deciding, and how many there are; null if there is none. `location` is null if there is no text at all. */
  broken: { message: string; location: Location | null; errors: number } | null;
}

/** How many known inputs a change affects. */
export interface Measurement {
  kind: 'samples' | 'log';
  /** The name of the log's file; empty for samples. */
  name: string;
  total: number;
  changed: number;
  /** How many changed inputs are in no region, because they break an assumption or lack a required signal. */
  outside: number;
  /** The number of lines without a readable input. */
  unreadable: number;
  /** The regions with known inputs, by id, each with the names of a few. */
  regions: { region: string; count: number; names: string[] }[];
}

export interface DecideBothParams extends VersionPair {
  input: Json;
  /** RFC 3339; null means now. */
  at: string | null;
  /** The ids of rules for which a reviewer of this very case has issued a grant; none if absent. */
  grants?: readonly string[];
}

export interface DecidedBoth {
  before: DecisionRecord | null;
  after: DecisionRecord | null;
}

export interface DecisionMapParams extends DecideBothParams {
  /** Names of the signals that vary: `x` from left to right, `y` from top to bottom. */
  x: string;
  y: string;
}
