import { compareDelta, difference, exactly, scaled, sum, type DeltaRational } from './delta-rational.ts';
import type { Budget, Side } from './linear-system.ts';
import { fromInteger, minusOne, one, ratio, type Rational } from './rational.ts';
import { Tableau } from './tableau.ts';

/** A bound in force, with a number that says where it comes from. */
export interface SimplexBound {
  readonly value: DeltaRational;
  readonly origin: number;
}

/** The bounds in force of each variable: a list of low and one of high ones, null where there is none. */
export type Bounds = Readonly<Record<Side, (SimplexBound | null)[]>>;

/** The origins of bounds that contradict each other, with their Farkas multipliers; null if the contradiction is not a sum of the bounds. */
export type Explanation = ReadonlyMap<number, Rational | null>;

/**
 * The general simplex of Dutertre and de Moura ("A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006). Variables are numbered from 0: first the
 * `columns` given ones, then one for each row. Nonbasic variables are always within their bounds; `check` moves the basic ones into theirs.
 * Bounds may be replaced between two calls (`setBound`).
 */
export class Simplex {
  readonly values: DeltaRational[];
  readonly tableau: Tableau;

  /** @param start a value for each column, within its bounds */
  constructor(
    rows: readonly (readonly (number | bigint)[])[],
    private readonly bounds: Bounds,
    start: readonly Rational[],
    private readonly budget: Budget,
  ) {
    this.tableau = new Tableau(rows, start.length);
    this.values = start.map(exactly);
    for (let row = 0; row < rows.length; row++)
      this.values.push(
        this.values
          .slice(0, start.length)
          .reduce(
            (total, value, column) => sum(total, scaled(value, fromInteger(this.tableau.entry(row, column)))),
            exactly(fromInteger(0)),
          ),
      );
    this.spend();
  }

  /** Finds values within all bounds. @returns null if there are some, which `values` then holds; why not; or `undecided` if the budget is used up */
  check(): Explanation | null | 'undecided' {
    const { tableau } = this;
    for (;;) {
      const row = this.violatedRow();
      if (row === -1) return null;
      if (!this.spend()) return 'undecided';
      const variable = tableau.basic[row] as number;
      const isBelow = this.isBeyond(variable, 'low');
      const column = this.columnToMove(row, isBelow);
      if (column === -1) return this.explain(row, isBelow);
      const bound = this.bounds[isBelow ? 'low' : 'high'][variable] as SimplexBound;
      this.pivotAndUpdate(row, column, bound.value);
    }
  }

  /**
   * Moves a variable as far as possible in one direction, from values within all bounds to others.
   * @returns `bounded` if it is there
   */
  optimise(variable: number, side: Side): 'bounded' | 'unbounded' | 'undecided' {
    const { tableau } = this;
    const up = side === 'high';
    for (;;) {
      if (!this.spend()) return 'undecided';
      const row = tableau.basic.indexOf(variable);
      const column = row === -1 ? tableau.nonbasic.indexOf(variable) : this.columnToMove(row, up);
      if (column === -1) return 'bounded';
      const isRising = row === -1 ? up : tableau.entry(row, column) > 0 === up;
      const entering = tableau.nonbasic[column] as number;
      if (!this.canMove(entering, isRising)) return 'bounded';
      const step = this.longestStep(column, isRising);
      if (step === null) return 'unbounded';
      const target = sum(this.values[entering] as DeltaRational, scaled(step.length, isRising ? one : minusOne));
      this.move(column, target);
      if (step.row !== -1) tableau.pivot(step.row, column);
    }
  }

  /** Replaces a bound, and moves its variable to it if it is nonbasic and beyond. */
  setBound(variable: number, side: Side, bound: SimplexBound | null): void {
    this.bounds[side][variable] = bound;
    if (bound === null || !this.isBeyond(variable, side)) return;
    const column = this.tableau.nonbasic.indexOf(variable);
    if (column !== -1) this.move(column, bound.value);
  }

  bound(variable: number, side: Side): SimplexBound | null {
    return this.bounds[side][variable] ?? null;
  }

  /** The row of the basic variable with the least number that is beyond a bound (Bland's rule); -1 if all are within. */
  private violatedRow(): number {
    const { basic } = this.tableau;
    let found = -1;
    for (let row = 0; row < basic.length; row++) {
      const variable = basic[row] as number;
      if (found !== -1 && variable > (basic[found] as number)) continue;
      if (this.isBeyond(variable, 'low') || this.isBeyond(variable, 'high')) found = row;
    }
    return found;
  }

