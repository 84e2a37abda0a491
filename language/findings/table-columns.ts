import type { Clause, Condition, Declarations, TableClause, WrittenClause } from '../../engine/index.ts';
import { isTable } from '../../engine/model/rule-set.ts';

/** The entries of tables that choose together: the values of the signal, or null for all without an entry. */
export interface TableEntry {
  thresholds: string[];
  signal: string;
  values: unknown[] | null;
}

/** A clause with the values of one column; null for a column in which it reads no signal, or has errors. */
export interface ColumnClause {
  clause: Clause | null;
  /** The entries of the column; null for a clause that names no table. */
  entry: TableEntry | null;
}

/** A clause in each column of the tables that it names. */
export function columnClauses(written: WrittenClause, declarations: Declarations): ColumnClause[] {
  return inColumns(written, null, declarations);
}

function inColumns(condition: Condition, entry: TableEntry | null, declarations: Declarations): ColumnClause[] {
  if (condition.kind !== 'table') return [{ clause: condition.kind === 'clause' ? condition : null, entry }];
  return condition.columns.flatMap(({ then }, index) =>
    inColumns(then, entryOf(condition, index, declarations), declarations),
  );
}

function entryOf({ signal, positions, others, thresholds }: TableClause, index: number, declarations: Declarations) {
  const values = [...positions].flatMap(([value, position]) => (position === index ? [value] : []));
  return {
    thresholds: thresholds.filter(name => {
      const threshold = declarations.thresholds.get(name);
      return threshold !== undefined && isTable(threshold) && threshold.per === signal;
    }),
    signal,
    values: others === index ? null : values,
  };
}
