import { describe, expect, test } from 'vitest';
import { holds } from '../../../testing/oracle/linear-systems.ts';
import type { Bound, LinearRow, LinearSystem, LinearVariable } from './linear-system.ts';
import { fromDouble, fromInteger, ratio, toDouble } from './rational.ts';
import { solveLinear } from './solve-linear.ts';
import { stillConflicts } from './still-conflicts.ts';

const budget = () => ({ left: 10_000 });
const at = (value: number): Bound => ({ value: fromDouble(value), strict: false });
const beyond = (value: number): Bound => ({ value: fromDouble(value), strict: true });

function real(low: number | null = null, high: number | null = null): LinearVariable {
  return { low: low === null ? null : at(low), high: high === null ? null : at(high), isInteger: false };
}

function integer(low: number | null = null, high: number | null = null): LinearVariable {
  return { ...real(low, high), isInteger: true };
}

function row(coefficients: number[], low: Bound | null, high: Bound | null): LinearRow {
  return {
    terms: coefficients.map((coefficient, variable) => ({ variable, coefficient: fromDouble(coefficient) })),
    low,
    high,
  };
}

function pointOf(system: LinearSystem): number[] {
  const result = solveLinear(system, budget());
  if (result.kind !== 'point') throw new Error(result.kind);
  expect(holds(system, result.values)).toBe(true);
  return result.values.map(toDouble);
}

function conflictOf(system: LinearSystem) {
  const result = solveLinear(system, budget());
  if (result.kind !== 'conflict') throw new Error(result.kind);
  return result;
}

function bounds(system: LinearSystem): string[] {
  return conflictOf(system)
    .bounds.map(
      ({ ref, multiplier }) => `${ref.of} ${ref.index} ${ref.side}${multiplier ? ` × ${toDouble(multiplier)}` : ''}`,
    )
    .sort();
}

describe('a point', () => {
  test('satisfies bounds of variables and rows', () => {
    const system = { variables: [real(0, 10), real(0, 10)], rows: [row([1, 1], beyond(15), null)] };
    expect(pointOf(system).every(value => value > 5 && value <= 10)).toBe(true);
  });

  test('is inside its bounds', () => {
    expect(pointOf({ variables: [real(0, 10), real(4, null)], rows: [] })).toEqual([5, 5]);
    const [x = 0, y = 0] = pointOf({ variables: [real(0, 10), real(0, 10)], rows: [row([1, -1], at(8), null)] });
    expect(x < 10 && y > 0 && x - y > 8).toBe(true);
  });

  test('may be at a single value', () => {
    expect(pointOf({ variables: [real(2, 2), real()], rows: [row([1, 1], at(5), at(5))] })).toEqual([2, 3]);
  });

  test('is exact for coefficients that are not sums of few powers of two', () => {
    const [x = 0, y = 0] = pointOf({
      variables: [real(0, 100), real(0, 100)],
      rows: [row([0.4, 0.35], beyond(74), null)],
    });
    expect(0.4 * x + 0.35 * y).toBeGreaterThan(74);
  });

  test('has integers between the bounds of integer variables', () => {
    expect(pointOf({ variables: [integer(0.5, 1.5)], rows: [] })).toEqual([1]);
    const [x = 0, y = 0] = pointOf({ variables: [integer(), integer()], rows: [row([3, 5], at(1), at(1))] });
    expect(3 * x + 5 * y).toBe(1);
  });

  test('counts a variable that occurs twice in a row with both coefficients', () => {
    const twice = { variable: 0, coefficient: fromInteger(1) };
    expect(pointOf({ variables: [real()], rows: [{ terms: [twice, twice], low: at(3), high: at(3) }] })).toEqual([1.5]);
  });
});

