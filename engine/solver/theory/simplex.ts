import { magnitude, product, type Integer } from './integer.ts';
import type { Budget, Side } from './linear-system.ts';
import { fromInteger, type Rational } from './rational.ts';
import { compareValues, Tableau, type Value } from './tableau.ts';

/** A bound in force, with a number that says where it comes from. */
export interface SimplexBound extends Value {
  readonly origin: number;
}

/** The bounds in force of each variable: a list of low and one of high ones, null where there is none. */
export type Bounds = Readonly<Record<Side, (SimplexBound | null)[]>>;

/** The origins of bounds that contradict each other, with their Farkas multipliers; null if the contradiction is not a sum of the bounds. */
export type Explanation = ReadonlyMap<number, Rational | null>;

/**
 * The general simplex of Dutertre and de Moura ("A Fast Linear-Arithmetic Solver for DPLL(T)", CAV 2006). Variables are numbered from 0: first those of
 * the columns, then one for each row. Nonbasic variables are always within their bounds; `check` moves the basic ones into theirs.
 * Bounds may be replaced between two calls (`setBound`).
 */
export class Simplex {
  readonly tableau: Tableau;
  /** The row of a basic variable; of a nonbasic one, its column as -1 - column. */
  private readonly places: number[];

  /** @param start a value for each column, within its bounds */
  constructor(
    rows: readonly (readonly Integer[])[],
    private readonly bounds: Bounds,
    start: Value[],
    private readonly budget: Budget,
  ) {
    this.tableau = new Tableau(rows, start);
    this.places = [...start.map((_, column) => -1 - column), ...rows.keys()];
    this.spend();
  }

  /** Finds values within all bounds. @returns null if there are some, which the tableau then has; why not; or `undecided` if the budget is used up */
  check(): Explanation | null | 'undecided' {
    for (;;) {
      const row = this.violatedRow();
      if (row === -1) return null;
      if (!this.spend()) return 'undecided';
      const variable = this.tableau.basic[row] as number;
      const isBelow = this.isBeyond(variable, 'low');
      const column = this.columnToMove(row, isBelow);
      if (column === -1) return this.explain(row, isBelow);
      this.pivot(row, column, this.bound(variable, isBelow ? 'low' : 'high') as SimplexBound);
    }
  }

  bound(variable: number, side: Side): SimplexBound | null {
    return this.bounds[side][variable] ?? null;
  }

  /** Replaces a bound, and moves its variable to it if it is nonbasic and beyond. */
  setBound(variable: number, side: Side, bound: SimplexBound | null): void {
    this.bounds[side][variable] = bound;
    const place = this.places[variable] as number;
    if (bound !== null && place < 0 && this.isBeyond(variable, side)) this.tableau.move(-1 - place, bound);
  }

  /** The value of a variable, times the common denominator. */
  value(variable: number): Value {
    const { tableau } = this;
    const place = this.places[variable] as number;
    if (place >= 0) return tableau.rowValue(place);
    const { real, delta } = tableau.columnValue(-1 - place);
    return { real: product(real, tableau.denominator), delta: product(delta, tableau.denominator) };
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
    const bound = this.bounds[side][variable] as SimplexBound | null;
    if (bound === null) return false;
    const place = this.places[variable] as number;
    const order =
      place < 0 ? compareValues(this.tableau.columnValue(-1 - place), bound) : this.tableau.compareRow(place, bound);
    return side === 'low' ? order < 0 : order > 0;
  }

  /** The column of the nonbasic variable with the least number that can move a row up or down (Bland's rule); -1 if none can. */
  private columnToMove(row: number, up: boolean): number {
    const { tableau } = this;
    const { nonbasic } = tableau;
    let found = -1;
    for (let column = 0; column < nonbasic.length; column++) {
      if (found !== -1 && (nonbasic[column] as number) > (nonbasic[found] as number)) continue;
      const entry = tableau.entry(row, column);
      if (entry !== 0 && this.canMove(column, entry > 0 === up)) found = column;
    }
    return found;
  }

  /** True if the variable of a column is not at its bound. */
  private canMove(column: number, up: boolean): boolean {
    const bound = this.bound(this.tableau.nonbasic[column] as number, up ? 'high' : 'low');
    return bound === null || compareValues(this.tableau.columnValue(column), bound) !== 0;
  }

  /** The bounds that keep a row from moving up or down: all of its nonbasic variables are at theirs. */
  private explain(row: number, up: boolean): Explanation {
    const { tableau } = this;
    const basic = this.bound(tableau.basic[row] as number, up ? 'low' : 'high') as SimplexBound;
    const explanation = new Map([[basic.origin, fromInteger(tableau.denominator)]]);
    for (let column = 0; column < tableau.columns; column++) {
      const entry = tableau.entry(row, column);
      if (entry === 0) continue;
      const variable = tableau.nonbasic[column] as number;
      const bound = this.bound(variable, entry > 0 === up ? 'high' : 'low') as SimplexBound;
      explanation.set(bound.origin, fromInteger(magnitude(entry)));
    }
    return explanation;
  }

  private pivot(row: number, column: number, target: Value): void {
    const { basic, nonbasic } = this.tableau;
    this.tableau.pivot(row, column, target);
    this.places[basic[row] as number] = row;
    this.places[nonbasic[column] as number] = -1 - column;
  }

  /** Counts one look at the whole tableau. @returns false if the budget is used up */
  private spend(): boolean {
    this.budget.left -= (this.tableau.basic.length + 1) * (this.tableau.columns + 1);
    return this.budget.left >= 0;
  }
}
