import type { Constant, SignalTest } from '../condition/condition.ts';
import { signalType } from '../condition/declarations.ts';
import { parseDuration } from '../model/time/duration.ts';
import { compilePattern } from '../condition/pattern.ts';
import { restrictions } from '../condition/same-reading.ts';
import { numberLineOf, type Interval, type NumberLine } from '../space/number-line.ts';
import type { Json } from '../model/json.ts';
import type { Signal, SignalItems } from '../model/rule-set.ts';

/** One declaration for a signal that two versions declare differently. It allows every value that either version can read. */
export interface JointSignal {
  signal: Signal;
  /** The conditions under which each version reads a value. */
  readable: { before: Reading; after: Reading };
}

export interface Reading {
  /** Tests that all must hold. */
  tests: SignalTest[];
  /** True if reading also depends on something that tests cannot express: being an integer, a format, … */
  more: boolean;
  /** True if reading also depends on the age of the value. */
  aged?: boolean;
}

/** @returns null if the versions read values of different types, so that at most one of them reads any value */
export function jointSignal(name: string, before: Signal, after: Signal): JointSignal | null {
  const [type, other] = [signalType(before), signalType(after)];
  const numeric = [type, other].every(each => each === 'int' || each === 'double');
  if (type !== other && !numeric) return null;
  const joint =
    numeric || type === 'duration' || type === 'timestamp'
      ? onALine(name, before, after)
      : byTests(name, before, after);
  const sameAge =
    before.maxAge === after.maxAge && (before.maxAge === undefined || before.observedAt === after.observedAt);
  const { examples, default: usual, unit } = after;
  return {
    signal: {
      ...joint.signal,
      ...(before.required === true && after.required === true ? { required: true } : {}),
      ...(examples === undefined ? {} : { examples }),
      ...(usual === undefined ? {} : { default: usual }),
      ...(unit === undefined ? {} : { unit }),
      ...(sameAge && after.maxAge !== undefined ? { maxAge: after.maxAge } : {}),
      ...(sameAge && after.observedAt !== undefined ? { observedAt: after.observedAt } : {}),
    },
    readable: {
      before: sameAge ? joint.readable.before : aged(joint.readable.before, before),
      after: sameAge ? joint.readable.after : aged(joint.readable.after, after),
    },
  };
}

function aged(reading: Reading, { maxAge }: Signal): Reading {
  return { ...reading, aged: maxAge !== undefined && parseDuration(maxAge) !== undefined };
}

function onALine(name: string, before: Signal, after: Signal): JointSignal {
  const lines = [numberLineOf(before), numberLineOf(after)] as [NumberLine, NumberLine];
  const [a, b] = lines;
  const type = before.type === after.type ? after.type : 'number';
  const form = after.format === undefined ? {} : { format: after.format };
  if (a.listed !== null && b.listed !== null) {
    const listed = [...(before.enum ?? [before.const]), ...(after.enum ?? [after.const])].filter(
      each => each !== undefined,
    );
    const values = [...new Set(listed)];
    const own = ({ listed: some }: NumberLine): Reading =>
      some === null || some.length === values.length ? { tests: [], more: false } : among(name, some);
    return { signal: { type, ...form, enum: values }, readable: { before: own(a), after: own(b) } };
  }
  const ranges = lines.map(rangeOf);
  const low = Math.min(...ranges.map(range => range.low));
  const high = Math.max(...ranges.map(range => range.high));
  const numeric = type === 'number' || type === 'integer';
  const lowOpen = ranges.every(range => range.low > low || range.lowOpen);
  const highOpen = ranges.every(range => range.high < high || range.highOpen);
  const stepped = a.multipleOf === b.multipleOf && lines.every(({ listed }) => listed === null) ? a.multipleOf : null;
  const bounds = {
    ...(isMeant(low) ? { [lowOpen ? 'exclusiveMinimum' : 'minimum']: low } : {}),
    ...(isMeant(high) ? { [highOpen ? 'exclusiveMaximum' : 'maximum']: high } : {}),
  };
  const reading = (line: NumberLine, own: Signal): Reading => {
    if (line.listed !== null) return among(name, line.listed);
    const { range } = line;
    const tests: Reading['tests'] = [];
    const compare = (operator: '<' | '<=' | '>' | '>=', value: number) =>
      tests.push({ kind: 'compare', signal: name, operator, value });
    if (isMeant(range.low) && (range.low > low || range.lowOpen !== lowOpen))
      compare(range.lowOpen ? '>' : '>=', range.low);
    if (isMeant(range.high) && (range.high < high || range.highOpen !== highOpen))
      compare(range.highOpen ? '<' : '<=', range.high);
    return { tests, more: own.type !== type || line.multipleOf !== stepped };
  };
  return {
    signal: { type, ...form, ...(numeric ? bounds : {}), ...(stepped === null ? {} : { multipleOf: stepped }) },
    readable: { before: reading(a, before), after: reading(b, after) },
  };
}

