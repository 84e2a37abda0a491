import { grantName, isGrantable } from '../condition/derived-signals.ts';
import { thresholdsNamedIn, type Condition } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import { bucketsOf } from '../model/rollout.ts';
import { meaningOf } from '../condition/threshold-table.ts';
import { isTable, type Rule, type UnknownPolicy } from '../model/rule-set.ts';
import { outcomeKey } from '../model/outcome.ts';

/** When a rule fires. */
export interface Firing {
  condition: Condition;
  onUnknown: UnknownPolicy;
  /** In force from (inclusive) until (exclusive), in milliseconds since the Unix epoch. */
  from: number;
  until: number;
}

/** Keys by which rules are compared. */
export interface RuleKeys {
  /** Equal for rules with the same outcome. */
  outcome: string;
  /** Equal for rules that fire on the same inputs with the same outcome, while the declarations of signals are unchanged. */
  key: string;
}

/** The key texts of a rule, made once per rule: equal strings compare fastest if they are the same object. */
interface Texts {
  when: string;
  outcome: string;
  /** The rest of the key. */
  others: string;
  key: string;
}

const known = new WeakMap<Rule, Texts>();

/** The keys of a rule with the given firing. */
export function keysOf(
  rule: Rule,
  { condition, onUnknown, from, until }: Firing,
  { thresholds }: Declarations,
): RuleKeys {
  const values = thresholdsNamedIn(condition)
    .map(name => thresholds.get(name))
    .map(threshold => threshold && [threshold.value, threshold.format, isTable(threshold) && meaningOf(threshold)]);
  const others = JSON.stringify([onUnknown, String(from), String(until), values]);
  const texts = textsOf(rule);
  if (texts.others !== others) {
    texts.others = others;
    texts.key = `${texts.when} ${texts.outcome} ${others}`;
  }
  return texts;
}

/** Equal for rules whose triggers have the same text: `when`, the rollout with the id on which its buckets depend, and that no grant matches. */
export function triggerKey(rule: Rule): string {
  const { id, when, rollout } = rule;
  const granted = isGrantable(rule) ? ` ${grantName(id)}` : '';
  const key = rollout === undefined ? when : [id, rollout.by, ...bucketsOf(rollout), when];
  return JSON.stringify(key) + granted;
}

/** `triggerKey`, made once per rule. */
export function whenKeyOf(rule: Rule): string {
  return textsOf(rule).when;
}

function textsOf(rule: Rule): Texts {
  let texts = known.get(rule);
  if (texts === undefined) {
    texts = { when: triggerKey(rule), outcome: outcomeKey(rule), others: '', key: '' };
    known.set(rule, texts);
  }
  return texts;
}