  private isBeyond(variable: number, side: Side): boolean {
    const bound = this.bound(variable, side);
    if (bound === null) return false;
    const order = compareDelta(this.values[variable] as DeltaRational, bound.value);
    return side === 'low' ? order < 0 : order > 0;
  }

  /** The column of the nonbasic variable with the least number that can move a row up or down (Bland's rule); -1 if none can. */
  private columnToMove(row: number, up: boolean): number {
    const { nonbasic } = this.tableau;
    let found = -1;
    for (let column = 0; column < nonbasic.length; column++) {
      const variable = nonbasic[column] as number;
      if (found !== -1 && variable > (nonbasic[found] as number)) continue;
      const entry = this.tableau.entry(row, column);
      if (!isZero(entry) && this.canMove(variable, entry > 0 === up)) found = column;
    }
    return found;
  }

  private canMove(variable: number, up: boolean): boolean {
    const bound = this.bound(variable, up ? 'high' : 'low');
    return bound === null || compareDelta(this.values[variable] as DeltaRational, bound.value) !== 0;
  }

  /** The bounds that keep a row from moving up or down: all of its nonbasic variables are at theirs. */
  private explain(row: number, up: boolean): Explanation {
    const { tableau } = this;
    const basic = this.bound(tableau.basic[row] as number, up ? 'low' : 'high') as SimplexBound;
    const explanation = new Map([[basic.origin, fromInteger(tableau.denominator)]]);
    for (let column = 0; column < tableau.columns; column++) {
      const entry = tableau.entry(row, column);
      if (isZero(entry)) continue;
      const variable = tableau.nonbasic[column] as number;
      const bound = this.bound(variable, entry > 0 === up ? 'high' : 'low') as SimplexBound;
      explanation.set(bound.origin, fromInteger(entry < 0 ? -entry : entry));
    }
    return explanation;
  }

  /** How far a nonbasic variable can move until it or a basic one reaches a bound; null if there is no limit. The row is -1 if its own bound is reached. */
  private longestStep(column: number, up: boolean): { length: DeltaRational; row: number } | null {
    const { tableau } = this;
    const own = this.room(tableau.nonbasic[column] as number, up);
    let found = own && { length: own, row: -1 };
    for (let row = 0; row < tableau.basic.length; row++) {
      const entry = tableau.entry(row, column);
      if (isZero(entry)) continue;
      const variable = tableau.basic[row] as number;
      const room = this.room(variable, entry > 0 === up);
      if (room === null) continue;
      const length = scaled(room, ratio(tableau.denominator, entry < 0 ? -entry : entry));
      const order = found === null ? -1 : compareDelta(length, found.length);
      const isEarlier = order === 0 && variable < (tableau.basic[found?.row ?? -1] ?? -1);
      if (order < 0 || isEarlier) found = { length, row };
    }
    return found;
  }

  /** The distance of a variable from a bound; null if there is no bound. */
  private room(variable: number, up: boolean): DeltaRational | null {
    const bound = this.bound(variable, up ? 'high' : 'low');
    const value = this.values[variable] as DeltaRational;
    return bound === null ? null : up ? difference(bound.value, value) : difference(value, bound.value);
  }

  /** Moves the basic variable of a row to a value by moving the nonbasic one of a column, and exchanges the two. */
  private pivotAndUpdate(row: number, column: number, target: DeltaRational): void {
    const { tableau, values } = this;
    const variable = tableau.nonbasic[column] as number;
    const change = difference(target, values[tableau.basic[row] as number] as DeltaRational);
    const step = scaled(change, ratio(tableau.denominator, tableau.entry(row, column)));
    this.move(column, sum(values[variable] as DeltaRational, step));
    tableau.pivot(row, column);
  }

  /** Gives a nonbasic variable a value, and the basic ones those that follow from it. */
  private move(column: number, target: DeltaRational): void {
    const { tableau, values } = this;
    const variable = tableau.nonbasic[column] as number;
    const unit = scaled(difference(target, values[variable] as DeltaRational), ratio(1, tableau.denominator));
    values[variable] = target;
    for (let row = 0; row < tableau.basic.length; row++) {
      const entry = tableau.entry(row, column);
      if (isZero(entry)) continue;
      const basic = tableau.basic[row] as number;
      values[basic] = sum(values[basic] as DeltaRational, scaled(unit, fromInteger(entry)));
    }
  }

  /** Counts one look at the whole tableau. @returns false if the budget is used up */
  private spend(): boolean {
    this.budget.left -= (this.tableau.basic.length + 1) * (this.tableau.columns + 1);
    return this.budget.left >= 0;
  }
}

function isZero(entry: number | bigint): boolean {
  return !(entry < 0 || entry > 0);
}
