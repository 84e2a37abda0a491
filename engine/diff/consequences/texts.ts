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
export function textConsequences(rulesBefore: RuleSet, rulesAfter: RuleSet): Consequence[] {
  const found: Consequence[] = [];
  for (const { ruleBefore: before, ruleAfter: after } of matchedRules(rulesBefore, rulesAfter)) {
    for (const key of Object.keys(sentences) as (keyof typeof sentences)[]) {
      if (before.rule[key] === after.rule[key]) continue;
      const name = ruleName(after.rule);
      const message = `${sentences[key]} when \`${after.rule.id}\` decides.`;
      const values = { before: before.rule[key], after: after.rule[key] };
      found.push(consequence('rule', name, ['rules', after.place, key], values, { message, class: 'neutral' }));
    }
  }
  for (const key of Object.keys(sentences) as (keyof typeof sentences)[]) {
    const values = { before: rulesBefore.default?.[key], after: rulesAfter.default?.[key] };
    if (values.before === values.after) continue;
    const message = `${sentences[key]} where no rule decides.`;
    found.push(consequence('default', 'default', ['default', key], values, { message, class: 'neutral' }));
  }
  for (const key of ['name', 'description', 'owner'] as const) {
    const values = { before: rulesBefore[key], after: rulesAfter[key] };
    if (values.before === values.after) continue;
    const message = `The rule set's ${key} changed.`;
    found.push(consequence('rule-set', key, [key], values, { message, class: 'neutral' }));
  }
  if (rulesBefore.rollback?.to !== rulesAfter.rollback?.to) {
    const to = rulesAfter.rollback?.to;
    const message = to === undefined ? 'No version is named to roll back to.' : `A rollback leads to ${to} now.`;
    const values = { before: rulesBefore.rollback, after: rulesAfter.rollback };
    found.push(consequence('rule-set', 'rollback', ['rollback'], values, { message, class: 'neutral' }));
  }
  return found;
}
