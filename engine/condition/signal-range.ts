import type { Clause, Comparison, Condition, Constant } from './condition.ts';
import { parseDuration } from '../model/time/duration.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Json } from '../model/json.ts';
import type { Signal } from '../model/rule-set.ts';

/** The truth of a clause that is the same for every value that the signal's declaration allows. */
export interface DecidedClause {
  /** The truth of the clause. */
  always: boolean;
  /** The reason, worded to follow "always true: " or "never true: ". */
  because: string;
  /** A value of the signal's enum that was probably meant. */
  suggestion?: string;
}

/**
 * The truth of a clause if the signal's range, enum or length bounds determine it, such as `confidence < 70` for a confidence from 0 to 1. Undefined if
 * both truths are possible, and for tests of presence and of several signals.
 */
export function decidedByRange(clause: Clause, signals: ReadonlyMap<string, Signal>): DecidedClause | undefined {
  const { test } = clause;
  if (!('signal' in test) || test.kind === 'has') return undefined;
  const signal = signals.get(test.signal);
  if (!signal) return undefined;
  const name = test.signal;
  switch (test.kind) {
    case 'compare':
      return decidedComparison(name, signal, test.operator, test.value);
    case 'one-of': {
      const possible = test.values.filter(value => isPossible(signal, value));
      if (possible.length === 0)
        return { always: false, because: cannotBe(name, signal, test.values), ...suggest(signal, test.values) };
      const all = signal.enum?.every(value => test.values.includes(value as Constant));
      return all ? { always: true, because: `\`${name}\` has no other values` } : undefined;
    }
    case 'contains':
    case 'overlaps': {
      const values = test.kind === 'contains' ? [test.value] : test.values;
      if (!signal.items || values.some(value => isPossible(signal.items as Signal, value))) return undefined;
      return {
        always: false,
        because: cannotBe(`an item of ${name}`, signal.items, values),
        ...suggest(signal.items, values),
      };
    }
    case 'within': {
      const all = signal.items?.enum?.every(value => test.values.includes(value as Constant));
      return all ? { always: true, because: `items of \`${name}\` have no other values` } : undefined;
    }
    case 'size':
      return decidedSize(name, signal, test.operator, test.value);
    case 'between': {
      const range = rangeOf(signal);
      if (!range || (test.low <= test.high && test.high >= range.low && test.low <= range.high)) return undefined;
      return {
        always: test.negated,
        because: test.low > test.high ? 'no number gives exactly this result' : inWords(name, range),
      };
    }
    case 'text': {
      const values = signal.enum?.filter(value => typeof value === 'string');
      if (!values || values.length === 0) return undefined;
      const answers = new Set(values.map(test.matches));
      const [only] = answers;
      return answers.size === 1
        ? { always: only === true, because: `${only ? 'every' : 'no'} value of \`${name}\` does that` }
        : undefined;
    }
  }
}

/** A clause that gives a condition the given truth on every input, regardless of its other parts; null if there is none. */
export function decidingClause(
  condition: Condition,
  value: boolean,
  signals: ReadonlyMap<string, Signal>,
): Clause | null {
  switch (condition.kind) {
    case 'clause':
      return decidedByRange(condition, signals)?.always === value ? condition : null;
    case 'not':
      return decidingClause(condition.operand, !value, signals);
    case 'all':
    case 'any': {
      const found = condition.operands.map(each => decidingClause(each, value, signals));
      const needsAll = (condition.kind === 'all') === value;
      return needsAll && found.includes(null) ? null : (found.find(each => each !== null) ?? null);
    }
    case 'table': {
      const found = condition.columns.map(({ then }) => decidingClause(then, value, signals));
      return found.includes(null) ? null : (found[0] ?? null);
    }
    case 'if':
    case 'constant':
    case 'broken':
      return null;
  }
}

/** The range of a signal's numbers; bounds may be infinite. */
interface NumberRange {
  low: number;
  high: number;
  lowOpen: boolean;
  highOpen: boolean;
}

/** Undefined for a signal that is no number, or has no possible values. */
function rangeOf(signal: Signal): NumberRange | undefined {
  if (signal.type !== 'number' && signal.type !== 'integer') return undefined;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = signal;
  const low = Math.max(minimum, exclusiveMinimum);
  const high = Math.min(maximum, exclusiveMaximum);
  const lowOpen = exclusiveMinimum >= minimum && exclusiveMinimum > -Infinity;
  const highOpen = exclusiveMaximum <= maximum && exclusiveMaximum < Infinity;
  // A signal without possible values is always missing, which decides no comparison.
  const isEmpty = low > high || (low === high && (lowOpen || highOpen));
  return isEmpty ? undefined : { low, high, lowOpen, highOpen };
}

