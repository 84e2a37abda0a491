import { clausesOf, withClauses, type Condition } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import type { Threshold } from '../model/rule-set.ts';

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
      .filter(([name, { value }]) => other.thresholds.get(name)?.value !== value)
      .map(([name, threshold]) => [name, literalOf(threshold)]),
  );
  return changed.size === 0 ? condition => condition : condition => withOwnValues(condition, changed);
}

function literalOf({ value, format }: Threshold): string {
  const text = JSON.stringify(value);
  if (typeof value !== 'string' || format === undefined) return text;
  return format === 'duration' ? `duration(${text})` : `timestamp(${text})`;
}

function withOwnValues(condition: Condition, values: ReadonlyMap<string, string>): Condition {
  return withClauses(condition, clause => {
    if (!clause.thresholds.some(name => values.has(name))) return clause;
    const { standardForm, text } = clause;
    return { ...clause, standardForm: withValues(standardForm, values), text: withValues(text, values) };
  });
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
  const names = new Set(conditions.flatMap(clausesOf).flatMap(clause => clause.thresholds));
  return [...names].map(name => [name, thresholds.get(name)?.value ?? null]);
}
