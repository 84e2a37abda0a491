import { Environment } from '@marcbachmann/cel-js/evaluator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ASTNode } from './syntax-tree.ts';
import type { Comparison, Test } from './condition.ts';
import { monotoneFunction, solve, type MonotoneFunction, type NumericSignal } from './linear.ts';
import { cases } from '../../testing/random/random-cases.ts';

const signals: Record<string, NumericSignal> = {
  x: { type: 'double' },
  n: { type: 'int' },
  small: { type: 'int', minimum: -1000, maximum: 1000 },
};

function constantOf(node: ASTNode): number | undefined {
  if (node.op === 'value') return Number(node.args);
  const inner = node.op === '-_' ? constantOf(node.args) : undefined;
  return inner === undefined ? undefined : -inner;
}

function functionOf(text: string): MonotoneFunction | undefined {
  const { ast } = new Environment({ unlistedVariablesAreDyn: true }).parse(text);
  return monotoneFunction(
    ast,
    name => signals[name],
    constantOf,
    () => undefined,
  );
}

function solved(text: string, operator: Comparison, constant: number): Test | undefined {
  const f = functionOf(text);
  return f && solve(f, operator, constant);
}

function holds(test: Test, value: number): boolean {
  if (test.kind === 'between') return (value >= test.low && value <= test.high) !== test.negated;
  if (test.kind !== 'compare' || typeof test.value !== 'number') throw new Error(`not numeric: ${test.kind}`);
  return compared(value, test.operator, test.value);
}

function compared(left: number | bigint, operator: Comparison, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '==':
      return left >= right && left <= right;
    case '!=':
      return !(left >= right && left <= right);
  }
}

describe('a linear clause becomes a comparison of its signal', () => {
  const compare = (signal: string, operator: Comparison, value: number) => ({
    kind: 'compare',
    signal,
    operator,
    value,
  });
  test.each<[text: string, operator: Comparison, constant: number, test: object]>([
    ['x * 2.0 + 1.0', '<', 10, compare('x', '<', 4.5)],
    ['-x', '<', -5, compare('x', '>', 5)],
    ['10.0 - x', '>=', 4, compare('x', '<=', 6)],
    ['x / 4.0', '>', 1, compare('x', '>', 4)],
    ['x / -4.0', '>', 1, compare('x', '<', -4)],
    ['n * 3 + 1', '>', 6, compare('n', '>', 1)],
    ['n * 3', '<=', 7.5, compare('n', '<=', 2)],
    ['double(n) / 2.0', '<', 2.6, compare('n', '<', 6)],
    ['n + 1', '==', 5, compare('n', '==', 4)],
    ['n * 2', '==', 5, { kind: 'between', signal: 'n', low: 1, high: 0, negated: false }],
    ['n * 2', '!=', 5, { kind: 'between', signal: 'n', low: 1, high: 0, negated: true }],
  ])('%s %s %d', (text, operator, constant, expected) => {
    expect(solved(text, operator, constant)).toEqual(expected);
  });

  test('several doubles may give the same result', () => {
    const found = solved('x + 1.0', '==', 1);
    expect(found).toMatchObject({ kind: 'between', negated: false });
    if (found?.kind === 'between') {
      expect(found.low).toBeLessThan(0);
      expect(found.high).toBeGreaterThan(0);
    }
  });

  test('never and always are comparisons with the lowest number', () => {
    expect(solved('x * 0.5', '>', 1e308)).toEqual({
      kind: 'compare',
      signal: 'x',
      operator: '<',
      value: -Number.MAX_VALUE,
    });
    expect(solved('x * 0.5', '<=', 1e308)).toEqual({
      kind: 'compare',
      signal: 'x',
      operator: '>=',
      value: -Number.MAX_VALUE,
    });
  });

  test.each([
    'x * x',
    'x + n',
    '1.0 / x',
    'x * 0.0',
    'n / 2',
    'n % 2',
    'x',
    '2.0 * (x + y)',
    'n * 2000',
    '-(n * 1025)',
  ])('%s', text => {
    expect(functionOf(text) === undefined).toBe(text !== 'x');
  });

  test('an int is left to CEL exactly if it could overflow 64 bits', () => {
    expect(functionOf('n * 1025')).toBeUndefined();
    expect(functionOf('n * 1024')).toBeDefined();
    expect(functionOf('small * 1000000')).toBeDefined();
    expect(functionOf('small * 9007199254740991 * 9007199254740991')).toBeUndefined();
    expect(functionOf('double(n) * 9007199254740991.0')).toBeDefined();
  });
});

