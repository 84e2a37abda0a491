import { Environment } from '@marcbachmann/cel-js/evaluator';
import { derivedSignals, grantFunction, type Deriving } from './derived-signals.ts';
import {
  valuesOf,
  type RuleSet,
  type Signal,
  type SignalItems,
  type Threshold,
  type ThresholdDeclaration,
  type ThresholdTable,
  type ThresholdValue,
} from '../model/rule-set.ts';
import { registerSpecifiedFunctions } from './cel-functions.ts';
import { parseDuration } from '../model/time/duration.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';

/** The declared signals and thresholds that conditions can read. */
export interface Declarations {
  signals: ReadonlyMap<string, Signal>;
  thresholds: ReadonlyMap<string, Threshold | ThresholdTable>;
  /** Thresholds whose value contradicts their own declaration. A clause that names one is `broken`, and has no problem of its own. */
  unsoundThresholds?: ReadonlySet<string>;
}

export type ScalarType = 'int' | 'double' | 'string' | 'bool' | 'duration' | 'timestamp';
export type ValueType = ScalarType | `list<${ScalarType}>`;

/** The declarations of a rule set, with the signals that it derives. */
export function declarationsOf(ruleSet: Deriving & Pick<RuleSet, 'thresholds'>): Declarations {
  return {
    signals: new Map([...Object.entries(ruleSet.signals ?? {}), ...derivedSignals(ruleSet)]),
    thresholds: new Map(
      Object.entries(ruleSet.thresholds ?? {}).map(([name, declared]) => [name, thresholdOf(declared)]),
    ),
  };
}

/** The declared signals that an input can have: all but those that the engine derives. */
export function inputSignals({ signals }: Pick<Declarations, 'signals'>): [name: string, signal: Signal][] {
  return [...signals].filter(([, { derived }]) => derived === undefined);
}

/** The long form of a threshold: `4000` is `{ value: 4000 }`. */
export function thresholdOf(declared: ThresholdDeclaration): Threshold | ThresholdTable {
  return typeof declared === 'object' ? declared : { value: declared };
}

/** The CEL type of a signal's values. */
export function signalType(signal: Signal): ValueType {
  if (signal.type === 'array') return `list<${signal.items ? itemType(signal.items) : 'string'}>`;
  if (signal.type === 'string' && signal.format === 'duration') return 'duration';
  if (signal.type === 'string' && signal.format === 'date-time') return 'timestamp';
  return scalarTypes[signal.type];
}

const scalarTypes = { number: 'double', integer: 'int', string: 'string', boolean: 'bool' } as const;

function itemType(items: SignalItems): ScalarType {
  return scalarTypes[items.type];
}

/** The CEL type of a threshold. An integer is an int, and is used as a double if one is needed; ints and doubles in one table are doubles. */
export function thresholdType(threshold: Threshold | ThresholdTable): ScalarType {
  const types = new Set(valuesOf(threshold).map(value => typeOfValue(value, threshold.format)));
  const [only = 'string'] = types;
  return types.size > 1 && types.has('double') ? 'double' : only;
}

function typeOfValue(value: ThresholdValue, format: Threshold['format']): ScalarType {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  if (format === 'duration') return 'duration';
  return format === 'date-time' ? 'timestamp' : 'string';
}

/** A value of a threshold, with durations and timestamps in milliseconds; undefined if its text does not match the format. */
export function thresholdConstant({
  value,
  format,
}: Pick<Threshold, 'value' | 'format'>): number | string | boolean | undefined {
  if (typeof value !== 'string') return value;
  const type = typeOfValue(value, format);
  if (type === 'duration') return parseDuration(value);
  return type === 'timestamp' ? parseTimestamp(value) : value;
}

const celNames: Record<string, string> = {
  duration: 'google.protobuf.Duration',
  timestamp: 'google.protobuf.Timestamp',
};

/** The name of a type in the CEL library. */
export function celTypeName(type: ValueType): string {
  return celNames[type] ?? type;
}

