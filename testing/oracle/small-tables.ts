import fc from 'fast-check';
import type { Signal, ThresholdDeclaration } from '../../engine/model/rule-set.ts';
import { arithmetic, int, signal, threshold, type Expression } from './expression.ts';
import { kinds, type Kind } from './small-clauses.ts';

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** Tables of thresholds for a small rule set: those that its signals can choose from, and clauses that name them. */
export interface SmallTables {
  thresholds: fc.Arbitrary<Record<string, ThresholdDeclaration>>;
  clauses: fc.Arbitrary<Expression[]>;
}

/** The names of the tables; the first two choose by the same signal. */
export const tableNames = ['by_case', 'by_case_too', 'by_other'] as const;

const choosers: readonly Kind[] = ['choice', 'text', 'flag'];
const whole = [1, 2, 3];
const numbers = [1, 2, 2.5, 3];

/** Null if the signals have no order, or if none of them can choose. */
export function tablesFor(chosen: readonly Kind[], signals: Readonly<Record<string, Signal>>): SmallTables | null {
  const compared = chosen.filter(kind => kind === 'number' || kind === 'integer');
  const choosing = chosen.filter(kind => choosers.includes(kind));
  const [first, second = first] = choosing;
  if (compared.length === 0 || first === undefined || second === undefined) return null;
  const table = (kind: Kind) => tableFor(kinds[kind].name, signals[kinds[kind].name] ?? { type: 'string' });
  const name = one(tableNames).map(threshold);
  const operand = fc.oneof(
    { weight: 5, arbitrary: name },
    { weight: 1, arbitrary: name.map(each => arithmetic(each, '+', int(1))) },
    { weight: 1, arbitrary: fc.tuple(name, name).map(([a, b]) => arithmetic(a, '-', b)) },
  );
  const clause = fc
    .tuple(one(compared), one(['<', '<=', '>', '>=', '==', '!='] as const), operand, fc.nat(4))
    .map(([kind, operator, right, turn]): Expression => {
      const left = signal(kinds[kind].name);
      return turn === 0
        ? { op: 'compare', operator, left: right, right: left }
        : { op: 'compare', operator, left, right };
    });
  const listed = fc.tuple(one(compared), name, one(whole)).map(([kind, item, other]): Expression => ({
    op: 'in',
    element: signal(kinds[kind].name),
    list: { op: 'list', items: [item, int(other)] },
  }));
  return {
    thresholds: fc
      .tuple(table(first), table(first), table(second))
      .map(made => Object.fromEntries(tableNames.map((each, at) => [each, made[at] as ThresholdDeclaration]))),
    clauses: fc.array(fc.oneof({ weight: 5, arbitrary: clause }, { weight: 1, arbitrary: listed }), {
      minLength: 1,
      maxLength: 3,
    }),
  };
}

/** A table by a signal, with or without `value`, which all values of the signal need that have no entry. */
function tableFor(per: string, { type, enum: listed }: Signal): fc.Arbitrary<ThresholdDeclaration> {
  const all = listed?.map(String) ?? (type === 'boolean' ? ['true', 'false'] : null);
  const keys = all ?? ['a', 'ab', 'b'];
  return fc
    .record({
      values: fc
        .boolean()
        .chain(mixed => fc.tuple(...keys.map(() => one(mixed ? numbers : whole)), one(mixed ? numbers : whole))),
      some: fc.subarray(keys, { minLength: 1 }),
      isWhole: fc.boolean(),
    })
    .map(({ values, some, isWhole }): ThresholdDeclaration => {
      const isComplete = isWhole && all !== null;
      const entries = keys.flatMap((key, at) => (isComplete || some.includes(key) ? [[key, values[at] ?? 1]] : []));
      const table = { per, values: Object.fromEntries(entries) as Record<string, number> };
      return isComplete ? table : { ...table, value: values.at(-1) ?? 2 };
    });
}
