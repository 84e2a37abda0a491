import { clausesOf } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import { outcomeKey, type Rule } from '../model/rule-set.ts';
import type { AnalysedRule } from './subject.ts';

/** Texts that tell rules apart: made once for each rule, since a text that is made anew is a text to be looked through anew. */
interface Keys {
  /** The same for rules with the same condition, as it is written. */
  when: string;
  /** The same for rules with the same outcome. */
  outcome: string;
}

/** What a rule's key holds beside these. */
type Firing = Pick<AnalysedRule, 'condition' | 'onUnknown' | 'from' | 'until'>;

const texts = new WeakMap<Rule, Keys & Partial<Pick<AnalysedRule, 'key'>> & { hangsOn?: string }>();

/** `key` and `outcome` of a rule. */
export function keysOf(
  rule: Rule,
  { condition, onUnknown, from, until }: Firing,
  { thresholds }: Declarations,
): Pick<AnalysedRule, 'key' | 'outcome'> {
  const values = clausesOf(condition)
    .flatMap(clause => clause.thresholds)
    .map(name => thresholds.get(name))
    .map(threshold => threshold && [threshold.value, threshold.format]);
  const hangsOn = JSON.stringify([onUnknown, String(from), String(until), values]);
  const made = textsOf(rule);
  if (made.key === undefined || made.hangsOn !== hangsOn) {
    made.hangsOn = hangsOn;
    made.key = `${made.when} ${made.outcome} ${hangsOn}`;
  }
  return { key: made.key, outcome: made.outcome };
}

export function whenKeyOf(rule: Rule): string {
  return textsOf(rule).when;
}

function textsOf(rule: Rule): NonNullable<ReturnType<(typeof texts)['get']>> {
  let made = texts.get(rule);
  if (made === undefined) texts.set(rule, (made = { when: JSON.stringify(rule.when), outcome: outcomeKey(rule) }));
  return made;
}
