import type { Truth } from '../../model/decision-record.ts';
import type { Json } from '../../model/json.ts';
import { oversight } from '../../model/rule-set.ts';
import type { FiringRule, FiringRules } from '../compile.ts';
import type { TruthMode } from '../index/boxes.ts';

/**
 * Finds the rules that fire. Rules are named by their position in `FiringRules.rules`. All answers are about the input last given to `look`.
 */
export interface Search {
  /** @param at the decision time, in milliseconds since the Unix epoch */
  look(input: Json, at: number): void;
  /** The rule that decides, by the hit policy; -1 where none fires. */
  winner(): number;
  /** The rules that fire and are no shadow rules, in file order. */
  firing(): number[];
  /** The shadow rules that fire, in file order. */
  shadows(): number[];
  /** The value of every rule, as a code (`truthCodes`), and `noTruth` where it is not in force. */
  values(): Uint8Array;
}

/** The truth on which a rule fires: `possible` where an unknown trigger makes it fire too. */
export function firingTruth({ onUnknown, rule }: FiringRule): 'true' | 'possible' {
  return onUnknown === 'fire' || (onUnknown === 'safe' && rule.decide !== 'continue') ? 'possible' : 'true';
}

/** Whether a value is what is wanted of it. */
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
 * The rules that may decide, in such an order that the first of them that fires does. Where rules fire together that `unique` or `any` forbids, the
 * one with the most oversight decides; where they may, they agree, or there is only one. So these two go by the order of `priority`.
 */
export function inDecidingOrder({ rules, hitPolicy }: FiringRules): number[] {
  const ordered = [...rules.keys()].filter(position => !rules[position]?.shadow);
  if (hitPolicy === 'first') return ordered;
  const rank = (position: number) => oversight((rules[position] as FiringRule).rule.decide);
  return ordered.sort((a, b) => rank(b) - rank(a) || a - b);
}
