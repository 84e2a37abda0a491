import { expect, it } from 'vitest';
import { positionOn, signalRange, thresholdRange } from './ranges.ts';

it('uses declared bounds, in a hundred readable steps', () => {
  expect(signalRange({ type: 'number', minimum: 0, maximum: 1 }, [], null)).toEqual({
    minimum: 0,
    maximum: 1,
    step: 0.01,
  });
  expect(signalRange({ type: 'integer', minimum: 1, maximum: 5 }, [], null)).toEqual({
    minimum: 1,
    maximum: 5,
    step: 1,
  });
  expect(signalRange({ type: 'number', minimum: 0, maximum: 1, multipleOf: 0.25 }, [], null)?.step).toBe(0.25);
});

it('makes room around the thresholds if a bound is missing', () => {
  expect(signalRange({ type: 'integer', minimum: 0 }, [4000], null)).toEqual({ minimum: 0, maximum: 6000, step: 100 });
  expect(signalRange({ type: 'integer', minimum: 0 }, [4000], 90_000)?.maximum).toBe(90_000);
  expect(signalRange({ type: 'number' }, [-3], null)).toMatchObject({ minimum: -5, maximum: 0 });
});

it('has no slider without bounds or thresholds, or if the bounds are absurd', () => {
  expect(signalRange({ type: 'number', minimum: 0 }, [], 5)).toBeNull();
  expect(signalRange({ type: 'number', minimum: 1, maximum: 1 }, [], null)).toBeNull();
  expect(signalRange({ type: 'number', minimum: -1e308, maximum: 1e308 }, [], null)).toBeNull();
});

it('gives every threshold a slider', () => {
  expect(thresholdRange({ value: 0.7, minimum: 0.5, maximum: 0.95 }, [])).toEqual({
    minimum: 0.5,
    maximum: 0.95,
    step: 0.005,
  });
  expect(thresholdRange({ value: 0.7 }, [{ type: 'number', minimum: 0, maximum: 1 }])).toMatchObject({
    minimum: 0,
    maximum: 1,
  });
  expect(thresholdRange({ value: 4000 }, [{ type: 'integer', minimum: 0 }])).toEqual({
    minimum: 0,
    maximum: 8000,
    step: 100,
  });
  expect(thresholdRange({ value: 0 }, [])).toMatchObject({ minimum: 0, maximum: 1 });
});

it('positions values, with those outside the range at its ends', () => {
  const range = { minimum: 10, maximum: 20, step: 1 };
  expect([10, 15, 99, -1].map(value => positionOn(range, value))).toEqual([0, 0.5, 1, 0]);
});
