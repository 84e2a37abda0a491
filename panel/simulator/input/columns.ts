import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { valueAtPath, type Json } from '../../../engine/model/json.ts';
import type { RuleSetView, ThresholdView } from '../../../protocol/server.ts';

/** The name of a threshold; for a value of a table, with the value of the signal that chooses it: `min_confidence (env prod)`. */
export function thresholdLabel({ name, column }: Pick<ThresholdView, 'name' | 'column'>): string {
  return column === null ? name : `${name} (${columnLabel(column)})`;
}

/** `env prod`, or `other env` for the value of all without an entry. */
export function columnLabel({ signal, key }: NonNullable<ThresholdView['column']>): string {
  return key === null ? `other ${signal}` : `${signal} ${key}`;
}

/** True if a threshold has this value for an input: always, or if the value of the table's signal chooses it. */
export function isInForce(
  { name, column }: ThresholdView,
  { thresholds }: Pick<RuleSetView, 'thresholds'>,
  input: Json,
  record: Pick<DecisionRecord, 'missing'> | null,
): boolean {
  if (column === null) return true;
  const { signal, key } = column;
  const value = valueAtPath(input, signal.split('.'));
  if (value === undefined || record?.missing.some(each => each.signal === signal) === true) return false;
  const chosen = typeof value === 'string' ? value : JSON.stringify(value);
  if (key !== null) return key === chosen;
  return !thresholds.some(each => each.name === name && each.column?.key === chosen);
}
