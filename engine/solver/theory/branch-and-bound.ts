import { exactly } from './delta-rational.ts';
import type { Side } from './linear-system.ts';
import { add, compare, floor, isInteger, negate, one, ratio, sign, type Rational } from './rational.ts';
import type { Explanation, Simplex, SimplexBound } from './simplex.ts';

/** A case of a distinction: a variable is at most an integer (`high`), or at least the next one (`low`). */
interface Case {
  readonly variable: number;
  readonly side: Side;
  readonly floor: Rational;
  /** Why the other case has no solution; null if it has not been examined. */
  readonly other: Explanation | null;
  /** The bound that this one replaces. */
  readonly replaced: SimplexBound | null;
}

/**
 * Searches a system by case distinctions on integer variables, depth first, and skips the other case of a distinction that a contradiction does not need.
 * @param origin the first number that bounds of cases may have as their origin
 * @param visit called when the simplex has a point within all bounds of a case. It returns the variable to distinguish cases of, or that there is nothing
 * more to find in this case (`leave`), or how to end the search.
 * @returns how `visit` ended the search, or else why no case is left
 */
export function searchCases<End extends string>(
  simplex: Simplex,
  origin: number,
  visit: () => number | 'leave' | End,
): Explanation | End | 'undecided' {
  const cases: Case[] = [];

  function enter(entered: Omit<Case, 'replaced'>): void {
    const { variable, side } = entered;
    const value = side === 'high' ? entered.floor : add(entered.floor, one);
    const replaced = simplex.bound(variable, side);
    simplex.setBound(variable, side, { value: exactly(value), origin: origin + cases.length });
    cases.push({ ...entered, replaced });
  }

  /** Goes to the next case. @returns null if there is one, otherwise why there is no solution at all */
  function leave(reason: Explanation): Explanation | null {
    for (let left = cases.pop(); left !== undefined; left = cases.pop()) {
      const { variable, side, floor, other, replaced } = left;
      simplex.setBound(variable, side, replaced);
      const bound = origin + cases.length;
      if (!reason.has(bound)) continue;
      const origins = [...reason.keys(), ...(other?.keys() ?? [])].filter(each => each !== bound);
      reason = new Map(origins.map(each => [each, null]));
      if (other !== null) continue;
      enter({ variable, side: side === 'low' ? 'high' : 'low', floor, other: reason });
      return null;
    }
    return reason;
  }

  /** Leaves all cases; the point of the simplex stays. */
  function ended<T>(end: T): T {
    for (let left = cases.pop(); left !== undefined; left = cases.pop())
      simplex.setBound(left.variable, left.side, left.replaced);
    return end;
  }

  for (;;) {
    let reason = simplex.check();
    if (reason === 'undecided') return ended(reason);
    if (reason === null) {
      const next = visit();
      if (typeof next === 'number') {
        enter({ variable: next, ...nearerCase(simplex, next), other: null });
        continue;
      }
      if (next !== 'leave') return ended(next as End);
      reason = new Map(cases.map((_, depth) => [origin + depth, null]));
    }
    reason = leave(reason);
    if (reason !== null) return reason;
  }
}

/** Finds a solution, at which the simplex then stands. @returns `found`, or why there is none. For `origin` see `searchCases`. */
export function findSolution(simplex: Simplex, integers: readonly number[], origin: number) {
  return searchCases(simplex, origin, () => {
    const fractional = firstFractional(simplex, integers);
    return fractional === -1 ? 'found' : fractional;
  });
}

/** The first of some variables whose value is not an integer; -1 if all are. */
export function firstFractional({ values }: Simplex, variables: readonly number[]): number {
  return variables.find(variable => !isIntegral(values[variable] as Simplex['values'][number])) ?? -1;
}

function isIntegral({ real, delta }: Simplex['values'][number]): boolean {
  return isInteger(real) && sign(delta) === 0;
}

/** The case of a variable that is nearer to its value, which is not an integer. */
function nearerCase({ values }: Simplex, variable: number): { side: Side; floor: Rational } {
  const { real, delta } = values[variable] as Simplex['values'][number];
  if (isInteger(real))
    return sign(delta) > 0 ? { side: 'high', floor: real } : { side: 'low', floor: add(real, negate(one)) };
  const below = floor(real);
  return { side: compare(real, add(below, ratio(1, 2))) <= 0 ? 'high' : 'low', floor: below };
}
