import { thresholdOf, thresholdType } from '../../engine/index.ts';
import {
  isTable,
  type RuleSet,
  type Threshold,
  type ThresholdDeclaration,
  type ThresholdTable,
  type ThresholdValue,
} from '../../engine/model/rule-set.ts';
import type { ThresholdView } from '../../protocol/server.ts';

type Value = Pick<ThresholdView, 'id' | 'column'> & { value: ThresholdValue };

/** The values of a threshold, each with its place: one, or those of a table with the value of all others last. */
export function valuesIn(name: string, threshold: Threshold | ThresholdTable): Value[] {
  if (!isTable(threshold)) return [{ id: name, column: null, value: threshold.value }];
  const { per, values, value: others } = threshold;
  const entries = Object.entries(values).map(([key, value]): Value => ({
    id: `${name}.${key}`,
    column: { signal: per, key },
    value,
  }));
  return others === undefined ? entries : [...entries, { id: name, column: { signal: per, key: null }, value: others }];
}

/**
 * The rule set with other values for some thresholds; the same object if nothing changes. `tried`: the values by the `id` of their views, durations in
 * milliseconds. Values for thresholds that are not declared, or are not numeric, are ignored.
 */
export function withThresholds(ruleSet: RuleSet, tried: Readonly<Record<string, number>>): RuleSet {
  const thresholds: Record<string, ThresholdDeclaration> = { ...ruleSet.thresholds };
  let changed = false;
  for (const [name, declared] of Object.entries(ruleSet.thresholds ?? {})) {
    for (const { id, column } of valuesIn(name, thresholdOf(declared))) {
      const number = Object.hasOwn(tried, id) ? tried[id] : undefined;
      if (typeof number !== 'number' || !Number.isFinite(number)) continue;
      const threshold = thresholdOf(thresholds[name] ?? declared);
      const value = asValue(threshold, number);
      if (value === undefined) continue;
      thresholds[name] = withValue(threshold, column?.key ?? null, value);
      changed = true;
    }
  }
  return changed ? { ...ruleSet, thresholds } : ruleSet;
}

function withValue(threshold: Threshold | ThresholdTable, key: string | null, value: ThresholdValue) {
  if (!isTable(threshold) || key === null) return { ...threshold, value };
  return { ...threshold, values: { ...threshold.values, [key]: value } };
}

/** A number as a value of a threshold; undefined if the threshold is not numeric. */
function asValue(threshold: Threshold | ThresholdTable, number: number): ThresholdValue | undefined {
  switch (thresholdType(threshold)) {
    case 'int':
    case 'double':
      return number;
    case 'duration':
      return `${number}ms`;
    case 'timestamp':
    case 'string':
    case 'bool':
      return undefined;
  }
}
