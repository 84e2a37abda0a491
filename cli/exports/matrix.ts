import { cellInWords } from '../../exports/matrix-words.ts';
import type { Matrix, MatrixRow } from '../../exports/matrix.ts';
import type { Stamp } from '../../exports/stamp.ts';
import { ruleName, type RuleSet } from '../../engine/model/rule-set.ts';
import { asJson, forPeople, type Printed } from '../printed.ts';

export interface MatrixReport {
  stamp: Stamp;
  /** The whole digest. */
  digest: string;
  ruleSet: RuleSet;
  matrix: Matrix;
}

/** A table with a column for each host, and a line for each host that lacks signals. */
function text({ stamp, ruleSet, matrix: { hosts, rows } }: MatrixReport): Printed {
  const head = ['', ...hosts.map(({ title }) => title)];
  const body = rows.map(row => [
    `${nameOf(row, ruleSet) ?? 'default'} (${row.decide})`,
    ...row.cells.map(cell => cellInWords(cell)),
  ]);
  const table = [head, ...body];
  const widths = head.map((_, column) => Math.max(...table.map(row => row[column]?.length ?? 0)));
  const lines = table.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const lacking = hosts
    .filter(({ lacks }) => lacks.length > 0)
    .map(({ title, lacks }) => `${title} never supplies ${lacks.map(name => `\`${name}\``).join(', ')}.`);
  const about = `${stamp.name} ${stamp.version} (${stamp.digest})`;
  return forPeople([about, '', ...lines, ...(lacking.length > 0 ? ['', ...lacking] : [])]);
}

/** Matches `schemas/matrix-report.schema.json`. */
function json({ stamp, digest, ruleSet, matrix: { hosts, rows } }: MatrixReport): Printed {
  return asJson({
    ruleset: stamp.name,
    version: stamp.version,
    digest,
    hosts: hosts.map(({ target, host, title, lacks }) => ({ to: target, host, title, lacks })),
    rows: rows.map(row => ({ rule: nameOf(row, ruleSet), decide: row.decide, cells: row.cells })),
  });
}

/** `id@version`; null for the default. */
function nameOf({ index }: MatrixRow, { rules }: RuleSet): string | null {
  const rule = index === null ? undefined : rules[index];
  return rule === undefined ? null : ruleName(rule);
}

export const matrixFormats = { text, json } as const;
