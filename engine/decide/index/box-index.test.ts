import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBoxIndex } from './box-index.ts';
import type { IndexLimits, OwnedBox } from './tables.ts';
import { hasCell, noCells, type CellSet } from './cell-set.ts';
import { cases } from '../../../testing/random/random-cases.ts';

const cellCounts = [3, 40, 5, 70, 2, 9, 33, 4, 6, 17, 3];

const side = (cells: number): fc.Arbitrary<CellSet | undefined> =>
  fc.option(
    fc.array(fc.nat(cells - 1), { minLength: 1, maxLength: cells }).map(held => {
      const set = noCells(cells);
      for (const cell of held) set[cell >> 5] = (set[cell >> 5] ?? 0) | (1 << (cell & 31));
      return set;
    }),
    { nil: undefined, freq: 2 },
  );

/** Boxes with sides in some dimensions. The number of an inexact box's owner determines whether the input is in it. */
const boxes: fc.Arbitrary<OwnedBox[]> = fc.array(
  fc.record({
    owner: fc.nat(60),
    box: fc.record({ sides: fc.tuple(...cellCounts.map(side)), exact: fc.constant(true) }),
  }),
  { maxLength: 90 },
);
const places = fc.array(fc.tuple(...cellCounts.map(cells => fc.nat(cells - 1))), { minLength: 20, maxLength: 20 });

const limits: fc.Arbitrary<IndexLimits> = fc.constantFrom(
  { merged: 1 << 14, rows: 1 << 24 },
  { merged: 0, rows: 1 << 24 },
  { merged: 1 << 10, rows: 60 },
  { merged: 0, rows: 1 },
);

test('the index finds the boxes that contain a place, in order, however rows are merged and shared', () => {
  fc.assert(
    fc.property(boxes, places, limits, (owned, tried, within) => {
      let place: readonly number[] = [];
      const holds = ({ box }: OwnedBox) => box.sides.every((set, at) => !set || hasCell(set, place[at] ?? 0));
      // Like `isIn` of a rule set: true if any box of the owner contains the place.
      const isIn = (owner: number) => owned.some(one => one.owner === owner && holds(one));
      const index = createBoxIndex(cellCounts, owned, isIn, within);
      for (place of tried) {
        const cells = Int32Array.from(place);
        const found: number[] = [];
        index.all(cells, owner => found.push(owner));
        const right = owned.filter(holds).map(({ owner }) => owner);
        expect(new Set(found)).toEqual(new Set(right));
        const first = index.first(cells);
        if (within.rows > 60) {
          expect(found).toEqual(right);
          expect(first).toBe(right[0] ?? -1);
        } else expect(first === -1 ? right : right.includes(first)).toEqual(first === -1 ? [] : true);
      }
    }),
    { numRuns: cases(50) },
  );
});

test('the owner decides what an inexact box contains', () => {
  const everywhere = { sides: [], exact: false };
  const asked: number[] = [];
  const index = createBoxIndex(
    [2],
    [7, 8, 9].map(owner => ({ owner, box: everywhere })),
    owner => {
      asked.push(owner);
      return owner === 8;
    },
  );
  expect(index.first(Int32Array.of(0))).toBe(8);
  expect(asked, 'and no more are asked than needed').toEqual([7, 8]);
  expect(createBoxIndex([2], [], () => true).first(Int32Array.of(1))).toBe(-1);
});
