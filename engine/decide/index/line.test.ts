import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellOnLine, cellsOfLine, cutLine, joinLines } from './line.ts';

/** The meaning of a cell, in the simplest form. */
function cellByCounting(points: readonly number[], value: number): number {
  const sorted = [...new Set(points.map(point => point + 0))].sort((a, b) => a - b);
  return 2 * sorted.filter(point => point < value).length + (sorted.includes(value + 0) ? 2 : 1);
}

const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -20, max: 20 }),
  fc.constantFrom(0, -0, 1e-320, Number.MAX_VALUE, -Number.MAX_VALUE, 0.1 + 0.2, 0.3, 2 ** 53),
);

test('the cell of a number follows from the number of points below it', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 60 }), fc.array(numbers, { minLength: 1 }), (points, values) => {
      const line = cutLine(points);
      expect(cellsOfLine(line)).toBe(2 * new Set(points.map(point => point + 0)).size + 2);
      for (const value of [...values, ...points]) {
        expect(cellOnLine(line, 0, value)).toBe(cellByCounting(points, value));
      }
    }),
  );
});

test('points far apart and close together on one line are distinguished', () => {
  const points = [...Array.from({ length: 500 }, (_, index) => index * 1e-9), 1, 1e300, -1e300];
  const line = cutLine(points);
  for (const point of points) {
    for (const value of [point, point + 1e-10, point - 1e-10]) {
      expect(cellOnLine(line, 0, value)).toBe(cellByCounting(points, value));
    }
  }
});

test('concatenated lines keep their cells', () => {
  const lines = [[3, 1, 2], [], [0.5], [-1, 1, -1]];
  const joined = joinLines(lines.map(points => cutLine(points)));
  lines.forEach((points, line) => {
    for (const value of [-2, -1, 0, 0.5, 0.75, 1, 2, 3, 4])
      expect(cellOnLine(joined, line, value)).toBe(cellByCounting(points, value));
  });
});
