import type { Reason } from '../analysis/facts.ts';
import type { Witness } from '../solver/gate.ts';
import type { Json } from '../model/json.ts';
import type { DefaultOutcome, RuleRef } from '../model/rule-set.ts';

/** Less oversight, as much with another target or payload, or more of it: the most severe first. */
export const changeClasses = ['loosened', 'rerouted', 'tightened'] as const;
export type ChangeClass = (typeof changeClasses)[number];

/** Of a change as a whole: the most severe class of what it changes; `equivalent` where it is proved to change nothing. */
export type DiffClass = ChangeClass | 'equivalent';

/** What decides on some inputs, and how. */
export interface Decider {
  /** Null: the default. */
  rule: RuleRef | null;
  outcome: Pick<DefaultOutcome, 'decide' | 'to' | 'payload'>;
}

/** Inputs on which one rule of the old version and one of the new decide differently. Regions never overlap, and together hold all such inputs. */
export interface Region {
  /** Identifies the two deciders and the condition from one run to the next, for a reviewer's tick and comment. */
  id: string;
  before: Decider;
  after: Decider;
  class: ChangeClass;
  /** In CEL, over thresholds and enum values as people read them; true of just the inputs of the region (among those that an assumption allows). */
  condition: string;
  /** When the region applies, in milliseconds since the Unix epoch; infinite where it always does. Half-open. */
  from: number;
  until: number;
  witness: Witness;
  /** Of all combinations of cells, 0 to 1. */
  share: { value: number; exact: boolean };
}

/**
 * Regions by what is known of them: the most severe class first, in each class the one that most known cases are in. Others keep their order.
 * @param casesIn how many known cases a region holds
 */
export function inOrder(regions: readonly Region[], casesIn: (region: Region) => number = () => 0): Region[] {
  return [...regions].sort(
    (a, b) => changeClasses.indexOf(a.class) - changeClasses.indexOf(b.class) || casesIn(b) - casesIn(a),
  );
}

/** Two deciders of which it is not known whether there are inputs that one decides in the old version and the other in the new. */
export interface UndecidedRegion extends Pick<Region, 'before' | 'after' | 'class'> {
  because: Reason;
}

/** How a rule of one version relates to those of the other. Rules are told by id and version, else by what they mean. */
export type RuleChange =
  | { kind: 'added'; after: RuleRef }
  | { kind: 'removed'; before: RuleRef }
  /** `fields`: what was written otherwise, by name. `moved`: it also stands before or behind others that it stood behind or before. */
  | { kind: 'edited'; before: RuleRef; after: RuleRef; fields: string[]; moved: boolean }
  | { kind: 'renamed'; before: RuleRef; after: RuleRef; fields: string[]; moved: boolean }
  | { kind: 'moved'; before: RuleRef; after: RuleRef };

/** A change beside the decision itself, with what follows from it. */
export interface Consequence {
  /** What part of the rule set changed. */
  about:
    | 'signal'
    | 'threshold'
    | 'target'
    | 'payload'
    | 'default'
    | 'assumption'
    | 'invariant'
    | 'governance'
    | 'rule'
    | 'rule-set';
  /** Its name: of the signal, the target, … */
  name: string;
  /** Where in both documents, as a path of keys: `targets`, `support-l1`, `acknowledgeWithin`. */
  path: (string | number)[];
  /** As written; undefined where there was, or is, nothing. */
  before?: Json;
  after?: Json;
  /** What happens now that did not, in a sentence: "A handoff to support-l1 that nobody takes goes to supervisor after 5 minutes, no longer after 15." */
  message: string;
  /** `neutral`: changes no decision and no handoff (a description). */
  class: ChangeClass | 'neutral';
  /** Takes away something that a consumer may rely on: a payload field, an enum value of one, … */
  breaking: boolean;
  /** Regions decided, before or after, by a rule that uses this signal or threshold; 0 for anything else. */
  regions: number;
}

/** Everything that one version of a rule set does differently from another (docs/language.md, "Versions and review"). */
export interface SemanticDiff {
  /** Proved that every input gets the same outcome in both, at all times. */
  equivalent: boolean;
  /** The most severe of regions and consequences: loosened before rerouted before tightened. */
  class: DiffClass;
  /** Loosened first, then rerouted, then tightened; in each by time, and then in the deciding order of the old version and of the new. */
  regions: Region[];
  /** Regions that may be there too, loosened first. */
  undecided: UndecidedRegion[];
  /** Why they are undecided, in a sentence or two; empty if there are none. */
  undecidedBecause: string;
  /** False if there are such; then `equivalent` is false. */
  complete: boolean;
  /** Of all combinations, how many change. */
  share: { value: number; exact: boolean };
  /** Rules that are not the same in both, in the order of the new version. */
  rules: RuleChange[];
  /** Rules that are. */
  unchanged: number;
  consequences: Consequence[];
}
