import { clausesOf, type Condition } from '../condition/condition.ts';
import { outcomeKey, type Rule } from '../model/rule-set.ts';
import type { AnalysedRule, AnalysisSubject } from './subject.ts';

/** Texts that tell rules apart: made once for each rule, since a text that is made anew is a text to be looked through anew. */
interface Keys {
  /** The same for rules with the same condition, as it is written. */
  when: string;
  /** The same for rules with the same outcome. */
  outcome: string;
  /** What a key of a rule holds beside these. */
  other: string;
  key: string;
}

const keys = new WeakMap<Rule, Keys>();
const thresholdNames = new WeakMap<Condition, readonly string[]>();

/** The same for rules that fire on the same inputs and have the same outcome, as long as the signals are declared the same. */
export function keyOf(analysed: AnalysedRule, { declarations }: AnalysisSubject): string {
  const { rule, onUnknown, condition, from, until } = analysed;
  const thresholds = thresholdsOf(condition).map(name => {
    const threshold = declarations.thresholds.get(name);
    return threshold && [threshold.value, threshold.format];
  });
  const other = `${onUnknown} ${from} ${until}` + (thresholds.length === 0 ? '' : ` ${JSON.stringify(thresholds)}`);
  const made = keysOf(rule);
  if (made.other !== other) {
    made.other = other;
    made.key = `${made.when} ${made.outcome} ${other}`;
  }
  return made.key;
}

export function whenKeyOf(rule: Rule): string {
  return keysOf(rule).when;
}

export function outcomeKeyOf(rule: Rule): string {
  return keysOf(rule).outcome;
}

function keysOf(rule: Rule): Keys {
  let made = keys.get(rule);
  if (made === undefined) {
    made = { when: JSON.stringify(rule.when), outcome: outcomeKey(rule), other: '', key: '' };
    keys.set(rule, made);
  }
  return made;
}

function thresholdsOf(condition: Condition): readonly string[] {
  let names = thresholdNames.get(condition);
  if (names === undefined) {
    names = clausesOf(condition).flatMap(({ thresholds }) => thresholds);
    thresholdNames.set(condition, names);
  }
  return names;
}
