/**
 * The tableau of the simplex method: each basic variable as a sum of multiples of the nonbasic ones. All entries are integers over one common denominator
 * (integer pivoting: Edmonds, "Systems of distinct representatives and linear algebra", 1967), so that a pivot needs no greatest common divisors: each
 * division in it leaves no remainder. Entries are doubles as long as every intermediate result is a safe integer, and bigints from then on.
 */
export class Tableau {
  /** The variable of each row. */
  readonly basic: number[];
  /** The variable of each column. */
  readonly nonbasic: number[];
  private matrix: Matrix<number> | Matrix<bigint>;

  /** @param rows integer coefficients: the rows define the variables `columns`, `columns + 1`, … by the first ones */
  constructor(
    rows: readonly (readonly (number | bigint)[])[],
    readonly columns: number,
  ) {
    this.nonbasic = Array.from({ length: columns }, (_, column) => column);
    this.basic = rows.map((_, row) => columns + row);
    const entries = rows.flat();
    const small = entries.filter(entry => typeof entry === 'number');
    this.matrix =
      small.length === entries.length
        ? { entries: small, denominator: 1 }
        : { entries: entries.map(BigInt), denominator: 1n };
  }

  /** The common denominator of all entries; positive. */
  get denominator(): number | bigint {
    return this.matrix.denominator;
  }

  /** The coefficient of a column in a row, times the denominator. */
  entry(row: number, column: number): number | bigint {
    return this.matrix.entries[row * this.columns + column] as number | bigint;
  }

  /** Exchanges the variables of a row and of a column, whose entry must not be 0. */
  pivot(row: number, column: number): void {
    const { matrix, columns } = this;
    this.matrix =
      (isSmall(matrix) ? pivoted(matrix, columns, row, column) : null) ??
      pivotedBig(toBig(matrix), columns, row, column);
    const entering = this.nonbasic[column] as number;
    this.nonbasic[column] = this.basic[row] as number;
    this.basic[row] = entering;
  }
}

interface Matrix<N extends number | bigint> {
  readonly entries: readonly N[];
  readonly denominator: N;
}

function isSmall(matrix: Matrix<number> | Matrix<bigint>): matrix is Matrix<number> {
  return typeof matrix.denominator === 'number';
}

function toBig({ entries, denominator }: Matrix<number> | Matrix<bigint>): Matrix<bigint> {
  return { entries: entries.map(BigInt), denominator: BigInt(denominator) };
}

/** The matrix after a pivot; null if a product is not a safe integer. */
function pivoted(matrix: Matrix<number>, columns: number, row: number, column: number): Matrix<number> | null {
  const { entries, denominator } = matrix;
  const start = row * columns;
  const pivot = entries[start + column] as number;
  const [size, sign] = pivot < 0 ? [-pivot, -1] : [pivot, 1];
  const result = entries.slice();
  for (let at = 0; at < entries.length; at += columns) {
    if (at === start) continue;
    const factor = sign * (entries[at + column] as number);
    for (let j = 0; j < columns; j++) {
      const product = (entries[at + j] as number) * size;
      const subtrahend = factor * (entries[start + j] as number);
      if (Math.abs(product) + Math.abs(subtrahend) > Number.MAX_SAFE_INTEGER) return null;
      result[at + j] = (product - subtrahend) / denominator;
    }
    result[at + column] = factor;
  }
  for (let j = 0; j < columns; j++) result[start + j] = -sign * (entries[start + j] as number);
  result[start + column] = sign * denominator;
  return { entries: result, denominator: size };
}

/** As `pivoted`, with bigints. */
function pivotedBig(matrix: Matrix<bigint>, columns: number, row: number, column: number): Matrix<bigint> {
  const { entries, denominator } = matrix;
  const start = row * columns;
  const pivot = entries[start + column] as bigint;
  const [size, sign] = pivot < 0n ? [-pivot, -1n] : [pivot, 1n];
  const result = entries.slice();
  for (let at = 0; at < entries.length; at += columns) {
    if (at === start) continue;
    const factor = sign * (entries[at + column] as bigint);
    for (let j = 0; j < columns; j++)
      result[at + j] = ((entries[at + j] as bigint) * size - factor * (entries[start + j] as bigint)) / denominator;
    result[at + column] = factor;
  }
  for (let j = 0; j < columns; j++) result[start + j] = -sign * (entries[start + j] as bigint);
  result[start + column] = sign * denominator;
  return { entries: result, denominator: size };
}
