import { type Condition, conjuncts, clausesOf, type FactOf } from '../../engine/index.ts';

/** The values of a signal for which alone a condition can be true. */
interface Case {
  signal: string;
  values: readonly unknown[];
}

/**
 * True if a part of a trigger names the case that the rule is for, as in a row of a table: `role == "manager"` next to rules for other roles, or next to
 * alternatives of the same rule for other roles. The rules that decide first wherever the part would make a difference are then rows for other values of the
 * signal, or do not read it. Without the part, the row would state its case only together with the others.
 */
export function namesCase({ rule, clause, because, earlier }: FactOf<'irrelevant-clause'>): boolean {
  const own = caseIn(clause);
  if (own === null) return false;
  const rows =
    because === 'order' && conjuncts(rule.condition).includes(clause)
      ? earlier.map(({ condition }) => condition)
      : alternativesTo(rule.condition, clause);
  const related = rows.filter(condition => reads(condition, own.signal));
  return related.length > 0 && related.every(condition => conjuncts(condition).some(part => isOther(part, own)));
}

/** The other alternatives of the `any` in one of whose alternatives a clause is a conjunct; none if there is no such `any`. */
function alternativesTo(condition: Condition, clause: Condition): readonly Condition[] {
  for (const part of conjuncts(condition)) {
    if (part.kind !== 'any') continue;
    const own = part.operands.find(operand => conjuncts(operand).includes(clause));
    if (own !== undefined) return part.operands.filter(operand => operand !== own);
  }
  return [];
}

function isOther(part: Condition, { signal, values }: Case): boolean {
  const other = caseIn(part);
  return other !== null && other.signal === signal && !other.values.some(value => values.includes(value));
}

/** The case that a condition names by `==`, `in`, or several of these joined by `||`; null for others, and for booleans. */
function caseIn(condition: Condition): Case | null {
  if (condition.kind === 'any') {
    const cases = condition.operands.map(caseIn);
    const signal = cases[0]?.signal;
    if (signal === undefined || !cases.every(each => each?.signal === signal)) return null;
    return { signal, values: cases.flatMap(each => each?.values ?? []) };
  }
  if (condition.kind !== 'clause') return null;
  const { test } = condition;
  if (test.kind === 'one-of') return test;
  if (test.kind !== 'compare' || test.operator !== '==' || typeof test.value === 'boolean') return null;
  return { signal: test.signal, values: [test.value] };
}

function reads(condition: Condition, signal: string): boolean {
  return clausesOf(condition).some(({ signals }) => signals.includes(signal));
}
