import {
  columnFor,
  type Clause,
  type Condition,
  type SignalValues,
  type WrittenClause,
} from '../condition/condition.ts';
import { choose, combine, evaluateClause, negate } from '../condition/evaluate.ts';
import type { Declarations } from '../condition/declarations.ts';
import { chosenFrom } from '../condition/threshold-table.ts';
import type { ConditionTrace, MissingSignal, SignalRead, ThresholdRead, Truth } from '../model/decision-record.ts';
import type { Json } from '../model/json.ts';
import { isTable } from '../model/rule-set.ts';

/** The readings of all signals, from which a trace is made. */
export interface Observed {
  values: SignalValues;
  /** The values as written in the input, such as texts for durations and timestamps. */
  given: ReadonlyMap<string, Json>;
  missing: ReadonlyMap<string, MissingSignal>;
}

/** The tree of a condition with the truth of every part, including those that evaluation would skip. */
export function traceCondition(condition: Condition, observed: Observed, declarations: Declarations): ConditionTrace {
  const trace = (part: Condition) => traceCondition(part, observed, declarations);
  switch (condition.kind) {
    case 'constant':
      return inner(condition, 'constant', condition.value ? 'true' : 'false', []);
    case 'broken':
      return { ...inner(condition, 'clause', 'unknown', []), error: 'this condition has errors' };
    case 'not': {
      const operand = trace(condition.operand);
      return inner(condition, 'not', negate(operand.value), [operand]);
    }
    case 'all':
    case 'any': {
      const children = condition.operands.map(trace);
      const values = children.map(({ value }) => value);
      return inner(condition, condition.kind, combine(condition.kind, values), children);
    }
    case 'if': {
      const [test, then, otherwise] = [trace(condition.test), trace(condition.then), trace(condition.otherwise)];
      const value = choose(
        test.value,
        () => then.value,
        () => otherwise.value,
      );
      return inner(condition, 'if', value, [test, then, otherwise]);
    }
    case 'table': {
      const chooser = observed.values.get(condition.signal);
      const column = chooser === undefined ? undefined : columnFor(condition, chooser);
      const read = readings(condition, observed, declarations);
      if (column === undefined) return { ...read, kind: 'clause', value: 'unknown', distance: null, error: null };
      const { value, distance, error } = trace(column.then);
      const without = read.thresholds.find(threshold => threshold.value === null);
      const reason = without === undefined ? error : noEntry(without);
      return { ...read, kind: 'clause', value, distance, error: reason };
    }
    case 'clause': {
      const { value, error } = evaluateClause(condition, observed.values);
      return {
        ...readings(condition, observed, declarations),
        distance: distanceOf(condition, observed.values),
        error,
        kind: 'clause',
        value,
      };
    }
  }
}

/** What a clause reads. */
function readings(
  { text, span, signals, thresholds }: WrittenClause,
  observed: Observed,
  declarations: Declarations,
): Pick<ConditionTrace, 'text' | 'span' | 'children' | 'reads' | 'thresholds'> {
  return {
    text,
    span,
    children: [],
    reads: signals.map(signal => readOf(signal, observed)),
    thresholds: thresholds.map(name => thresholdRead(name, observed, declarations)),
  };
}

function thresholdRead(name: string, observed: Observed, { thresholds }: Declarations): ThresholdRead {
  const declared = thresholds.get(name);
  if (declared === undefined || !isTable(declared)) return { name, value: declared?.value ?? null };
  const chooser = observed.values.get(declared.per);
  const value = chooser === undefined ? null : (chosenFrom(declared, chooser) ?? null);
  return { name, value, per: readOf(declared.per, observed) };
}

/** The reason why a clause has no value if a table gives none, although its signal has a value. */
function noEntry({ name, per }: ThresholdRead): string | null {
  return per === undefined || 'missing' in per ? null : `\`${name}\` has no entry for ${JSON.stringify(per.value)}`;
}

/** A part of a trace. Properties are written out, because spreading them for the thousands of parts of a large rule set dominates the time. */
function inner(
  { text, span }: Condition,
  kind: ConditionTrace['kind'],
  value: Truth,
  children: ConditionTrace[],
): ConditionTrace {
  return { text, span, children, reads: [], thresholds: [], distance: null, error: null, kind, value };
}

function readOf(signal: string, { given, missing }: Observed): SignalRead {
  const value = given.get(signal);
  if (value !== undefined) return { signal, value };
  return { signal, missing: missing.get(signal)?.cause ?? 'absent' };
}

/** Signal minus constant for a comparison of numbers, durations or timestamps; null for other clauses or a missing signal. */
function distanceOf({ test }: Clause, values: SignalValues): number | null {
  if (test.kind !== 'compare' || typeof test.value !== 'number') return null;
  const value = values.get(test.signal);
  return typeof value === 'number' ? value - test.value : null;
}
