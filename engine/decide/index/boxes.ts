import type { Condition } from '../../condition/condition.ts';
import { addRange, complement, equal, intersect, isEmpty, noCells, unite, type CellSet } from './cell-set.ts';
import type { Dimension, Dimensions } from './dimensions.ts';

/**
 * What is asked of a condition's three-valued truth. `possible`: true or unknown; `refutable`: false or unknown. Negation turns each into
 * another of them, so that only clauses are ever negated.
 */
export type TruthMode = 'true' | 'false' | 'possible' | 'refutable';

/** The inputs whose cells are in all of the sides; a dimension without a side may have any cell. */
export interface Box {
  sides: readonly (CellSet | undefined)[];
  /** False where only some of the inputs in the box have the truth that is wanted: the condition is to be evaluated on their values. */
  exact: boolean;
}

/** More boxes than this for one condition are drawn together into one around them, which is not exact. */
const maxBoxes = 32;

const everything: Box = { sides: [], exact: true };
const negated = { true: 'false', false: 'true', possible: 'refutable', refutable: 'possible' } as const;

/** Boxes that hold all inputs for which a condition has the wanted truth, and, where they are exact, no others. */
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

/** A clause that cells do not decide: true or false it can only be where no signal is missing that it needs. */
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

/** What two boxes have in common: a box, or nothing. */
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

/** The smallest box around some. Exact only around boxes that differ in one side. */
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
