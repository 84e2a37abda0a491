import type { PayloadContract, RuleSet } from '../../model/rule-set.ts';
import type { Consequence } from '../facts.ts';
import { payloadChanges } from '../payload-compatibility.ts';
import { consequence } from './compared.ts';
import { differences } from '../sections.ts';

/** The consequences of changed payload contracts. @param isUsed true if both versions send the payload */
export function payloadConsequences(
  rulesBefore: RuleSet,
  rulesAfter: RuleSet,
  isUsed: (name: string) => boolean,
): Consequence[] {
  return differences(rulesBefore.payloads, rulesAfter.payloads).flatMap(({ name, before, after }) => {
    const path = ['payloads', name];
    if (before === undefined || after === undefined) {
      const message =
        before === undefined ? `\`${name}\` is a new payload contract.` : `The payload contract \`${name}\` is gone.`;
      return [consequence('payload', name, path, { before, after }, { message, class: 'neutral' })];
    }
    const used = isUsed(name);
    const changes = payloadChanges(before, after).map(each => {
      const message = used
        ? `${each.message} (\`${name}\`)`
        : `${each.message} (\`${name}\`, which does not travel in both versions.)`;
      const details = {
        message,
        class: used ? ('rerouted' as const) : ('neutral' as const),
        breaking: used && each.breaking,
      };
      return consequence('payload', name, [...path, ...each.path], { before: each.before, after: each.after }, details);
    });
    const redaction = redactionChanges(before, after).map(message =>
      consequence(
        'payload',
        name,
        [...path, 'sensitive'],
        { before: before.sensitive, after: after.sensitive },
        { message: `${message} (\`${name}\`)`, class: 'neutral' },
      ),
    );
    if (changes.length > 0 || redaction.length > 0) return [...changes, ...redaction];
    return [
      consequence(
        'payload',
        name,
        path,
        { before, after },
        { message: `The text of \`${name}\` changed.`, class: 'neutral' },
      ),
    ];
  });
}

function redactionChanges(
  { sensitive: before = [] }: PayloadContract,
  { sensitive: after = [] }: PayloadContract,
): string[] {
  return [
    ...after.filter(field => !before.includes(field)).map(field => `\`${field}\` is redacted in logs and records.`),
    ...before
      .filter(field => !after.includes(field))
      .map(field => `\`${field}\` is no longer redacted in logs and records.`),
  ];
}
