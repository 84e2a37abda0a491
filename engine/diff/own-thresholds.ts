import { thresholdsNamedIn, withClauses, type Condition } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import { meaningOf, textOf } from '../condition/threshold-table.ts';
import { isTable, type Threshold, type ThresholdTable } from '../model/rule-set.ts';

type DeclaredThreshold = Threshold | ThresholdTable;

/** The names of the thresholds that have, or may have, another value in the other version. */
export function changedThresholds(before: Declarations, after: Declarations): ReadonlySet<string> {
  const names = new Set([...before.thresholds.keys(), ...after.thresholds.keys()]);
  return new Set(
    [...names].filter(name => {
      const threshold = before.thresholds.get(name);
      return threshold === undefined || differs(threshold, after.thresholds.get(name));
    }),
  );
}

/** Replaces changed thresholds by the values of one version, because clauses with the same text are the same test in a common space. */
export function withOwnThresholds(
  { thresholds }: Declarations,
  changed: ReadonlySet<string>,
): (condition: Condition) => Condition {
  const own = new Map(
    [...thresholds].filter(([name]) => changed.has(name)).map(([name, threshold]) => [name, textOf(threshold)]),
  );
  return own.size === 0 ? condition => condition : condition => withOwnValues(condition, own);
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
