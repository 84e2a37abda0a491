import type { Truth } from '../../model/decision-record.ts';
import type { Json } from '../../model/json.ts';
import { oversight } from '../../model/rule-set.ts';
import type { FiringRule, FiringRules } from '../compile.ts';
import type { Granted } from '../grants.ts';
import type { TruthMode } from '../index/boxes.ts';

/**
 * Finds the rules that fire. Rules are identified by their index in `FiringRules.rules`. All results are for the input last passed to `look`.
 */
export interface Search {
  /**
   * @param at the decision time, in milliseconds since the Unix epoch
   * @param granted the rules for which a grant matches; none if absent
   */
  look(input: Json, at: number, granted?: Granted): void;
  /** The rule that decides, by the hit policy; -1 if none fires. */
  winner(): number;
  /** The rules that fire, except shadow rules, in file order. */
  firing(): number[];
  /** The shadow rules that fire, in file order. */
  shadows(): number[];
  /** The truth of each rule, as a code (`truthCodes`); `noTruth` if it is not in force. */
  values(): Uint8Array;
}

/** The truths of its trigger on which a rule fires: `possible` if it also fires on unknown. */
export function firingTruth({ onUnknown, rule }: FiringRule): 'true' | 'possible' {
  return onUnknown === 'fire' || (onUnknown === 'safe' && rule.decide !== 'continue') ? 'possible' : 'true';
}

/** True if a truth is one of those wanted. */
export function isTruth(value: Truth, wanted: TruthMode): boolean {
  switch (wanted) {
    case 'true':
    case 'false':
      return value === wanted;
    case 'possible':
      return value !== 'false';
    case 'refutable':
      return value !== 'true';
  }
}

/**
 * The active rules in deciding order: the first that fires decides. If rules violate `unique` or `any`, the one with the most oversight decides; otherwise
 * there is only one outcome. So both policies use the order of `priority`.
 */
export function inDecidingOrder({ rules, hitPolicy }: FiringRules): number[] {
  const ordered = [...rules.keys()].filter(position => !rules[position]?.shadow);
  if (hitPolicy === 'first') return ordered;
  const rank = (position: number) => oversight((rules[position] as FiringRule).rule.decide);
  return ordered.sort((a, b) => rank(b) - rank(a) || a - b);
}