describe('a conflict', () => {
  test('names the bounds and how often each counts', () => {
    const variables = [real(0, 1), real(0, 1), real(0, 1)];
    expect(bounds({ variables, rows: [row([1, 2, 0], at(4), null)] })).toEqual([
      'row 0 low × 1',
      'variable 0 high × 1',
      'variable 1 high × 2',
    ]);
  });

  test('counts bounds of rows as they are given', () => {
    const rows = [row([2, 4], at(8), null), row([3, 6], null, at(6))];
    expect(bounds({ variables: [real(), real()], rows })).toEqual([
      'row 0 low × 0.5',
      'row 1 high × 0.3333333333333333',
    ]);
  });

  test('arises between two bounds of one variable', () => {
    const variables = [{ low: beyond(1), high: at(1), isInteger: false }];
    expect(bounds({ variables, rows: [] })).toEqual(['variable 0 high × 1', 'variable 0 low × 1']);
  });

  test('arises between strict bounds that would meet', () => {
    const rows = [row([1, -1], null, beyond(0)), row([1, -1], at(0), null)];
    expect(bounds({ variables: [real(), real()], rows })).toEqual(['row 0 high × 1', 'row 1 low × 1']);
  });

  test('arises if no integer is between two bounds', () => {
    expect(bounds({ variables: [{ low: beyond(1), high: beyond(2), isInteger: true }], rows: [] })).toHaveLength(2);
    expect(bounds({ variables: [integer(), integer()], rows: [row([2, -2], at(1), at(1))] })).toHaveLength(2);
  });

  test('has no multipliers if integers had to be told apart', () => {
    const variables = [integer(0, 4), integer(0, 4)];
    const rows = [row([2, 1], at(2), at(2)), row([2, -1], at(0), at(0))];
    expect(bounds({ variables, rows })).toEqual(['row 0 high', 'row 0 low', 'row 1 high', 'row 1 low']);
  });

  test('arises for a row without variables', () => {
    expect(bounds({ variables: [], rows: [{ terms: [], low: at(1), high: null }] })).toEqual(['row 0 low × 1']);
  });
});

describe('a conflict with other bounds', () => {
  const system = { variables: [real(0, 1), real(0, 2)], rows: [row([1, 1], at(5), null)] };
  const conflict = conflictOf(system);
  const changedTo = (bound: Bound | null) =>
    stillConflicts(system, conflict, ref => (ref.of === 'variable' && ref.index === 1 ? bound : undefined));

  test('remains while the sum of its bounds is contradictory', () => {
    expect(changedTo(at(3.5))).toBe(true);
    expect(changedTo(beyond(4))).toBe(true);
    expect(changedTo(at(4))).toBe(false);
    expect(changedTo(null)).toBe(false);
  });

  test('remains without multipliers only if no bound is weaker', () => {
    const variables = [integer(0, 4), integer(0, 4)];
    const split = { variables, rows: [row([2, 1], at(2), at(2)), row([2, -1], at(0), at(0))] };
    const remains = (bound: Bound) =>
      stillConflicts(split, conflictOf(split), ({ index, side }) =>
        index === 0 && side === 'high' ? bound : undefined,
      );
    expect(remains(at(1.5))).toBe(true);
    expect(remains(beyond(2))).toBe(true);
    expect(remains(at(2.5))).toBe(false);
  });
});

test('nothing is decided beyond the budget', () => {
  const variables = [integer(), integer(), integer()];
  const parity = { variables, rows: [row([1, -2, 0], at(0), at(0)), row([1, 0, -2], at(1), at(1))] };
  expect(solveLinear(parity, { left: 1000 })).toEqual({ kind: 'undecided' });
  const used = { left: 6 };
  expect(solveLinear({ variables: [real(0, 1)], rows: [row([1], at(1), null)] }, used)).toEqual({ kind: 'undecided' });
});

test('a third is exact', () => {
  const result = solveLinear({ variables: [real()], rows: [row([3], at(1), at(1))] }, budget());
  expect(result).toEqual({ kind: 'point', values: [ratio(1, 3)] });
});
