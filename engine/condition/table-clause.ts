import type { Clause, Column, Condition, Constant, TableClause } from './condition.ts';
import type { Declarations } from './declarations.ts';
import type { Place } from './divide-clause.ts';
import { unique, type ExpressionProblem, type ExpressionReference } from './references.ts';
import { textRange, type ASTNode } from './syntax-tree.ts';
import { columnsOf, literalOf, tablesBySignal, type TableColumn } from './threshold-table.ts';

/** Maximum number of combinations of columns of the tables in a clause. Beyond it, the clause is opaque. */
const maxCombinations = 512;

/** Makes the clause of a text of its own, and reports its problems; undefined if it has errors. */
export type ClauseAlone = (
  text: string,
  place: Place,
  report: (problem: ExpressionProblem) => void,
) => { clause: Condition } | undefined;

/**
 * A clause that names tables of thresholds, with a condition for each of their columns. If the tables choose by several signals, the conditions are again
 * such clauses. Undefined if the clause names no table, or if there are too many combinations of columns.
 * @param named the names in the clause
 */
export function tableClause(
  node: ASTNode,
  { named, place, clauseAlone }: { named: readonly ExpressionReference[]; place: Place; clauseAlone: ClauseAlone },
  declarations: Declarations,
  report: (problem: ExpressionProblem) => void,
): TableClause | undefined {
  const thresholds = unique(named.filter(({ kind }) => kind === 'threshold').map(({ name }) => name));
  const tables = tablesBySignal(thresholds, declarations);
  const columns = [...tables].map(([signal, chosen]) => {
    const declared = declarations.signals.get(signal);
    return { signal, columns: declared === undefined ? [] : columnsOf(chosen, declared) };
  });
  const [first] = columns;
  if (first === undefined || columns.reduce((count, each) => count * each.columns.length, 1) > maxCombinations)
    return undefined;
  const { signal } = first;
  const positions = new Map<Constant, number>();
  let others = -1;
  const made = first.columns.map((column, position): Column => {
    if (column.others) others = position;
    else for (const value of column.values) positions.set(value, position);
    return { test: testOf(signal, column, place), then: clauseIn(column) };
  });
  // Values without the column of all others are in none: a signal that lists its values has no others.
  return {
    kind: 'table',
    signal,
    columns: made,
    positions,
    others,
    signals: unique(named.flatMap(reference => signalsBehind(reference, declarations))),
    thresholds,
    ...place,
  };

  function clauseIn(column: TableColumn): Condition {
    const broken: Condition = { kind: 'broken', ...place };
    if ([...column.thresholds.values()].includes(null)) return broken;
    const text = textIn(node, named, column, declarations);
    const alone = clauseAlone(text, { text: text.replace(/\s+/g, ' '), span: place.span }, ({ kind, message }) => {
      const at = named.find(({ kind: of, name }) => of === 'threshold' && column.thresholds.has(name)) ?? node;
      report({ kind, message: `${message} This is so ${inWords(signal, column)}.`, start: at.start, end: at.end });
    });
    return alone?.clause ?? broken;
  }
}

/** "if `env` is "prod"" */
function inWords(signal: string, { values, others }: TableColumn): string {
  if (others) return `for values of \`${signal}\` without an entry`;
  const [first, ...rest] = values.map(value => JSON.stringify(value));
  return `if \`${signal}\` is ${[first, ...rest.slice(0, 2)].join(', ')}${rest.length > 2 ? ', …' : ''}`;
}

/** The signal that a name stands for, or by which the table that it names chooses. */
function signalsBehind({ kind, name }: ExpressionReference, { thresholds }: Declarations): string[] {
  if (kind === 'signal') return [name];
  const threshold = thresholds.get(name);
  return threshold !== undefined && 'per' in threshold ? [threshold.per] : [];
}

/** The text of a clause with the values of a column in place of the names of tables. */
function textIn(
  node: ASTNode,
  named: readonly ExpressionReference[],
  { thresholds }: TableColumn,
  declarations: Declarations,
): string {
  const { start, end } = textRange(node);
  let text = '';
  let from = start;
  for (const reference of [...named].sort((a, b) => a.start - b.start)) {
    const value = reference.kind === 'threshold' ? (thresholds.get(reference.name) ?? null) : null;
    const declared = declarations.thresholds.get(reference.name);
    if (value === null || declared === undefined) continue;
    text += node.input.slice(from, reference.start) + literalOf(declared, value);
    from = reference.end;
  }
  return text + node.input.slice(from, end);
}

/** A condition that is true for the values of a column, and unknown if the signal is missing. */
function testOf(signal: string, { values, others }: TableColumn, { span }: Place): Condition {
  const text = `${signal} in [${values.map(value => JSON.stringify(value)).join(', ')}]`;
  const clause: Clause = {
    kind: 'clause',
    test: { kind: 'one-of', signal, values: [...values] },
    signals: [signal],
    needs: [signal],
    thresholds: [],
    text,
    span,
    standardForm: text,
  };
  return others ? { kind: 'not', operand: clause, text: `!(${text})`, span } : clause;
}
