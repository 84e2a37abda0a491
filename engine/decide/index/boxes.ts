import type { Condition } from '../../condition/condition.ts';
import { addRange, complement, equal, intersect, isEmpty, noCells, unite, type CellSet } from './cell-set.ts';
import type { Dimension, Dimensions } from './dimensions.ts';

/**
 * A set of three-valued truths. `possible`: true or unknown. `refutable`: false or unknown. Negation maps each to another one, so that only clauses need to
 * be negated.
 */
export type TruthMode = 'true' | 'false' | 'possible' | 'refutable';

/** The inputs whose cells are in all sides. In a dimension without a side, every cell is allowed. */
export interface Box {
  sides: readonly (CellSet | undefined)[];
  /** False if some inputs in the box may not have the wanted truth, so that the condition must be evaluated. */
  exact: boolean;
}

/** Maximum number of boxes for a condition; beyond it, they are replaced by an inexact box around them. */
const maxBoxes = 32;

const everything: Box = { sides: [], exact: true };
const negated = { true: 'false', false: 'true', possible: 'refutable', refutable: 'possible' } as const;

/** Boxes that contain all inputs for which a condition has the wanted truth and, if they are exact, no others. */
export function boxesOf(condition: Condition, wanted: TruthMode, dimensions: Dimensions): Box[] {
  const boxes = (part: Condition, truth: TruthMode = wanted) => boxesOf(part, truth, dimensions);
  switch (condition.kind) {
    case 'constant':
      return condition.value === (wanted === 'true' || wanted === 'possible') ? [everything] : [];
    case 'broken':
      return wanted === 'possible' || wanted === 'refutable' ? [everything] : [];
    case 'not':
      return boxes(condition.operand, negated[wanted]);
    case 'all':
    case 'any': {
      const operands = condition.operands.map(operand => boxes(operand));
      const conjunction = (condition.kind === 'all') === (wanted === 'true' || wanted === 'possible');
      return conjunction ? product(operands) : union(operands);
    }
    case 'if': {
      const { test, then, otherwise } = condition;
      const cases = [product([boxes(test, 'true'), boxes(then)]), product([boxes(test, 'false'), boxes(otherwise)])];
      if (wanted === 'possible' || wanted === 'refutable')
        cases.push(product([boxes(test, 'possible'), boxes(test, 'refutable')]));
      return union(cases);
    }
    case 'table': {
      const cases = condition.columns.map(({ test, then }) => product([boxes(test, 'true'), boxes(then)]));
      const [first] = condition.columns;
      if (first !== undefined && (wanted === 'possible' || wanted === 'refutable'))
        cases.push(product([boxes(first.test, 'possible'), boxes(first.test, 'refutable')]));
      return union(cases);
    }
    case 'clause': {
      const literal = dimensions.literalOf(condition);
      if (!literal) return roughly(condition.needs, wanted, dimensions);
      const { cells } = dimensions.all[literal.dimension] as Dimension;
      const side = {
        true: () => literal.isTrue,
        false: () => literal.isFalse,
        possible: () => complement(literal.isFalse, cells),
        refutable: () => complement(literal.isTrue, cells),
      }[wanted]();
      if (isEmpty(side)) return [];
      return [{ sides: sidesWith(literal.dimension, side), exact: true }];
    }
  }
}

/** The boxes of a clause that is not determined by cells. It can be true or false only if all signals that it needs are present. */
function roughly(needs: readonly string[], wanted: TruthMode, dimensions: Dimensions): Box[] {
  if (wanted === 'possible' || wanted === 'refutable') return [{ sides: [], exact: false }];
  const present = needs.flatMap((signal): Box[][] => {
    const dimension = dimensions.presenceOf(signal);
    if (dimension < 0) return [];
    const { cells } = dimensions.all[dimension] as Dimension;
    return [[{ sides: sidesWith(dimension, complement(addRange(noCells(cells), 0, 1), cells)), exact: false }]];
  });
  return present.length > 0 ? product(present) : [{ sides: [], exact: false }];
}

function sidesWith(dimension: number, side: CellSet): (CellSet | undefined)[] {
  const sides = Array.from<CellSet | undefined>({ length: dimension + 1 });
  sides[dimension] = side;
  return sides;
}

function product(operands: readonly Box[][]): Box[] {
  let result: Box[] = [everything];
  for (const operand of operands) {
    const some = result.length * operand.length > maxBoxes;
    const [left, right] = some ? [[around(result)], [around(operand)]] : [result, operand];
    result = union([left.flatMap(a => right.flatMap(b => common(a, b)))]);
    if (result.length === 0) return result;
  }
  return result;
}

/** The intersection of two boxes: one box, or none. */
function common(a: Box, b: Box): Box[] {
  const sides: (CellSet | undefined)[] = [];
  for (let index = 0; index < Math.max(a.sides.length, b.sides.length); index++) {
    const [left, right] = [a.sides[index], b.sides[index]];
    const side = left && right ? intersect(left, right) : (left ?? right);
    if (left && right && side && isEmpty(side)) return [];
    sides.push(side);
  }
  return [{ sides, exact: a.exact && b.exact }];
}

function union(operands: readonly Box[][]): Box[] {
  let result: Box[] = [];
  for (const box of operands.flat()) {
    if (result.length === maxBoxes) result = [around(result)];
    const index = result.findIndex(other => other.exact === box.exact && differingSides(other, box) <= 1);
    if (index < 0) result.push(box);
    else result[index] = around([result[index] as Box, box], box.exact);
  }
  return result;
}

function differingSides(a: Box, b: Box): number {
  let count = 0;
  for (let index = 0; index < Math.max(a.sides.length, b.sides.length) && count < 2; index++) {
    const [left, right] = [a.sides[index], b.sides[index]];
    if (left !== right && !(left && right && equal(left, right))) count++;
  }
  return count;
}

/** The smallest box around others. It is exact only if they are exact and differ in one side. */
function around(boxes: readonly Box[], exact = false): Box {
  const [first = everything, ...rest] = boxes;
  if (rest.length === 0) return first;
  const sides = rest.reduce<readonly (CellSet | undefined)[]>(
    (before, { sides }) =>
      before.map((side, index) => {
        const other = sides[index];
        return side && other && unite(side, other);
      }),
    first.sides,
  );
  return { sides, exact };
}
