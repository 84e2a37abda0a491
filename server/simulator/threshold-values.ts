import { thresholdOf, thresholdType } from '../../engine/index.ts';
import type { RuleSet, Threshold, ThresholdDeclaration } from '../../engine/model/rule-set.ts';

/**
 * The rule set with other values for some thresholds; the same object if nothing changes. Durations are in milliseconds. Values for
 * thresholds that are not declared, or are not numeric, are ignored.
 */
export function withThresholds(ruleSet: RuleSet, values: Readonly<Record<string, number>>): RuleSet {
  const thresholds: Record<string, ThresholdDeclaration> = { ...ruleSet.thresholds };
  let changed = false;
  for (const [name, declared] of Object.entries(ruleSet.thresholds ?? {})) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    const tried = withValue(thresholdOf(declared), value);
    if (tried === undefined) continue;
    thresholds[name] = tried;
    changed = true;
  }
  return changed ? { ...ruleSet, thresholds } : ruleSet;
}

function withValue(threshold: Threshold, value: number): Threshold | undefined {
  switch (thresholdType(threshold)) {
    case 'int':
    case 'double':
      return { ...threshold, value };
    case 'duration':
      return { ...threshold, value: `${value}ms` };
    case 'timestamp':
    case 'string':
    case 'bool':
      return undefined;
  }
}
