import { isTable, type Signal, type Threshold, type ThresholdTable, type ThresholdValue } from '../model/rule-set.ts';
import type { Constant, SignalValue } from './condition.ts';
import { signalType, thresholdConstant, thresholdType, type Declarations } from './declarations.ts';

/** A value of the signals by which tables choose, as far as the tables distinguish them. */
export interface TableColumn {
  /** The values of the signal; if `others`, those that the column does not hold. */
  values: readonly Constant[];
  others: boolean;
  /** The values of the tables, by their names; null if a table has none. */
  thresholds: ReadonlyMap<string, ThresholdValue | null>;
}

/** True if values of the signal can choose from a table: it has few kinds of values, which can be keys. */
export function canChoose(signal: Signal): boolean {
  switch (signalType(signal)) {
    case 'string':
    case 'bool':
      return true;
    case 'int':
      return listedValues(signal) !== null;
    default:
      return false;
  }
}

/** False if the declaration of a threshold contradicts itself, or if the signal of a table is not declared or cannot choose. */
export function isSound(name: string, { signals, thresholds, unsoundThresholds }: Declarations): boolean {
  if (unsoundThresholds?.has(name) === true) return false;
  const threshold = thresholds.get(name);
  if (threshold === undefined || !isTable(threshold)) return true;
  const signal = signals.get(threshold.per);
  return signal !== undefined && canChoose(signal);
}

/** All values that the declaration of a signal lists; null if it lists none. */
export function listedValues({ type, enum: listed, const: only }: Signal): Constant[] | null {
  const written = only === undefined ? listed : (listed ?? [only]).filter(value => value === only);
  if (written === undefined) return type === 'boolean' ? [true, false] : null;
  const named = type === 'integer' ? 'number' : type;
  return [...new Set(written)].filter((value): value is Constant => typeof value === named);
}

/** The value of the signal that a key of a table stands for; undefined if the key stands for none. */
export function valueOfKey(key: string, { type }: Signal): Constant | undefined {
  if (type === 'string') return key;
  if (type === 'boolean') return key === 'true' ? true : key === 'false' ? false : undefined;
  return type === 'integer' && String(Number(key)) === key ? Number(key) : undefined;
}

/** The value that a table gives for a value of its signal; undefined if it gives none. */
export function chosenFrom({ value, values }: ThresholdTable, chooser: SignalValue): ThresholdValue | undefined {
  const key = String(chooser);
  return Object.hasOwn(values, key) ? values[key] : value;
}

/** The values of a signal divided by what tables give for them. Values for which all tables give the same are in one column. */
export function columnsOf(tables: ReadonlyMap<string, ThresholdTable>, signal: Signal): TableColumn[] {
  const listed = listedValues(signal);
  const keys = new Set([...tables.values()].flatMap(({ values }) => Object.keys(values)));
  const values = listed ?? [...keys].flatMap(key => valueOfKey(key, signal) ?? []);
  const columns = new Map<string, { values: Constant[]; thresholds: TableColumn['thresholds'] }>();
  const columnFor = (given: (table: ThresholdTable) => ThresholdValue | undefined) => {
    const thresholds = new Map([...tables].map(([name, table]) => [name, given(table) ?? null]));
    const key = JSON.stringify([...thresholds.values()]);
    const column = columns.get(key) ?? { values: [], thresholds };
    columns.set(key, column);
    return column;
  };
  for (const value of values) columnFor(table => chosenFrom(table, value)).values.push(value);
  const others = listed === null ? columnFor(({ value }) => value) : null;
  return [...columns.values()].map(column =>
    column === others
      ? { ...column, others: true, values: values.filter(value => !column.values.includes(value)) }
      : { ...column, others: false },
  );
}

/** The tables among thresholds whose signal can choose from them, by their signal. */
export function tablesBySignal(
  names: Iterable<string>,
  { thresholds }: Declarations,
): Map<string, Map<string, ThresholdTable>> {
  const found = new Map<string, Map<string, ThresholdTable>>();
  for (const name of names) {
    const threshold = thresholds.get(name);
    if (threshold === undefined || !isTable(threshold)) continue;
    const tables = found.get(threshold.per) ?? new Map<string, ThresholdTable>();
    found.set(threshold.per, tables.set(name, threshold));
  }
  return found;
}

/** The signals without which thresholds have no value. */
export function choosersOf(names: Iterable<string>, declarations: Declarations): string[] {
  return [...tablesBySignal(names, declarations).keys()];
}

/** Equal for thresholds with the same value on every input, whatever else is said about them. */
export function meaningOf(threshold: Threshold | ThresholdTable): string {
  const { value, format } = threshold;
  if (!isTable(threshold)) return JSON.stringify([value, format]);
  const { per, values } = threshold;
  return JSON.stringify([value, format, per, Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** A threshold in CEL, without its name. */
export function textOf(threshold: Threshold | ThresholdTable): string {
  if (!isTable(threshold)) return literalOf(threshold, threshold.value);
  const { per, values, value } = threshold;
  const entries = Object.entries(values).map(([key, each]) => `${JSON.stringify(key)}: ${literalOf(threshold, each)}`);
  const chosen = `{${entries.join(', ')}}[string(${per})]`;
  if (value === undefined) return chosen;
  return `(string(${per}) in [${Object.keys(values)
    .map(key => JSON.stringify(key))
    .join(', ')}] ? ${chosen} : ${literalOf(threshold, value)})`;
}

/** A value of a threshold in CEL, with the type of the threshold. */
export function literalOf(threshold: Threshold | ThresholdTable, value: ThresholdValue): string {
  const type = thresholdType(threshold);
  const text = JSON.stringify(value);
  switch (type) {
    case 'duration': {
      // CEL's own durations have neither days nor the form of ISO 8601.
      const isCel = !/[dP]/.test(text);
      return `duration(${isCel ? text : `"${String(thresholdConstant({ ...threshold, value }))}ms"`})`;
    }
    case 'timestamp':
      return `timestamp(${text})`;
    case 'double': {
      const written = /^-?\d+$/.test(text) ? `${text}.0` : text;
      return text.startsWith('-') ? `(${written})` : written;
    }
    case 'int':
      return text.startsWith('-') ? `(${text})` : text;
    case 'string':
    case 'bool':
      return text;
    default:
      return type satisfies never;
  }
}
