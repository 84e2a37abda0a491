import { clausesOf } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import { outcomeKey, type Rule } from '../model/rule-set.ts';
import type { AnalysedRule } from './subject.ts';

/** What tells a rule from others, as texts. They are made once: a text that is made anew is a text to be looked through anew. */
interface Texts {
  when: string;
  outcome: string;
  /** What the key holds beside these. */
  others: string;
  key: string;
}

const known = new WeakMap<Rule, Texts>();

/** `key` and `outcome` of a rule that fires so. */
export function keysOf(
  rule: Rule,
  { condition, onUnknown, from, until }: Pick<AnalysedRule, 'condition' | 'onUnknown' | 'from' | 'until'>,
  { thresholds }: Declarations,
): Pick<AnalysedRule, 'key' | 'outcome'> {
  const values = clausesOf(condition)
    .flatMap(clause => clause.thresholds)
    .map(name => thresholds.get(name))
    .map(threshold => threshold && [threshold.value, threshold.format]);
  const others = JSON.stringify([onUnknown, String(from), String(until), values]);
  const texts = textsOf(rule);
  if (texts.others !== others) {
    texts.others = others;
    texts.key = `${texts.when} ${texts.outcome} ${others}`;
  }
  return texts;
}

/** The same for rules whose conditions are written the same. */
export function whenKeyOf(rule: Rule): string {
  return textsOf(rule).when;
}

function textsOf(rule: Rule): Texts {
  let texts = known.get(rule);
  if (texts === undefined) {
    texts = { when: JSON.stringify(rule.when), outcome: outcomeKey(rule), others: '', key: '' };
    known.set(rule, texts);
  }
  return texts;
}
