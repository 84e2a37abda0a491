import { describeDuration, parseDuration } from '../../model/time/duration.ts';
import type { RuleSet, Signal } from '../../model/rule-set.ts';
import type { Consequence } from '../facts.ts';
import { readsTheSame } from '../../condition/same-reading.ts';
import { contractConsequence } from './counters.ts';
import { consequence, listed } from './compared.ts';
import { differences, same } from '../sections.ts';
import { thresholdConsequences } from './thresholds.ts';
import { resultInWords, usedInWords, type UsesOf } from './uses.ts';

/** The consequences of changed signals and thresholds. Which decisions change is shown by the regions. */
export function declarationConsequences(rulesBefore: RuleSet, rulesAfter: RuleSet, uses: UsesOf): Consequence[] {
  return [
    ...signalConsequences(rulesBefore, rulesAfter, uses),
    ...thresholdConsequences(rulesBefore, rulesAfter, uses),
  ];
}

function signalConsequences(rulesBefore: RuleSet, rulesAfter: RuleSet, uses: UsesOf): Consequence[] {
  return differences(rulesBefore.signals, rulesAfter.signals).flatMap(({ name, before, after }) => {
    const path = ['signals', name];
    if (before === undefined || after === undefined) {
      const what = before === undefined ? `\`${name}\` is a new signal` : `\`${name}\` is no signal any more`;
      const message = `${what}${usedInWords(uses('signal', name))}.`;
      return [consequence('signal', name, path, { before, after }, { message, class: 'neutral' })];
    }
    const { rules } = uses('signal', name);
    const used = resultInWords({ rules, regions: 1 });
    const contract = contractConsequence(name, before, after, { used, isRead: rules.length > 0 });
    const contracts = contract === null ? [] : [contract];
    if (readsTheSame(before, after) && promises.every(key => before[key] === after[key])) {
      if (contract !== null) return contracts;
      const message = `What is said about \`${name}\` changed, not which values it has.`;
      return [consequence('signal', name, path, { before, after }, { message, class: 'neutral' })];
    }
    const changes = changedKeys(before, after).map(key => {
      const { regions } = uses('signal', name);
      const message = `${detailsOf(name, key, before, after)}${(promises as readonly string[]).includes(key) ? '' : resultInWords(uses('signal', name))}`;
      return consequence(
        'signal',
        name,
        [...path, key],
        { before: before[key], after: after[key] },
        { message, class: 'neutral', regions },
      );
    });
    return [...contracts, ...changes];
  });
}

/** Keywords that say something other than which values the signal has. */
const promises = ['required', 'sensitive'] as const;

const words = new Set<string>(['title', 'description', 'examples', 'default', 'unit', 'counts', 'by', 'within']);

function changedKeys(before: Signal, after: Signal): (keyof Signal)[] {
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])] as (keyof Signal)[];
  return keys.filter(key => !words.has(key) && !same(before[key], after[key]));
}

function detailsOf(name: string, key: keyof Signal, before: Signal, after: Signal): string {
  const [valueBefore, valueAfter] = [before[key], after[key]];
  const write = (value: unknown): string =>
    value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  switch (key) {
    case 'required':
      return after.required === true
        ? `\`${name}\` is promised to be there: an input without it is invalid.`
        : `\`${name}\` is no longer promised to be there.`;
    case 'sensitive':
      return after.sensitive === true
        ? `\`${name}\` is redacted in logs and records.`
        : `\`${name}\` is no longer redacted in logs and records.`;
    case 'maxAge':
      return `\`${name}\` counts as missing when it is older than ${age(after.maxAge)}; before, older than ${age(before.maxAge)}.`;
    case 'observedAt':
      return `The age of \`${name}\` follows from \`${write(valueAfter)}\`, no longer from \`${write(valueBefore)}\`.`;
    case 'enum':
    case 'items':
      return enumInWords(name, valuesOf(before, key), valuesOf(after, key)) ?? `The \`${key}\` of \`${name}\` changed.`;
    default:
      return `The \`${key}\` of \`${name}\` is ${write(valueAfter)}, no longer ${write(valueBefore)}: a value outside counts as missing.`;
  }
}

function valuesOf({ enum: values, items }: Signal, key: 'enum' | 'items'): unknown[] | undefined {
  return key === 'enum' ? values : items?.enum;
}

function enumInWords(name: string, before: unknown[] | undefined, after: unknown[] | undefined): string | null {
  if (before === undefined || after === undefined) return null;
  const write = (values: unknown[]) =>
    listed(
      values.map(value => JSON.stringify(value)),
      5,
    );
  const added = after.filter(value => !before.includes(value));
  const removed = before.filter(value => !after.includes(value));
  const parts = [
    ...(added.length === 0
      ? []
      : [`has the new ${added.length === 1 ? 'value' : 'values'} ${write(added)}, missing before`]),
    ...(removed.length === 0 ? [] : [`no longer has ${write(removed)}, missing now`]),
  ];
  return parts.length === 0 ? `The order of the values of \`${name}\` changed.` : `\`${name}\` ${parts.join(' and ')}.`;
}

function age(duration: string | undefined): string {
  const milliseconds = duration === undefined ? undefined : parseDuration(duration);
  return milliseconds === undefined ? 'any age' : describeDuration(milliseconds);
}
