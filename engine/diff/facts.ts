import type { About, Edit } from './edits/edit.ts';
import type { Reason } from '../analysis/facts.ts';
import type { Witness } from '../solver/gate.ts';
import type { TrafficShare } from './traffic.ts';
import type { Json } from '../model/json.ts';
import type { RuleRef } from '../model/rule-set.ts';
import type { Outcome } from '../model/outcome.ts';

/** Less oversight, the same oversight with another target or payload, or more oversight; most severe first. */
export const changeClasses = ['loosened', 'rerouted', 'tightened'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** The class of a change as a whole: that of its most severe part, undecided ones included; `equivalent` if it is proved to change nothing. */
export type DiffClass = ChangeClass | 'equivalent';

/** A rule or the default, with its outcome. */
export interface Decider {
  /** Null for the default. */
  rule: RuleRef | null;
  outcome: Outcome;
}

/** One thing that is true of an input, in words with names in backticks: "`amount` is at least 50 but below 200 USD". */
export interface Fact {
  text: string;
  /** The signals that it is about. */
  signals: string[];
}

/**
 * When a region applies, in parts that a reader takes in one after the other: all of `moves` and `asks` are true, one of `either` if there are any, and none of
 * the rules `earlier` fires. This is true for exactly the inputs of the region, among those that are possible.
 */
export interface RegionWhen {
  /** What the edited conditions of the two deciders no longer say alike. */
  moves: Fact[];
  /** What the deciders ask beside that. */
  asks: Fact[];
  /** Alternatives, if the facts differ among parts of the region. */
  either: Fact[][];
  /** `moves`, `asks` and `either` as CEL. */
  condition: string;
  /** The rules before the deciders, in either version, that take inputs from what is said so far, in deciding order. */
  earlier: EarlierRule[];
}

export interface EarlierRule extends RuleRef {
  /** The versions in which it comes before. */
  in: 'before' | 'after' | 'both';
  /** True for one of the few rules that keep the region apart from those beside it, and that a sentence about it should name. */
  separates: boolean;
}

/** The inputs that one decider decides before and another, with a different outcome, after. Regions are disjoint and cover all changed inputs. */
export interface Region {
  /** A stable id of the deciders and the condition, to which a reviewer's marks and comments are attached. */
  id: string;
  before: Decider;
  after: Decider;
  class: ChangeClass;
  /** A readable CEL condition that is true for exactly the inputs of the region, among those that the assumptions allow. */
  condition: string;
  /** The same in parts that can be read one after the other; null if that takes too many words. */
  when: RegionWhen | null;
  /** The half-open period of the region, in milliseconds since the Unix epoch; infinite if unbounded. */
  from: number;
  until: number;
  /** The shares of the traffic in which alone it lies, because rules have rollouts. */
  traffic: TrafficShare[];
  /** The ids of the edits that make it only together; empty if one edit does, or several each alone. */
  together: string[];
  /** False if it is not proved that undoing its edits makes it go, and that no smaller set of edits does. */
  causeProved: boolean;
  witness: Witness;
  /** Share of all combinations of cells, from 0 to 1. */
  share: { value: number; exact: boolean };
}

/** A region of which it is not known yet which edits make it. */
export type RegionWithoutCause = Omit<Region, 'together' | 'causeProved'>;

/**
 * Sorts regions by class, the most severe first, then by the number of known cases. Equal regions keep their order.
 * @param casesIn returns the number of known cases in a region
 */
export function inOrder(regions: readonly Region[], casesIn: (region: Region) => number = () => 0): Region[] {
  return [...regions].sort(
    (a, b) => changeClasses.indexOf(a.class) - changeClasses.indexOf(b.class) || casesIn(b) - casesIn(a),
  );
}

/** Two deciders for which it is undecided whether an input is decided by one before and by the other after. */
export interface UndecidedRegion extends Pick<Region, 'before' | 'after' | 'class'> {
  because: Reason;
}

/** A change of a rule. Rules are matched by id and version, or else by content. */
export type RuleChange =
  | { kind: 'added'; after: RuleRef }
  | { kind: 'removed'; before: RuleRef }
  /** `fields`: names of the changed fields. `moved`: its order relative to other rules changed too. */
  | { kind: 'edited'; before: RuleRef; after: RuleRef; fields: string[]; moved: boolean }
  | { kind: 'renamed'; before: RuleRef; after: RuleRef; fields: string[]; moved: boolean }
  | { kind: 'moved'; before: RuleRef; after: RuleRef };

/** A change other than that of a decision, with its consequence. */
export interface Consequence {
  /** The part of the rule set that changed. */
  about: About;
  /** The name of the signal, the target, … */
  name: string;
  /** Path of keys in both documents: `targets`, `support-l1`, `acknowledgeWithin`. */
  path: (string | number)[];
  /** The values as written; undefined if there is none. */
  before?: Json;
  after?: Json;
  /** One sentence that says what happens now: "A handoff to support-l1 that nobody takes goes to supervisor after 5 minutes, no longer after 15." */
  message: string;
  /** `neutral` if it changes no decision and no handoff, such as a description. */
  class: ChangeClass | 'neutral';
  /** True if it removes something on which a consumer may rely: a payload field, an enum value, … */
  breaking: boolean;
  /** The number of regions, undecided ones included, decided before or after by a rule that uses the signal or threshold; 0 for other consequences. */
  regions: number;
}

/** One thing that the author edited, with what it does. */
export interface DiffEdit extends Edit {
  /** The most severe class of its regions and consequences; `neutral` if it changes no decision and no handoff. */
  class: ChangeClass | 'neutral';
  /** The ids of the regions that it makes, alone or together with others, in the order of the regions. */
  regions: string[];
  /**
   * True if it makes no region, and yet undoing it alone would change decisions, as far as is known: it makes a part of what another edit makes too, or keeps another
   * edit from changing more.
   */
  matters: boolean;
  /** Its consequences, as positions in the list of all. */
  consequences: number[];
}

/** Everything that one version of a rule set does differently from another (see "Versions and review" in docs/language.md). */
export interface SemanticDiff {
  /** True if it is proved that every input has the same outcome in both versions at all times. */
  equivalent: boolean;
  /** The most severe class of all regions and consequences. */
  class: DiffClass;
  /** Most severe class first; within a class by period, then by deciding order before, then after. */
  regions: Region[];
  /** Possible further regions, most severe class first. */
  undecided: UndecidedRegion[];
  /** One or two sentences that say why regions are undecided; empty if none are. */
  undecidedBecause: string;
  /** False if there are undecided regions; `equivalent` is then false too. */
  complete: boolean;
  /** Share of all combinations whose outcome changes, from 0 to 1. */
  share: { value: number; exact: boolean };
  /** Exactly one for each thing that was edited, most severe class first; within a class, in the order of a rule set's sections. */
  edits: DiffEdit[];
  /** Changed rules in the file order of the version after, then the removed ones. */
  rules: RuleChange[];
  /** The number of unchanged rules. */
  unchanged: number;
  consequences: Consequence[];
  /** The work of the comparison, in words of clauses examined: the same on every machine, whoever limits how much is compared. */
  work: number;
}
