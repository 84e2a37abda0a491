import { expect, test } from 'vitest';
import type { MarkedCourse } from '../../protocol/review-requests.ts';
import { timeScale } from './time-scale.ts';

function course(times: number[], then: MarkedCourse['then'] = 'over'): MarkedCourse {
  const steps = times.map(at => ({ what: 'reminded' as const, at, after: at, target: 'desk', mark: 'same' as const }));
  return { steps, then, thenDiffers: false, assumedOpen: [] };
}

test('a scale is linear from the first request to the last time of both courses', () => {
  const { positionOf, isToScale } = timeScale([course([0, 5, 20]), course([0, 15, 40])]);
  expect([0, 5, 15, 20, 40].map(positionOf)).toEqual([0, 0.125, 0.375, 0.5, 1]);
  expect(isToScale).toBe(true);
});

test('if one interval is more than 20 times as long as another, short ones are drawn longer, in order and alike', () => {
  const { positionOf, isToScale } = timeScale([course([0, 1, 2, 600])]);
  expect(isToScale).toBe(false);
  const [first, second, last] = [1, 2, 600].map(positionOf) as [number, number, number];
  expect(first).toBeCloseTo(0.06);
  expect(second).toBeCloseTo(2 * first);
  expect(last).toBe(1);
  expect(timeScale([course([0, 1, 21])]).isToScale).toBe(true);
});

test('waiting without a deadline has room after the last time', () => {
  const { positionOf } = timeScale([course([0, 5]), course([0], 'waits')]);
  expect(positionOf(5)).toBeLessThan(1);
  expect(timeScale([course([0], 'waits')]).positionOf(0)).toBe(0);
});