function rangeOf({ range, listed }: NumberLine): Interval {
  if (listed === null) return range;
  return { low: Math.min(...listed), high: Math.max(...listed), lowOpen: false, highOpen: false };
}

/** True if a bound is declared. Larger bounds are those of the type. */
function isMeant(bound: number): boolean {
  return Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}

function among(name: string, values: readonly Constant[]): Reading {
  return { tests: [{ kind: 'one-of', signal: name, values: [...values] }], more: false };
}

/** The joint declaration of texts, booleans and lists: equal keywords are kept, and each version tests its remaining ones. */
function byTests(name: string, before: Signal, after: Signal): JointSignal {
  const signal: Signal = { type: after.type };
  const readings = { before: { tests: [], more: false } as Reading, after: { tests: [], more: false } as Reading };
  const shared = <K extends keyof Signal>(key: K): void => {
    if (after[key] !== undefined && JSON.stringify(before[key]) === JSON.stringify(after[key]))
      signal[key] = after[key];
  };
  for (const key of [
    'pattern',
    'format',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'uniqueItems',
    'items',
  ] as const)
    shared(key);
  const values = [listedIn(before), listedIn(after)];
  const [valuesBefore, valuesAfter] = values;
  if (valuesBefore && valuesAfter) signal.enum = [...new Set([...valuesBefore, ...valuesAfter])];
  if (after.type === 'array') signal.items ??= jointItems(before.items, after.items);
  for (const [version, own] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const reading = readings[version];
    const listed = listedIn(own)?.filter(isConstant);
    if (listed && after.type !== 'array' && listed.length !== signal.enum?.length)
      reading.tests.push({ kind: 'one-of', signal: name, values: listed });
    if (listed && after.type === 'array') reading.more = true;
    reading.tests.push(...boundTests(name, own, signal));
    reading.more ||= own.format !== signal.format || own.uniqueItems !== signal.uniqueItems;
    if (own.type === 'array') itemTests(name, own.items, signal.items, reading);
  }
  return { signal, readable: readings };
}

function listedIn({ enum: values, const: only }: Signal): Json[] | undefined {
  return only === undefined ? values : [only];
}

function isConstant(value: Json): value is Constant {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function boundTests(name: string, own: Signal, joint: Signal): Reading['tests'] {
  const tests: Reading['tests'] = [];
  const sized = (operator: '<=' | '>=', value: number | undefined, shared: number | undefined): void => {
    if (value !== undefined && value !== shared) tests.push({ kind: 'size', signal: name, operator, value });
  };
  sized('>=', own.minLength, joint.minLength);
  sized('<=', own.maxLength, joint.maxLength);
  sized('>=', own.minItems, joint.minItems);
  sized('<=', own.maxItems, joint.maxItems);
  if (own.pattern !== undefined && own.pattern !== joint.pattern) {
    const matches = compilePattern(own.pattern);
    if (typeof matches === 'string') tests.push({ kind: 'one-of', signal: name, values: [] });
    else tests.push({ kind: 'text', signal: name, predicate: 'matches', argument: own.pattern, matches });
  }
  return tests;
}

const text: SignalItems = { type: 'string' };

function jointItems(before: SignalItems = text, after: SignalItems = text): SignalItems {
  const listed = before.enum && after.enum ? { enum: [...new Set([...before.enum, ...after.enum])] } : {};
  return { type: after.type, ...listed };
}

function itemTests(name: string, own: SignalItems = text, joint: SignalItems = text, reading: Reading): void {
  if (JSON.stringify(restrictions(own)) === JSON.stringify(restrictions(joint))) return;
  if (own.enum !== undefined) reading.tests.push({ kind: 'within', signal: name, values: own.enum.filter(isConstant) });
  if (own.minimum !== undefined || own.maximum !== undefined || own.pattern !== undefined) reading.more = true;
}
