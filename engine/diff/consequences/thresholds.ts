import { thresholdOf } from '../../condition/declarations.ts';
import {
  isTable,
  type RuleSet,
  type Threshold,
  type ThresholdTable,
  type ThresholdValue,
} from '../../model/rule-set.ts';
import type { Consequence } from '../facts.ts';
import { differs } from '../own-thresholds.ts';
import { consequence } from './compared.ts';
import { differences } from '../sections.ts';
import { resultInWords, usedInWords, type UsesOf } from './uses.ts';

/** The consequences of changed thresholds: one for each threshold, or for each value of a table. */
export function thresholdConsequences(rulesBefore: RuleSet, rulesAfter: RuleSet, uses: UsesOf): Consequence[] {
  return differences(rulesBefore.thresholds, rulesAfter.thresholds).flatMap(({ name, before, after }) => {
    const used = uses('threshold', name);
    const whole = (message: string, regions: number): Consequence =>
      consequence('threshold', name, ['thresholds', name], { before, after }, { message, class: 'neutral', regions });
    if (before === undefined || after === undefined) {
      const what = before === undefined ? 'a new threshold' : 'no threshold any more';
      return whole(`\`${name}\` is ${what}${usedInWords(used)}.`, used.regions);
    }
    const [from, to] = [thresholdOf(before), thresholdOf(after)];
    const unchanged = (): Consequence => whole(`What is said about \`${name}\` changed, not its value.`, 0);
    if (!differs(from, to)) return unchanged();
    const unit = to.unit === undefined ? '' : ` ${to.unit}`;
    const result = resultInWords(used);
    if (!isTable(from) && !isTable(to)) {
      const isInside = typeof before === 'object' && typeof after === 'object';
      return consequence(
        'threshold',
        name,
        ['thresholds', name, ...(isInside ? ['value'] : [])],
        isInside ? { before: from.value, after: to.value } : { before, after },
        {
          message: `\`${name}\` is ${String(to.value)}${unit}, no longer ${String(from.value)}.${result}`,
          class: 'neutral',
          regions: used.regions,
        },
      );
    }
    if (!isTable(from) || !isTable(to) || from.per !== to.per || from.format !== to.format)
      return whole(`${choiceInWords(name, from, to)}${result}`, used.regions);
    const entries = changedEntries(from, to);
    if (entries.length === 0) return unchanged();
    return entries.map(({ key, before: left, after: right, path }) => {
      const where = key === null ? `other values of \`${to.per}\`` : `\`${to.per}\` ${JSON.stringify(key)}`;
      return consequence(
        'threshold',
        name,
        ['thresholds', name, ...path],
        { before: left, after: right },
        {
          message: `${entryInWords(name, where, left, right, unit)}${result}`,
          class: 'neutral',
          regions: used.regions,
        },
      );
    });
  });
}

function entryInWords(
  name: string,
  where: string,
  before: ThresholdValue | undefined,
  after: ThresholdValue | undefined,
  unit: string,
): string {
  if (after === undefined) return `\`${name}\` has no value for ${where} any more; it was ${String(before)}.`;
  const was = before === undefined ? '; it had no value' : `, no longer ${String(before)}`;
  return `\`${name}\` for ${where} is ${String(after)}${unit}${was}.`;
}

/** What chooses the value of a threshold, if that changed. */
function choiceInWords(name: string, before: Threshold | ThresholdTable, after: Threshold | ThresholdTable): string {
  if (!isTable(after)) return `\`${name}\` is ${String(after.value)}, and no longer depends on a signal.`;
  if (!isTable(before)) return `\`${name}\` depends on \`${after.per}\`, and is no longer ${String(before.value)}.`;
  return before.per === after.per
    ? `\`${name}\` has another format.`
    : `\`${name}\` depends on \`${after.per}\`, no longer on \`${before.per}\`.`;
}

interface ChangedEntry {
  /** The value of the signal, or null for all values without an entry. */
  key: string | null;
  before: ThresholdValue | undefined;
  after: ThresholdValue | undefined;
  path: string[];
}

/** The values of a signal for which two tables give different values. An entry that is missing from one of them has the value of all others there. */
function changedEntries(before: ThresholdTable, after: ThresholdTable): ChangedEntry[] {
  const keys = [...new Set([...Object.keys(after.values), ...Object.keys(before.values)])];
  const valueIn = ({ values, value }: ThresholdTable, key: string): ThresholdValue | undefined =>
    Object.hasOwn(values, key) ? values[key] : value;
  const entries = [
    ...keys.map(key => ({ key, before: valueIn(before, key), after: valueIn(after, key), path: ['values', key] })),
    { key: null, before: before.value, after: after.value, path: ['value'] },
  ];
  return entries.filter(entry => entry.before !== entry.after);
}
