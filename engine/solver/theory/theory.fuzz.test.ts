import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from '../../../testing/random/random-cases.ts';
import {
  holds,
  isFarkas,
  rangeByEnumeration,
  toSystem,
  type Limit,
  type SmallSystem,
} from '../../../testing/oracle/linear-systems.ts';
import { boundOf, type Bound, type BoundRef, type Conflict, type LinearSystem } from './linear-system.ts';
import { divide, fromDouble, multiply, one, ratio, type Rational } from './rational.ts';
import { solveLinear } from './solve-linear.ts';
import { stillConflicts } from './still-conflicts.ts';

const limit: fc.Arbitrary<Limit> = fc.record({ halves: fc.integer({ min: -9, max: 9 }), strict: fc.boolean() });
const maybeLimit = fc.option(limit, { freq: 2 });

/** Systems whose integer variables have few values. */
const smallSystems = (integers: fc.Arbitrary<boolean>): fc.Arbitrary<SmallSystem> =>
  fc.integer({ min: 1, max: 4 }).chain(count =>
    fc.record({
      variables: fc.array(integers.chain(variableOf), { minLength: count, maxLength: count }),
      rows: fc.array(rowOf(count), { maxLength: 4 }),
    }),
  );

function variableOf(isInteger: boolean): fc.Arbitrary<SmallSystem['variables'][number]> {
  const bound = isInteger ? limit : maybeLimit;
  return fc.record({ low: bound, high: bound, isInteger: fc.constant(isInteger) }).map(ordered);
}

function rowOf(count: number): fc.Arbitrary<SmallSystem['rows'][number]> {
  const coefficients = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: count, maxLength: count });
  const divisor = fc.integer({ min: 1, max: 3 });
  return fc.record({ coefficients, divisor, low: maybeLimit, high: maybeLimit }).map(ordered);
}

/** Mostly exchanges bounds that are the wrong way round, so that few systems are contradictory for that reason alone. */
function ordered<T extends { low: Limit | null; high: Limit | null }>(bounded: T): T {
  const { low, high } = bounded;
  return low && high && low.halves > high.halves ? { ...bounded, low: high, high: low } : bounded;
}

const budget = () => ({ left: 200_000 });

const kinds = {
  'real variables': smallSystems(fc.constant(false)),
  'integer variables': smallSystems(fc.constant(true)),
  'variables of both kinds': smallSystems(fc.boolean()),
};

describe.each(Object.entries(kinds))('a system of %s', (_, systems) => {
  test('has a point or a conflict, as trying all integers and eliminating the other variables shows', () => {
    const seen = { point: 0, conflict: 0, undecided: 0 };
    fc.assert(
      fc.property(systems, small => {
        const system = toSystem(small);
        const result = solveLinear(system, budget());
        seen[result.kind]++;
        const range = rangeByEnumeration(small, 0);
        expect(result.kind).toBe(range === null ? 'conflict' : 'point');
        if (result.kind === 'point') expect(holds(system, result.values)).toBe(true);
        if (result.kind === 'conflict') expectConflict(small, result);
      }),
      { numRuns: cases(400) },
    );
    expect(Math.min(seen.point, seen.conflict)).toBeGreaterThan(30);
  });

  test('has no point as long as a conflict of it is confirmed with other bounds', () => {
    let confirmed = 0;
    fc.assert(
      fc.property(systems, fc.array(fc.option(limit, { nil: undefined })), (small, limits) => {
        const result = solveLinear(toSystem(small), budget());
        if (result.kind !== 'conflict') return;
        const changes = new Map<string, Limit>();
        for (const [index, { ref }] of result.bounds.entries()) {
          const changed = limits[index];
          const isBounded = ref.of === 'row' || !small.variables[ref.index]?.isInteger;
          if (changed && isBounded) changes.set(JSON.stringify(ref), changed);
        }
        const changed = (ref: BoundRef) => {
          const found = changes.get(JSON.stringify(ref));
          return found && { value: ratio(found.halves, 2), strict: found.strict };
        };
        if (!stillConflicts(toSystem(small), result, changed)) return;
        if (changes.size > 0) confirmed++;
        const other = structuredClone(small);
        for (const [text, found] of changes) {
          const ref = JSON.parse(text) as BoundRef;
          const target = (ref.of === 'row' ? other.rows : other.variables)[ref.index];
          if (target) target[ref.side] = found;
        }
        expect(rangeByEnumeration(other, 0)).toBeNull();
      }),
      { numRuns: cases(400) },
    );
    expect(confirmed).toBeGreaterThan(5);
  });
});

test('a system has a point or a conflict whatever the units of its variables, even if they make its numbers long', () => {
  const units = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(kinds['real variables'], units, (small, sizes) => {
      const system = toSystem(small);
      const long = inUnits(system, sizes.map(fromDouble));
      const result = solveLinear(long, budget());
      expect(result.kind).toBe(solveLinear(system, budget()).kind);
      if (result.kind === 'point') expect(holds(long, result.values)).toBe(true);
      if (result.kind === 'conflict') expect(isFarkas(long, result)).toBe(true);
    }),
    { numRuns: cases(300) },
  );
});

/** The same system about other variables: each is the given multiple of the one that replaces it. */
function inUnits({ variables, rows }: LinearSystem, units: readonly Rational[]): LinearSystem {
  const unit = (variable: number) => units[variable] ?? one;
  const divided = (bound: Bound | null, by: Rational) => bound && { ...bound, value: divide(bound.value, by) };
  return {
    variables: variables.map(({ low, high, isInteger }, index) => ({
      low: divided(low, unit(index)),
      high: divided(high, unit(index)),
      isInteger,
    })),
    rows: rows.map(({ terms, low, high }) => ({
      terms: terms.map(({ variable, coefficient }) => ({
        variable,
        coefficient: multiply(coefficient, unit(variable)),
      })),
      low,
      high,
    })),
  };
}

function expectConflict(small: SmallSystem, conflict: Conflict): void {
  const system = toSystem(small);
  expect(stillConflicts(system, conflict, () => undefined)).toBe(true);
  const isSplit = conflict.bounds.some(({ multiplier }) => multiplier === null);
  if (!isSplit) expect(isFarkas(system, conflict, small)).toBe(true);
  for (const { ref } of conflict.bounds) expect(boundOf(system, ref)).not.toBeNull();
  // Nothing but the bounds of the conflict and the ranges of the integers, which the enumeration needs.
  const rest = structuredClone(small);
  const isKept = (of: 'row' | 'variable', index: number, side: 'low' | 'high') =>
    conflict.bounds.some(({ ref }) => ref.of === of && ref.index === index && ref.side === side);
  for (const side of ['low', 'high'] as const) {
    for (const [index, row] of rest.rows.entries()) if (!isKept('row', index, side)) row[side] = null;
    for (const [index, variable] of rest.variables.entries())
      if (!isKept('variable', index, side))
        variable[side] = variable.isInteger ? { halves: side === 'low' ? -10 : 10, strict: false } : null;
  }
  expect(rangeByEnumeration(rest, 0)).toBeNull();
}
