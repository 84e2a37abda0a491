import { thresholdsNamedIn, withClauses, type Condition } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import { meaningOf, textOf } from '../condition/threshold-table.ts';
import { isTable, type Threshold, type ThresholdTable } from '../model/rule-set.ts';

type DeclaredThreshold = Threshold | ThresholdTable;

/**
 * Replaces the thresholds that differ from those of the other version by their values, because clauses with the same text are the same test in a common
 * space.
 */
export function withOwnThresholds(
  { thresholds }: Declarations,
  other: Declarations,
): (condition: Condition) => Condition {
  const changed = new Map(
    [...thresholds]
      .filter(([name, threshold]) => differs(threshold, other.thresholds.get(name)))
      .map(([name, threshold]) => [name, textOf(threshold)]),
  );
  return changed.size === 0 ? condition => condition : condition => withOwnValues(condition, changed);
}

/** True if a threshold has another value than in the other version, or may have one. */
export function differs(threshold: DeclaredThreshold, other: DeclaredThreshold | undefined): boolean {
  if (other === undefined || isTable(threshold) || isTable(other))
    return other === undefined || meaningOf(threshold) !== meaningOf(other);
  return threshold.value !== other.value;
}

function withOwnValues(condition: Condition, values: ReadonlyMap<string, string>): Condition {
  return withClauses(condition, clause => {
    if (!clause.thresholds.some(name => values.has(name))) return clause;
    const { standardForm, text } = clause;
    return {
      ...clause,
      standardForm: doublesAsLiterals(withValues(standardForm, values)),
      text: withValues(text, values),
    };
  });
}

/** A whole number that is used as a double, as it is written in standard CEL: `double(5)` is `5.0`. */
function doublesAsLiterals(standardForm: string): string {
  return standardForm.replace(/\bdouble\((\d+)\)/g, '$1.0');
}

/** Replaces thresholds in a text by their values. A name may be followed by a method: `thresholds.prefix.size()`. */
function withValues(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\bthresholds\.([\w.]+)/g, (whole, path: string) => {
    for (let name = path; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const value = values.get(name);
      if (value !== undefined) return value + path.slice(name.length);
    }
    return whole;
  });
}

/** The names and values of the thresholds in conditions. */
export function thresholdsOf(conditions: readonly Condition[], { thresholds }: Declarations): [string, unknown][] {
  const names = new Set(conditions.flatMap(thresholdsNamedIn));
  return [...names].map(name => {
    const threshold = thresholds.get(name);
    return [name, threshold && isTable(threshold) ? meaningOf(threshold) : (threshold?.value ?? null)];
  });
}
