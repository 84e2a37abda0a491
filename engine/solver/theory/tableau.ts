import { compareProducts, crossQuotient, negated, signOf, sum, sumOfProducts, type Integer } from './integer.ts';

/**
 * The number `real + delta · δ`, where δ is positive and smaller than every positive rational, in a unit that is the same for all values of a system.
 * A strict bound `x > c` is the weak bound `x ≥ c + δ`.
 */
export interface Value {
  readonly real: Integer;
  readonly delta: Integer;
}

/**
 * The tableau of the simplex method: each basic variable as a sum of multiples of the nonbasic ones, and the values of all of them. All numbers are integers,
 * over one common denominator (integer pivoting: Edmonds, "Systems of distinct representatives and linear algebra", 1967), so that a pivot needs no greatest
 * common divisors: each division in it leaves no remainder.
 */
export class Tableau {
  /** The variable of each row. */
  readonly basic: number[];
  /** The variable of each column. */
  readonly nonbasic: number[];
  /** The common denominator of all entries; positive. */
  denominator: Integer = 1;
  /** By row: an entry for each column, then the value, real and infinitesimal. All times the denominator. */
  private readonly entries: Integer[] = [];
  private readonly width: number;

  /**
   * @param rows integer coefficients: the rows define the variables `columns`, `columns + 1`, … by the first ones
   * @param values the value of each column
   */
  constructor(
    rows: readonly (readonly Integer[])[],
    private readonly values: Value[],
  ) {
    this.nonbasic = values.map((_, column) => column);
    this.basic = rows.map((_, row) => values.length + row);
    this.width = values.length + 2;
    for (const row of rows) {
      let [real, delta]: [Integer, Integer] = [0, 0];
      for (const [column, value] of values.entries()) {
        const entry = row[column] as Integer;
        if (entry === 0) continue;
        real = sumOfProducts(entry, value.real, real, 1);
        delta = sumOfProducts(entry, value.delta, delta, 1);
      }
      this.entries.push(...row, real, delta);
    }
  }

  get columns(): number {
    return this.values.length;
  }

  /** The coefficient of a column in a row, times the denominator. */
  entry(row: number, column: number): Integer {
    return this.entries[row * this.width + column] as Integer;
  }

  /** The value of the variable of a column. */
  columnValue(column: number): Value {
    return this.values[column] as Value;
  }

  /** The value of the variable of a row, times the denominator. */
  rowValue(row: number): Value {
    const at = row * this.width + this.columns;
    return { real: this.entries[at] as Integer, delta: this.entries[at + 1] as Integer };
  }

  /** -1 if the variable of a row is less than a value, 0 if they are equal, 1 if it is greater. */
  compareRow(row: number, { real, delta }: Value): number {
    const at = row * this.width + this.columns;
    return (
      compareProducts(this.entries[at] as Integer, 1, real, this.denominator) ||
      compareProducts(this.entries[at + 1] as Integer, 1, delta, this.denominator)
    );
  }

  /** Gives the variable of a column a value, and the basic ones those that follow from it. */
  move(column: number, target: Value): void {
    const { entries, width, columns } = this;
    const value = this.columnValue(column);
    const real = sum(target.real, negated(value.real));
    const delta = sum(target.delta, negated(value.delta));
    this.values[column] = target;
    for (let at = 0; at < entries.length; at += width) {
      const entry = entries[at + column] as Integer;
      if (entry === 0) continue;
      entries[at + columns] = sumOfProducts(entry, real, entries[at + columns] as Integer, 1);
      entries[at + columns + 1] = sumOfProducts(entry, delta, entries[at + columns + 1] as Integer, 1);
    }
  }

  /**
   * Exchanges the variables of a row and of a column, whose entry must not be 0, and gives the variable of the row a value, by moving the other one.
   */
  pivot(row: number, column: number, target: Value): void {
    const { entries, width, columns, denominator } = this;
    const start = row * width;
    const pivot = entries[start + column] as Integer;
    const isNegative = pivot < 0;
    const size = isNegative ? negated(pivot) : pivot;
    const reals = start + columns;
    // How far the variable of the row is beyond its new value. The exchange treats this like any column.
    entries[reals] = sumOfProducts(entries[reals] as Integer, 1, target.real, negated(denominator));
    entries[reals + 1] = sumOfProducts(entries[reals + 1] as Integer, 1, target.delta, negated(denominator));
    for (let at = 0; at < entries.length; at += width) {
      if (at === start) continue;
      const entry = entries[at + column] as Integer;
      if (entry === 0 && size === denominator) continue;
      const factor = isNegative ? negated(entry) : entry;
      for (let j = 0; j < width; j++)
        entries[at + j] = crossQuotient(
          entries[at + j] as Integer,
          size,
          factor,
          entries[start + j] as Integer,
          denominator,
        );
      entries[at + column] = factor;
    }
    if (!isNegative) for (let j = 0; j < width; j++) entries[start + j] = negated(entries[start + j] as Integer);
    entries[start + column] = isNegative ? negated(denominator) : denominator;
    const { real, delta } = this.columnValue(column);
    entries[reals] = sumOfProducts(real, size, entries[reals], 1);
    entries[reals + 1] = sumOfProducts(delta, size, entries[reals + 1] as Integer, 1);
    this.values[column] = target;
    this.denominator = size;
    const entering = this.nonbasic[column] as number;
    this.nonbasic[column] = this.basic[row] as number;
    this.basic[row] = entering;
  }
}

/** -1 if `a` is less than `b`, 0 if they are equal, 1 if it is greater. */
export function compareValues(a: Value, b: Value): number {
  return compareProducts(a.real, 1, b.real, 1) || signOf(sum(a.delta, negated(b.delta)));
}
