/** A set of the cells of one dimension: bit `cell & 31` of word `cell >> 5`. */
export type CellSet = Uint32Array;

export function noCells(cells: number): CellSet {
  return new Uint32Array((cells + 31) >>> 5);
}

export function allCells(cells: number): CellSet {
  return addRange(noCells(cells), 0, cells);
}

/** Adds the cells from `from` (inclusive) to `until` (exclusive) to a set, and returns it. */
export function addRange(set: CellSet, from: number, until: number): CellSet {
  for (let cell = from; cell < until;) {
    if ((cell & 31) === 0 && cell + 32 <= until) {
      set[cell >> 5] = 0xffff_ffff;
      cell += 32;
    } else {
      set[cell >> 5] = (set[cell >> 5] ?? 0) | (1 << (cell & 31));
      cell++;
    }
  }
  return set;
}

export function hasCell(set: CellSet, cell: number): boolean {
  return (((set[cell >> 5] ?? 0) >>> (cell & 31)) & 1) === 1;
}

export function isEmpty(set: CellSet): boolean {
  return set.every(word => word === 0);
}

export function intersect(a: CellSet, b: CellSet): CellSet {
  return a.map((word, index) => word & (b[index] ?? 0));
}

export function unite(a: CellSet, b: CellSet): CellSet {
  return a.map((word, index) => word | (b[index] ?? 0));
}

/** The cells of a dimension with `cells` cells that are not in the set. */
export function complement(set: CellSet, cells: number): CellSet {
  return allCells(cells).map((word, index) => word & ~(set[index] ?? 0));
}

export function equal(a: CellSet, b: CellSet): boolean {
  return a.every((word, index) => word === b[index]);
}

/** Calls `visit` for every cell of the set, in ascending order. */
export function eachCell(set: CellSet, visit: (cell: number) => void): void {
  for (let index = 0; index < set.length; index++) {
    for (let word = set[index] ?? 0; word !== 0; word &= word - 1) visit((index << 5) + 31 - Math.clz32(word & -word));
  }
}