function decidedComparison(
  name: string,
  signal: Signal,
  operator: Comparison,
  value: Constant,
): DecidedClause | undefined {
  if (operator === '==' || operator === '!=') {
    if (isPossible(signal, value)) {
      const only = signal.const !== undefined || signal.enum?.length === 1;
      return only ? { always: operator === '==', because: `\`${name}\` has no other value` } : undefined;
    }
    return { always: operator === '!=', because: cannotBe(name, signal, [value]), ...suggest(signal, [value]) };
  }
  const range = rangeOf(signal);
  if (!range || typeof value !== 'number') return undefined;
  const always = decideOrder(range, operator, value);
  return always === undefined ? undefined : { always, because: inWords(name, range) };
}

function decideOrder(
  { low, high, lowOpen, highOpen }: NumberRange,
  operator: Comparison,
  value: number,
): boolean | undefined {
  switch (operator) {
    case '<':
      return high < value || (high === value && highOpen) ? true : low >= value ? false : undefined;
    case '<=':
      return high <= value ? true : low > value || (low === value && lowOpen) ? false : undefined;
    case '>':
      return low > value || (low === value && lowOpen) ? true : high <= value ? false : undefined;
    case '>=':
      return low >= value ? true : high < value || (high === value && highOpen) ? false : undefined;
    default:
      return undefined;
  }
}

function decidedSize(name: string, signal: Signal, operator: Comparison, value: number): DecidedClause | undefined {
  const list = signal.type === 'array';
  const distinct = list && signal.uniqueItems ? signal.items?.enum?.length : undefined;
  const low = (list ? signal.minItems : signal.minLength) ?? 0;
  const high = Math.min((list ? signal.maxItems : signal.maxLength) ?? Infinity, distinct ?? Infinity);
  const range = { low, high, lowOpen: false, highOpen: false };
  const because = `the size of ${inWords(name, range)}`;
  if (operator === '==' || operator === '!=') {
    const possible = value >= low && value <= high && Number.isInteger(value);
    return possible ? undefined : { always: operator === '!=', because };
  }
  const always = decideOrder(range, operator, value);
  return always === undefined ? undefined : { always, because };
}

/** True if type, enum, const and range of a signal allow a value; durations and timestamps are in milliseconds. */
function isPossible(signal: Signal, value: Constant): boolean {
  const declared = (candidate: Json) => constantOf(signal, candidate) === value;
  if (signal.const !== undefined && !declared(signal.const)) return false;
  if (signal.enum && !signal.enum.some(declared)) return false;
  const range = rangeOf(signal);
  if (!range || typeof value !== 'number') return true;
  if (signal.type === 'integer' && !Number.isInteger(value)) return false;
  return !(
    value < range.low ||
    value > range.high ||
    (value === range.low && range.lowOpen) ||
    (value === range.high && range.highOpen)
  );
}

function constantOf(signal: Signal, value: Json): Json | undefined {
  if (typeof value !== 'string' || signal.type !== 'string') return value;
  return signal.format === 'duration'
    ? parseDuration(value)
    : signal.format === 'date-time'
      ? parseTimestamp(value)
      : value;
}

function inWords(name: string, { low, high, lowOpen, highOpen }: NumberRange): string {
  const from = lowOpen ? `above ${low}` : `at least ${low}`;
  const to = highOpen ? `below ${high}` : `at most ${high}`;
  if (low === -Infinity) return `\`${name}\` is ${to}`;
  if (high === Infinity) return `\`${name}\` is ${from}`;
  return lowOpen || highOpen ? `\`${name}\` is ${from} and ${to}` : `\`${name}\` is from ${low} to ${high}`;
}

function cannotBe(name: string, signal: Signal, values: readonly Constant[]): string {
  const shown = values.map(value => JSON.stringify(value)).join(' or ');
  if (signal.enum)
    return `\`${name}\` is one of ${signal.enum.map(value => JSON.stringify(value)).join(', ')}, never ${shown}`;
  const range = rangeOf(signal);
  return range && range.low > -Infinity ? inWords(name, range) : `\`${name}\` is never ${shown}`;
}

function suggest(signal: Signal, values: readonly Constant[]): { suggestion?: string } {
  const [value] = values;
  if (values.length !== 1 || typeof value !== 'string' || !signal.enum) return {};
  const suggestion = nearestName(
    value,
    signal.enum.filter(each => typeof each === 'string'),
  );
  return suggestion === undefined ? {} : { suggestion };
}
