import { clausesOf, brokenPartsOf, type TableClause } from '../../condition/condition.ts';
import type { TruthMode } from '../regions.ts';
import { dimensionsOf, type Space } from '../space.ts';
import { either, tight, type CelText } from './cel-text.ts';

/** True for clauses whose thresholds can be named: they have the same values wherever the text is read. */
export type NamedTables = (table: TableClause) => boolean;

/** A clause with tables of thresholds as it is written, with what its truth needs beside it; null if that cannot be said shortly. */
export function printTable(space: Space, table: TableClause, wanted: TruthMode): CelText | null {
  const clauses = table.columns.flatMap(({ then }) => clausesOf(then));
  const mayFail = clauses.some(({ test }) => test.kind === 'opaque' && test.canFail);
  const needed = new Set([...clauses.flatMap(({ needs }) => needs), ...chooserNames(table)]);
  if (mayFail || brokenPartsOf(table).length > 0 || !table.signals.every(name => needed.has(name))) return null;
  const missing = table.signals
    .filter(name => {
      const axes = space.signals.get(name);
      return axes === undefined || dimensionsOf(axes)[0]?.missing !== false;
    })
    .map(name => tight(`!has(${name})`));
  switch (wanted) {
    case 'true':
      return tight(table.text);
    case 'false':
      return tight(negation(table.text));
    case 'possible':
      return either([...missing, tight(table.text)]);
    case 'refutable':
      return either([...missing, tight(negation(table.text))]);
  }
}

/** The signals by which the tables of a clause choose. */
function chooserNames({ signal, columns }: TableClause): string[] {
  return [signal, ...columns.flatMap(({ then }) => (then.kind === 'table' ? chooserNames(then) : []))];
}

const turned: Record<string, string> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' };

/** CEL that is true where a clause is false. */
function negation(text: string): string {
  const [, left, operator, right] = /^([\w.]+) (<=?|>=?|==|!=) ([\w.]+)$/.exec(text) ?? [];
  const other = operator === undefined ? undefined : turned[operator];
  return other === undefined ? `!(${text})` : `${left} ${other} ${right}`;
}
