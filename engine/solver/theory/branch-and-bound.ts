import { floorQuotient, product, signOf, sum, type Integer } from './integer.ts';
import type { Side } from './linear-system.ts';
import type { Prepared } from './prepare.ts';
import type { Explanation, SimplexBound } from './simplex.ts';

/** A case of a distinction: a variable is at most an integer (`high`), or at least the next one (`low`). */
interface Case {
  readonly variable: number;
  readonly side: Side;
  /** The integer, in the unit of the simplex, as the bounds are. */
  readonly floor: Integer;
  /** Why the other case has no solution; null if it has not been examined. */
  readonly other: Explanation | null;
  /** The bound that this one replaces. */
  readonly replaced: SimplexBound | null;
}

/**
 * Searches a system by case distinctions on integer variables, depth first, and skips the other case of a distinction that a contradiction does not need.
 * @param visit called when the simplex has a point within all bounds of a case. It returns the variable to distinguish cases of, or that there is nothing
 * more to find in this case (`leave`), or how to end the search.
 * @returns how `visit` ended the search, or else why no case is left
 */
export function searchCases<End extends string>(
  prepared: Prepared,
  visit: () => number | 'leave' | End,
): Explanation | End | 'undecided' {
  const { simplex, origins, scale } = prepared;
  const cases: Case[] = [];

  function enter(entered: Omit<Case, 'replaced'>): void {
    const { variable, side } = entered;
    const value = side === 'high' ? entered.floor : sum(entered.floor, scale);
    const replaced = simplex.bound(variable, side);
    simplex.setBound(variable, side, { real: value, delta: 0, origin: origins + cases.length });
    cases.push({ ...entered, replaced });
  }

  /** Goes to the next case. @returns null if there is one, otherwise why there is no solution at all */
  function leave(reason: Explanation): Explanation | null {
    for (let left = cases.pop(); left !== undefined; left = cases.pop()) {
      const { variable, side, floor, other, replaced } = left;
      simplex.setBound(variable, side, replaced);
      const caseOrigin = origins + cases.length;
      if (!reason.has(caseOrigin)) continue;
      const others = [...reason.keys(), ...(other?.keys() ?? [])].filter(each => each !== caseOrigin);
      reason = new Map(others.map(each => [each, null]));
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
        enter({ variable: next, ...nearerCase(prepared, next), other: null });
        continue;
      }
      if (next !== 'leave') return ended(next);
      reason = new Map(cases.map((_, depth) => [origins + depth, null]));
    }
    reason = leave(reason);
    if (reason !== null) return reason;
  }
}

/** Finds a solution, at which the simplex then stands. @returns `found`, or why there is none */
export function findSolution(prepared: Prepared): Explanation | 'found' | 'undecided' {
  return searchCases(prepared, () => {
    const fractional = firstFractional(prepared);
    return fractional === -1 ? 'found' : fractional;
  });
}

/** The first integer variable whose value is not an integer; -1 if there is none. */
export function firstFractional({ simplex, integers, scale }: Prepared): number {
  const unit = product(simplex.tableau.denominator, scale);
  const isFractional = (variable: number) => {
    const { real, delta } = simplex.value(variable);
    return delta !== 0 || product(floorQuotient(real, unit), unit) !== real;
  };
  return integers.find(isFractional) ?? -1;
}

/** The case of an integer variable that is nearer to its value, which is not an integer. */
function nearerCase({ simplex, scale }: Prepared, variable: number): { side: Side; floor: Integer } {
  const unit = product(simplex.tableau.denominator, scale);
  const { real, delta } = simplex.value(variable);
  const below = floorQuotient(real, unit);
  const rest = sum(real, product(below, product(unit, -1)));
  // Infinitesimally less than an integer.
  if (rest === 0 && signOf(delta) < 0) return { side: 'low', floor: product(sum(below, -1), scale) };
  return { side: product(rest, 2) <= unit ? 'high' : 'low', floor: product(below, scale) };
}
