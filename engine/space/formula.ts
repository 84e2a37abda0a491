import type { Condition, SignalTest, TableClause, Test } from '../condition/condition.ts';
import { pairKey } from './asked.ts';
import type { Dimension } from './dimension.ts';
import type { ListAxes } from './list-axes.ts';
import { rangesOutside, mergedRanges } from './signal-axes.ts';
import type { Cells, ScalarTest } from './signal-axes.ts';
import { dimensionsOf, isList, type Space } from './space.ts';

/**
 * A condition over the dimensions of a space. A leaf is true in its cells `yes`, false in `no`, and unknown in `unknown` or if its dimension is missing.
 */
export type Formula =
  | { kind: 'all' | 'any'; operands: Formula[] }
  | { kind: 'not'; operand: Formula }
  | { kind: 'if'; test: Formula; then: Formula; otherwise: Formula }
  /** Exactly one of the tests is true; all are unknown together, and make the whole unknown. */
  | { kind: 'table'; columns: { test: Formula; then: Formula }[]; table: TableClause }
  | { kind: 'constant'; value: boolean }
  | { kind: 'unknown' }
  | {
      kind: 'leaf';
      dimension: Dimension;
      yes: Cells;
      no: Cells;
      unknown: Cells;
      /** True for a test of presence, which is false instead of unknown if the dimension is missing. */
      presence: boolean;
    };

/** Translates conditions into formulas. Results are cached, and clauses with the same test share a leaf. */
export function formulas(space: Space): (condition: Condition) => Formula {
  const leaves = new Map<string, Formula>();
  const known = new WeakMap<Condition, Formula>();
  return formulaOf;

  function formulaOf(condition: Condition): Formula {
    let formula = known.get(condition);
    if (formula === undefined) known.set(condition, (formula = made(condition)));
    return formula;
  }

  function made(condition: Condition): Formula {
    switch (condition.kind) {
      case 'constant':
        return { kind: 'constant', value: condition.value };
      case 'all':
      case 'any':
        return { kind: condition.kind, operands: condition.operands.map(formulaOf) };
      case 'not':
        return { kind: 'not', operand: formulaOf(condition.operand) };
      case 'if':
        return {
          kind: 'if',
          test: formulaOf(condition.test),
          then: formulaOf(condition.then),
          otherwise: formulaOf(condition.otherwise),
        };
      case 'table':
        return {
          kind: 'table',
          columns: condition.columns.map(({ test, then }) => ({ test: formulaOf(test), then: formulaOf(then) })),
          table: condition,
        };
      case 'broken':
        return truthLeaf(space.broken.get(condition) as Dimension);
      case 'clause': {
        const { test, standardForm } = condition;
        const isViewed = space.views.size > 0 && condition.needs.some(name => space.views.has(name));
        const asked = isViewed ? `${standardForm} ${condition.needs.join()}` : standardForm;
        let leaf = leaves.get(asked);
        if (leaf === undefined) {
          const several = severalLeaf(test, standardForm);
          leaf = several === undefined ? viewed(test as SignalTest) : whereReadable(condition.needs, several);
          leaves.set(asked, leaf);
        }
        return leaf;
      }
    }
  }

  /** The leaf of a clause about several signals, or about a signal without exact cells; undefined for other clauses. */
  function severalLeaf(test: Test, standardForm: string): Formula | undefined {
    const truth = space.opaque.get(standardForm);
    if (truth !== undefined) return truthLeaf(truth);
    if (test.kind === 'term') {
      const axis = space.terms.get(test.term.key);
      return axis && leafOf(axis.dimension, axis.where(test.test), false);
    }
    if (test.kind !== 'same') return undefined;
    const pair = space.pairs.get(pairKey(test.names));
    return pair && leafOf(pair, [test.negated ? 0 : 1], false);
  }

  function viewed(test: SignalTest): Formula {
    const view = space.views.get(test.signal);
    if (view === undefined) return clauseFormula(test);
    const formula = clauseFormula({ ...test, signal: view.signal });
    const readable = formulaOf(view.readable);
    return test.kind === 'has' ? { kind: 'all', operands: [formula, readable] } : where(readable, formula);
  }

  function whereReadable(names: readonly string[], formula: Formula): Formula {
    const views = [...new Set(names)].flatMap(name => space.views.get(name) ?? []);
    return views.reduce((inner, { readable }) => where(formulaOf(readable), inner), formula);
  }

  function clauseFormula(test: SignalTest): Formula {
    const axes = space.signals.get(test.signal);
    if (axes === undefined) throw new Error(`No dimension was made for ${test.signal}.`);
    if (test.kind === 'has') {
      const [dimension] = dimensionsOf(axes);
      return leafOf(dimension as Dimension, all(dimension as Dimension), true);
    }
    // A signal without possible values is always missing.
    if (dimensionsOf(axes)[0]?.cells === 0) return { kind: 'unknown' };
    if (isList(axes)) return listFormula(axes, test);
    return leafOf(axes.dimension, axes.where(test as ScalarTest), false);
  }
}

