import type { Clause, Condition, SignalValues } from '../condition/condition.ts';
import { choose, combine, evaluateClause, negate } from '../condition/evaluate.ts';
import type { Declarations } from '../condition/declarations.ts';
import type { ConditionTrace, MissingSignal, SignalRead } from '../model/decision-record.ts';
import type { Json } from '../model/json.ts';

/** What a trace is made from: the signals that can be read, and why the others are missing. */
export interface Observed {
  values: SignalValues;
  /** The values as the input gives them: durations and times as they are written. */
  given: ReadonlyMap<string, Json>;
  missing: ReadonlyMap<string, MissingSignal>;
}

/** The whole tree of a condition with the value of every part, also of those that evaluation would not have reached. */
export function traceCondition(condition: Condition, observed: Observed, declarations: Declarations): ConditionTrace {
  const { text, span } = condition;
  const plain = { text, span, children: [], reads: [], thresholds: [], distance: null, error: null };
  const trace = (part: Condition) => traceCondition(part, observed, declarations);
  switch (condition.kind) {
    case 'constant':
      return { ...plain, kind: 'constant', value: condition.value ? 'true' : 'false' };
    case 'broken':
      return { ...plain, kind: 'clause', value: 'unknown', error: 'this condition has errors' };
    case 'not': {
      const operand = trace(condition.operand);
      return { ...plain, kind: 'not', value: negate(operand.value), children: [operand] };
    }
    case 'all':
    case 'any': {
      const children = condition.operands.map(trace);
      return {
        ...plain,
        kind: condition.kind,
        value: combine(
          condition.kind,
          children.map(({ value }) => value),
        ),
        children,
      };
    }
    case 'if': {
      const [test, then, otherwise] = [trace(condition.test), trace(condition.then), trace(condition.otherwise)];
      return {
        ...plain,
        kind: 'if',
        value: choose(
          test.value,
          () => then.value,
          () => otherwise.value,
        ),
        children: [test, then, otherwise],
      };
    }
    case 'clause':
      return {
        ...plain,
        kind: 'clause',
        ...evaluateClause(condition, observed.values),
        reads: condition.signals.map(signal => readOf(signal, observed)),
        thresholds: condition.thresholds.map(name => ({
          name,
          value: declarations.thresholds.get(name)?.value ?? null,
        })),
        distance: distanceOf(condition, observed.values),
      };
  }
}

function readOf(signal: string, { given, missing }: Observed): SignalRead {
  const value = given.get(signal);
  if (value !== undefined) return { signal, value };
  return { signal, missing: missing.get(signal)?.cause ?? 'absent' };
}

/** Signal minus constant, for a comparison of numbers, durations or timestamps. */
function distanceOf({ test }: Clause, values: SignalValues): number | null {
  if (test.kind !== 'compare' || typeof test.value !== 'number') return null;
  const value = values.get(test.signal);
  return typeof value === 'number' ? value - test.value : null;
}
