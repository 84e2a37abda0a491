import { ruleName, type RuleSet } from '../../model/rule-set.ts';
import type { Consequence } from '../facts.ts';
import { matchedRules } from '../rule-changes.ts';
import { consequence } from './compared.ts';

const sentences = {
  reason: 'The reviewer is given another reason',
  message: 'The end user is told something else',
  reasonCode: 'Statistics count it under another code',
  severity: 'It has another severity',
} as const;

/** The consequences of changed texts and codes, which affect no decision. */
export function textConsequences(before: RuleSet, after: RuleSet): Consequence[] {
  const found: Consequence[] = [];
  for (const { ruleBefore: old, ruleAfter: next } of matchedRules(before, after)) {
    for (const key of Object.keys(sentences) as (keyof typeof sentences)[]) {
      if (old.rule[key] === next.rule[key]) continue;
      const name = ruleName(next.rule);
      const message = `${sentences[key]} when \`${next.rule.id}\` decides.`;
      const values = { old: old.rule[key], next: next.rule[key] };
      found.push(consequence('rule', name, ['rules', next.place, key], values, { message, class: 'neutral' }));
    }
  }
  for (const key of Object.keys(sentences) as (keyof typeof sentences)[]) {
    const values = { old: before.default?.[key], next: after.default?.[key] };
    if (values.old === values.next) continue;
    const message = `${sentences[key]} where no rule decides.`;
    found.push(consequence('default', 'default', ['default', key], values, { message, class: 'neutral' }));
  }
  for (const key of ['name', 'description', 'owner'] as const) {
    const values = { old: before[key], next: after[key] };
    if (values.old === values.next) continue;
    const message = `The rule set's ${key} changed.`;
    found.push(consequence('rule-set', key, [key], values, { message, class: 'neutral' }));
  }
  if (before.rollback?.to !== after.rollback?.to) {
    const to = after.rollback?.to;
    const message = to === undefined ? 'No version is named to roll back to.' : `A rollback leads to ${to} now.`;
    const values = { old: before.rollback, next: after.rollback };
    found.push(consequence('rule-set', 'rollback', ['rollback'], values, { message, class: 'neutral' }));
  }
  return found;
}
