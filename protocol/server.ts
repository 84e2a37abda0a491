import type { DecisionRecord, ConditionSpan } from '../engine/model/decision-record.ts';
import type { Json } from '../engine/model/json.ts';
import type { Decision, HitPolicy, Signal, Target, Threshold } from '../engine/model/rule-set.ts';
import type { Expectation, Sample } from '../engine/model/samples.ts';
import type { Location, Position, Range } from '../language/location.ts';
import type { Verdict, VerdictCounts } from '../language/samples/case-run.ts';
import type { HistoryRequests } from './history.ts';
import type { ReviewRequests } from './review-requests.ts';

export type { Location, Position, Range, VerdictCounts };
export type * from './history.ts';
export * from './review-requests.ts';
export { libraryScheme } from '../language/source/libraries/scheme.ts';

/** Requests from client to server beyond the LSP, by method. All positions are LSP positions. */
export interface ServerRequests extends ReviewRequests, HistoryRequests {
  /** Decides on an input with the current text of the rule set at `uri`, saved or not. */
  'handrail/simulate': { params: SimulateParams; result: SimulateResult };
  /** The place of a rule or a part of a condition in the text. Null if the current text has no such place. */
  'handrail/locate': { params: LocateParams; result: Location | null };
  /** The rule at a position of the text: its index in `rules`, or null. */
  'handrail/ruleAt': { params: { uri: string; position: Position }; result: number | null };
  /** The edit that adds a sample to the rule set's sample file, creating the file if there is none. */
  'handrail/addSample': { params: AddSampleParams; result: AddSampleResult };
  /** The same for several inputs, each with its decision as the expected one. */
  'handrail/addSamples': { params: AddSamplesParams; result: AddSampleResult };
  /** The text of the built-in library at a URI with the scheme `handrail`; null if there is none. */
  'handrail/libraryText': { params: { uri: string }; result: string | null };
}

/** Notification from server to client: the decisions of the rule set at `uri` may have changed (its text, an import, its samples). */
export const ruleSetChanged = 'handrail/ruleSetChanged';
export interface RuleSetChangedParams {
  uri: string;
}

/** Notification from server to client: how many samples of the workspace have each verdict. */
export const samplesRan = 'handrail/samplesRan';
export interface SamplesRanParams {
  counts: VerdictCounts;
  /** The first sample that fails, or else the first that cannot run; null if there is none. */
  first: Location | null;
}

/** The command of the lenses that show the results of samples; its argument is the `Location` of a sample. */
export const showSampleCommand = 'handrail.showSample';

/** The language id of rule files and sample files. */
export const ruleFilesLanguage = 'handrail-rules';

/** The command of the lens that compares a rule set with another version of it; its argument is `{ uri }`. */
export const compareCommand = 'handrail.compareWith';

/** The command of the lenses and code actions that open the simulator, which the client implements; it takes one argument. */
export const openSimulatorCommand = 'handrail.openSimulator';
export interface OpenSimulatorArguments extends Partial<GivenInput> {
  /** URI of the rule set. */
  uri: string;
  /** Index in `rules`. */
  rule?: number;
  /** Name of a sample. */
  sample?: string;
}

/** An input to try out that is in no file, such as the witness of a finding, with a name for people. */
export interface GivenInput {
  name: string;
  input: Json;
  /** RFC 3339; null means now. */
  at: string | null;
  /** As in a sample; absent if there are none. */
  grants?: GivenGrants;
}

/** Grants in force: ids of rules for which a reviewer of this very case has issued one, or grants of other cases. */
export type GivenGrants = NonNullable<Sample['grants']>;

export interface SimulateParams {
  uri: string;
  input: Json;
  /** RFC 3339; null means now. */
  at: string | null;
  /** Grants in force; none if absent. */
  grants?: GivenGrants;
  /** Values tried out instead of the declared thresholds, by the `id` of their views. */
  thresholds: Record<string, number>;
  /** Name of a sample to run too. */
  sample?: string | null;
}

export interface SimulateResult {
  /** The rule set that decided: the current text, or its last version without errors. Null if there never was one. */
  ruleSet: RuleSetView | null;
  /** The first error of the current text, and how many there are; null if there is none. */
  broken: { message: string; location: Location; errors: number } | null;
  /** The decision, with trace. Null if `ruleSet` is. */
  record: DecisionRecord | null;
  /** The decision with the declared thresholds, without trace; null if no other values are tried out. */
  declared: DecisionRecord | null;
  /** The result of the requested sample, as in its file and with the declared thresholds. Null if there is no such sample. */
  sample: SampleOutcome | null;
}

export interface SampleOutcome {
  name: string;
  verdict: Verdict;
  /** Each expectation that is not met: `decide: expected "stop", was "pause"`. */
  failures: string[];
}

/** A value of a threshold. A table has a view for each of its values. */
export interface ThresholdView {
  /** Equal for no other view: the threshold's name; for an entry of a table, the name, a dot and the entry's key. Names hold no dot. */
  id: string;
  name: string;
  /** For a value of a table: the signal that chooses it, and the value of the signal, as text; null for all without an entry. */
  column: { signal: string; key: string | null } | null;
  declaration: Threshold;
  comparedWith: string[];
}

export interface RuleSetView {
  uri: string;
  name: string;
  version: string;
  digest: string;
  description: string | null;
  hitPolicy: HitPolicy;
  /** In order of declaration. */
  signals: { name: string; declaration: Signal }[];
  thresholds: ThresholdView[];
  rules: { id: string; version: number; title: string | null; decide: Decision; status: string }[];
  /** The ids of the rules for which a reviewer can issue grants. */
  grantable: string[];
  /** What happens if no rule decides; null if the rule set has no default (then the agent pauses). */
  default: { decide: Decision; to: string | null } | null;
  targets: { name: string; declaration: Target }[];
  samples: SampleView[];
}

export interface SampleView {
  name: string;
  description: string | null;
  at: string | null;
  input: Json;
  /** Absent if there are none. */
  grants?: GivenGrants;
  expect: Expectation | null;
  location: Location;
}

/** The part of a rule set to locate. `rule` is an index in `rules`, or 'default'; `span` comes from a condition trace; the others are names. */
export type LocateParams = { uri: string } & (
  | { rule: number | 'default' }
  | { span: ConditionSpan }
  | { sample: string }
  | { signal: string }
  | { threshold: string }
  | { target: string }
  /** `name@version` of a payload contract. */
  | { payload: string }
  /** Its position in `assumptions`. */
  | { assumption: number }
);

export interface AddSampleParams {
  uri: string;
  name: string;
  input: Json;
  at: string | null;
  grants?: GivenGrants;
  expect: Expectation;
}

/** An input to keep as a sample. */
export interface NewSample {
  /** A number is appended if a sample has this name already. */
  name: string;
  input: Json;
  /** RFC 3339; null means now. */
  at: string | null;
  /** The ids of rules for which a reviewer of this very case has issued a grant; none if absent. */
  grants?: readonly string[];
}

export interface AddSamplesParams {
  /** The rule file that decides what the samples expect. */
  uri: string;
  samples: readonly NewSample[];
}

export interface AddSampleResult {
  /** URI of the sample file; `create` is true if it does not exist yet. */
  uri: string;
  create: boolean;
  edits: { range: Range; newText: string }[];
}
