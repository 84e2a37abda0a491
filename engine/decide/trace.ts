import type { Clause, Condition, SignalValues } from '../condition/condition.ts';
import { choose, combine, evaluateClause, negate } from '../condition/evaluate.ts';
import type { Declarations } from '../condition/declarations.ts';
import type { ConditionTrace, MissingSignal, SignalRead, Truth } from '../model/decision-record.ts';
import type { Json } from '../model/json.ts';

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
    case 'clause': {
      const { value, error } = evaluateClause(condition, observed.values);
      return {
        text: condition.text,
        span: condition.span,
        children: [],
        reads: condition.signals.map(signal => readOf(signal, observed)),
        thresholds: condition.thresholds.map(name => ({
          name,
          value: declarations.thresholds.get(name)?.value ?? null,
        })),
        distance: distanceOf(condition, observed.values),
        error,
        kind: 'clause',
        value,
      };
    }
  }
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