describe('the comparison holds for exactly the same values as the computation', () => {
  const operators = fc.constantFrom<Comparison>('<', '<=', '>', '>=', '==', '!=');
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const plain = fc.constantFrom(0.1, 0.3, 1, 3, -7, 1e-9, 1e9, 100, 0.7);
  const literal = fc.oneof(plain, finite).filter(value => value !== 0 && Number.isFinite(value));
  const buffer = new DataView(new ArrayBuffer(8));

  function around(value: number): number[] {
    if (!Number.isFinite(value)) return [];
    buffer.setFloat64(0, value === 0 ? Number.MIN_VALUE : value);
    const pattern = buffer.getBigInt64(0);
    return [-2n, -1n, 0n, 1n, 2n]
      .map(shift => {
        buffer.setBigInt64(0, pattern + shift);
        return buffer.getFloat64(0);
      })
      .filter(Number.isFinite);
  }

  const numeral = (value: number) => (/[.e]/.test(String(value)) ? String(value) : `${value}.0`);

  test('on doubles', () => {
    fc.assert(
      fc.property(
        literal,
        literal,
        fc.constantFrom('+', '-', '*', '/'),
        operators,
        finite,
        fc.array(finite, { maxLength: 5 }),
        (a, b, step, operator, constant, more) => {
          const text = `x * (${numeral(a)}) ${step} (${numeral(b)})`;
          const f = functionOf(text);
          if (!f) return;
          const test = solve(f, operator, constant);
          const solutions =
            test.kind === 'between' ? [test.low, test.high] : test.kind === 'compare' ? [Number(test.value)] : [];
          const candidates = [
            ...solutions.flatMap(around),
            ...around(constant),
            ...more,
            0,
            -0,
            Number.MAX_VALUE,
            -Number.MAX_VALUE,
          ];
          for (const value of candidates)
            expect(holds(test, value), `${text} ${operator} ${constant} at ${value}`).toBe(
              compared(f.apply(value), operator, constant),
            );
        },
      ),
      { numRuns: cases(150) },
    );
  });

  test('on ints', () => {
    const whole = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.maxSafeInteger());
    fc.assert(
      fc.property(
        fc.integer({ min: -999, max: 999 }),
        whole,
        operators,
        fc.oneof(whole, finite),
        fc.array(fc.maxSafeInteger(), { maxLength: 5 }),
        (a, b, operator, constant, more) => {
          const text = `n * (${a}) - (${b})`;
          const f = functionOf(text);
          if (!f) return;
          const test = solve(f, operator, constant);
          const solutions =
            test.kind === 'between' ? [test.low, test.high] : test.kind === 'compare' ? [Number(test.value)] : [];
          const candidates = [
            ...solutions,
            ...solutions.flatMap(value => [value - 1, value + 1]),
            ...more,
            0,
            Number.MAX_SAFE_INTEGER,
            Number.MIN_SAFE_INTEGER,
          ];
          for (const value of candidates.map(Math.round).filter(Number.isSafeInteger))
            expect(holds(test, value), `${text} ${operator} ${constant} at ${value}`).toBe(
              compared(f.apply(BigInt(value)), operator, constant),
            );
        },
      ),
      { numRuns: cases(150) },
    );
  });
});