/** Names that are reserved by CEL or its library, or used by the rule language, and cannot be the first part of a signal's name. */
const reserved = new Set(
  (
    'prototype as break const continue else false for function if import in let loop null package namespace return true var void while ' +
    'int uint double bool string bytes list map type null_type dyn cel google optional duration timestamp has size thresholds input'
  ).split(' '),
);

/** No part of a name: CEL reads them as something else, and an object of JavaScript has `__proto__` already. */
const neverNames = new Set(['__proto__', 'in', 'true', 'false', 'null']);

/** The part of a dotted name that no expression can name; undefined if there is none. */
export function reservedPart(name: string): string | undefined {
  return name.split('.').find((part, index) => neverNames.has(part) || (index === 0 && reserved.has(part)));
}

export function isReservedName(name: string): boolean {
  return reservedPart(name) !== undefined;
}

type TypeTree = { [name: string]: string | TypeTree };

const identifiers = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** Converts dotted names into nested object types. Invalid, reserved and conflicting names are left out. */
function typeTree(types: Iterable<[name: string, type: ValueType]>): TypeTree {
  const root = Object.create(null) as TypeTree;
  for (const [name, type] of types) {
    if (!identifiers.test(name) || isReservedName(name)) continue;
    const path = name.split('.');
    const last = path.pop() ?? name;
    let node: TypeTree | undefined = root;
    for (const part of path) {
      const next: TypeTree[string] | undefined = node?.[part];
      if (typeof next === 'string') node = undefined;
      else if (node) node = next ?? (node[part] = Object.create(null) as TypeTree);
    }
    if (node && node[last] === undefined) node[last] = celTypeName(type);
  }
  return root;
}

function register(environment: Environment, name: string, node: string | TypeTree): void {
  if (typeof node === 'string') environment.registerVariable(name, node);
  else environment.registerVariable({ name, schema: node });
}

const limits = { maxAstNodes: 4000, maxDepth: 60, maxListElements: 1000, maxMapEntries: 200, maxCallArguments: 16 };

/** For each environment, what `granted` returns in the evaluation under way: the library passes functions their arguments only. */
const running = new WeakMap<Environment, (rule: string) => boolean>();

/** Sets what `granted` returns in the next evaluations of an environment's expressions. */
export function answerGranted(environment: Environment, granted: (rule: string) => boolean): void {
  running.set(environment, granted);
}

/**
 * A CEL environment with the types of signals and thresholds. `input` contains the signals again, because CEL tests presence only on a selection, such
 * as `has(input.confidence)`.
 */
export function conditionEnvironment(declarations: Declarations): Environment {
  const environment = new Environment({ limits });
  registerSpecifiedFunctions(environment);
  environment.registerFunction({
    name: grantFunction,
    params: [{ name: 'rule', type: 'string' }],
    returnType: 'bool',
    handler: (rule: string) => running.get(environment)?.(rule) === true,
    async: false,
  });
  const signals = typeTree([...declarations.signals].map(([name, signal]) => [name, signalType(signal)]));
  for (const [name, node] of Object.entries(signals)) register(environment, name, node);
  if (Object.keys(signals).length > 0) register(environment, 'input', signals);
  const thresholds = typeTree(
    [...declarations.thresholds].map(([name, threshold]) => [name, thresholdType(threshold)]),
  );
  if (Object.keys(thresholds).length > 0) register(environment, 'thresholds', thresholds);
  return environment;
}

/** A CEL environment for payload fields: the whole input, without types. As usual for CEL over JSON, its numbers are doubles. */
export function inputEnvironment(declarations: Declarations): Environment {
  const environment = new Environment({ limits, unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  registerSpecifiedFunctions(environment);
  const thresholds = typeTree(
    [...declarations.thresholds].map(([name, threshold]) => [name, thresholdType(threshold)]),
  );
  if (Object.keys(thresholds).length > 0) register(environment, 'thresholds', thresholds);
  return environment;
}