/** A formula that equals `formula` if `condition` is true and is unknown otherwise. */
function where(condition: Formula, formula: Formula): Formula {
  const test = asLeaf(condition);
  if (test?.kind === 'constant') return test.value ? formula : { kind: 'unknown' };
  if (test?.kind !== 'leaf' || formula.kind !== 'leaf' || formula.presence || formula.dimension !== test.dimension) {
    return { kind: 'if', test: condition, then: formula, otherwise: { kind: 'unknown' } };
  }
  const { dimension } = formula;
  return {
    ...formula,
    yes: among(dimension, formula.yes, cell => holds(test.yes, cell)),
    no: among(dimension, formula.no, cell => holds(test.yes, cell)),
    unknown: among(dimension, all(dimension), cell => !holds(test.yes, cell) || holds(formula.unknown, cell)),
  };
}

/** A conjunction of leaves of one dimension as a single leaf; undefined if the formula is not one. */
function asLeaf(formula: Formula): Extract<Formula, { kind: 'leaf' | 'constant' }> | undefined {
  if (formula.kind === 'leaf' || formula.kind === 'constant') return formula;
  if (formula.kind !== 'all') return undefined;
  const [first, ...others] = formula.operands;
  if (first?.kind !== 'leaf' || first.presence) return undefined;
  if (!others.every(each => each.kind === 'leaf' && each.dimension === first.dimension && !each.presence))
    return undefined;
  const leaves = formula.operands.flatMap(each => (each.kind === 'leaf' ? [each] : []));
  const { dimension } = first;
  return {
    ...first,
    yes: among(dimension, all(dimension), cell => leaves.every(({ yes }) => holds(yes, cell))),
    no: among(dimension, all(dimension), cell => leaves.some(({ no }) => holds(no, cell))),
  };
}

function holds(cells: Cells, cell: number): boolean {
  return cells.some(each => (typeof each === 'number' ? each === cell : cell >= each[0] && cell <= each[1]));
}

/** The cells that pass a test. */
function among({ kind }: Dimension, cells: Cells, test: (cell: number) => boolean): Cells {
  const listed = cells.flatMap(each =>
    typeof each === 'number' ? [each] : Array.from({ length: each[1] - each[0] + 1 }, (_, index) => each[0] + index),
  );
  const kept = listed.filter(test);
  return kind === 'finite' ? kept : mergedRanges(kept.map(cell => [cell, cell] as const));
}

function truthLeaf(dimension: Dimension): Formula {
  return { kind: 'leaf', dimension, yes: [1], no: [0], unknown: [], presence: false };
}

function all({ kind, cells }: Dimension): Cells {
  if (kind === 'ordered') return cells === 0 ? [] : [[0, cells - 1]];
  return Array.from({ length: cells }, (_, cell) => cell);
}

function leafOf(dimension: Dimension, yes: Cells, presence: boolean): Formula {
  return { kind: 'leaf', dimension, yes, no: rest(dimension, yes), unknown: [], presence };
}

function rest(dimension: Dimension, yes: Cells): Cells {
  if (dimension.kind === 'ordered') {
    let left: [number, number][] = dimension.cells === 0 ? [] : [[0, dimension.cells - 1]];
    for (const [first, last] of yes as readonly (readonly [number, number])[]) {
      left = left.flatMap(([low, high]) =>
        last < low || first > high
          ? [[low, high] as [number, number]]
          : rangesOutside([first - low, last - low], high - low + 1).map(([a, b]): [number, number] => [
              a + low,
              b + low,
            ]),
      );
    }
    return left;
  }
  const inside = new Set(yes as readonly number[]);
  return (all(dimension) as readonly number[]).filter(cell => !inside.has(cell));
}

/** A test of a list, which has a dimension for each member, as a formula over several dimensions. */
function listFormula(axes: ListAxes, test: Exclude<SignalTest, { kind: 'has' }>): Formula {
  const holds = (dimension: Dimension): Formula => leafOf(dimension, [1], false);
  const [first] = dimensionsOf(axes);
  const present = (value: boolean): Formula => leafOf(first as Dimension, value ? all(first as Dimension) : [], false);
  switch (test.kind) {
    case 'contains': {
      const member = axes.members.get(test.value);
      return member === undefined ? present(false) : holds(member);
    }
    case 'overlaps': {
      const members = test.values.flatMap(value => axes.members.get(value) ?? []);
      return members.length === 0 ? present(false) : { kind: 'any', operands: members.map(holds) };
    }
    case 'within': {
      const allowed = new Set(test.values);
      const refused = [...axes.members].filter(([value]) => !allowed.has(value)).map(([, dimension]) => dimension);
      const dimensions = [...refused, ...(axes.others ? [axes.others] : [])];
      if (dimensions.length === 0) return present(true);
      return { kind: 'all', operands: dimensions.map(dimension => leafOf(dimension, [0], false)) };
    }
    case 'size':
      return axes.size === null
        ? present(false)
        : leafOf(axes.size.dimension, axes.size.where(test.operator, test.value), false);
    case 'compare':
    case 'between':
    case 'one-of':
    case 'text':
      return present(false);
  }
}
