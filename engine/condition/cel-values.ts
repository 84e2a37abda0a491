import { Duration } from '@marcbachmann/cel-js/evaluator';
import { celDuration } from './cel-functions.ts';
import { grantName } from './derived-signals.ts';
import type { Constant, SignalValue, SignalValues } from './condition.ts';
import type { Declarations, ValueType } from './declarations.ts';
import { signalType, thresholdConstant, thresholdType } from './declarations.ts';
import { isTable, type Threshold, type ThresholdTable, type ThresholdValue } from '../model/rule-set.ts';
import { chosenFrom } from './threshold-table.ts';

/** The variables of a CEL evaluation. It has no prototype, so that inherited properties cannot be read. */
export type CelContext = Record<string, unknown>;

/** What is selected from by name. A map, since the library takes an object for one of the type that its key `constructor` says. */
export type CelGroup = Map<string, unknown>;

/** The CEL representation of a value: ints are bigint, durations Duration, timestamps Date. */
export function toCel(value: SignalValue, type: ValueType): unknown {
  if (typeof value === 'object') {
    const element = type.slice('list<'.length, -1) as ValueType;
    return value.map(item => toCel(item, element));
  }
  if (typeof value !== 'number') return value;
  switch (type) {
    case 'int':
      return BigInt(value);
    case 'duration':
      return celDuration(value);
    case 'timestamp':
      return new Date(value);
    default:
      return value;
  }
}

/** The constant for a CEL value; undefined if it is not a scalar, or a number that a double cannot represent exactly. */
export function fromCel(value: unknown): Constant | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
  if (value instanceof Duration || value instanceof Date) {
    const milliseconds = Number(value.valueOf());
    return Number.isFinite(milliseconds) ? milliseconds : undefined;
  }
  return undefined;
}

/** Sets a value under a dotted name. The groups on the path are created even for a missing value, so that `has` can test it. */
function assign(root: CelGroup, name: string, value: unknown): void {
  const path = name.split('.');
  const last = path.pop() ?? name;
  let group = root;
  for (const part of path) {
    let next = group.get(part) as CelGroup | undefined;
    if (next === undefined) group.set(part, (next = new Map()));
    group = next;
  }
  if (value !== undefined) group.set(last, value);
}

export const noValues: SignalValues = new Map();

/** The thresholds for the values of the signals by which tables choose. A table whose signal is missing, or for whose value it has none, has no value. */
export function thresholdContexts(declarations: Declarations): (values: SignalValues) => CelGroup {
  const fixed: CelGroup = new Map();
  const tables: [string, ThresholdTable][] = [];
  for (const [name, threshold] of declarations.thresholds) {
    if (isTable(threshold)) tables.push([name, threshold]);
    else setThreshold(fixed, name, threshold, threshold.value);
  }
  if (tables.length === 0) return () => fixed;
  return values => {
    const thresholds = new Map(fixed);
    for (const [name, table] of tables) {
      const chooser = values.get(table.per);
      const chosen = chooser === undefined ? undefined : chosenFrom(table, chooser);
      if (chosen !== undefined) setThreshold(thresholds, name, table, chosen);
    }
    return thresholds;
  };
}

function setThreshold(
  group: CelGroup,
  name: string,
  threshold: Threshold | ThresholdTable,
  value: ThresholdValue,
): void {
  const constant = thresholdConstant({ ...threshold, value });
  if (constant !== undefined) group.set(name, toCel(constant, thresholdType(threshold)));
}

/**
 * Creates the variables for conditions: signals by name and under `input`, thresholds under `thresholds`.
 * @param names the signals that the condition reads; the others are left out to save time
 */
export function conditionContext(
  { signals }: Declarations,
  values: SignalValues,
  thresholds: CelGroup,
  names: Iterable<string> = signals.keys(),
): CelContext {
  const input: CelGroup = new Map();
  for (const name of names) {
    const signal = signals.get(name);
    // CEL computes fields of the decision time from the time itself; other derived signals have no name in an expression.
    if (signal === undefined || (signal.derived !== undefined && signal.derived.kind !== 'time')) continue;
    const value = values.get(name);
    assign(input, name, value === undefined ? undefined : toCel(value, signalType(signal)));
  }
  const context = Object.create(null) as CelContext;
  for (const [name, value] of input) context[name] = value;
  context['input'] = input;
  context['thresholds'] = thresholds;
  return context;
}

/** True if the variables of a condition say that a grant of a rule matches the case. */
export function isGrantedIn({ input }: CelContext, rule: string): boolean {
  return (input as CelGroup).get(grantName(rule)) === true;
}
