import { describe, expect, it } from 'vitest';
import { shares } from './scale.ts';

const rounded = (labels: string[], signal: Parameters<typeof shares>[1]) =>
  shares(labels, signal).map(share => Math.round(share * 100));

describe('the shares of an axis', () => {
  it('are to scale between declared bounds', () => {
    const signal = { type: 'number', minimum: 0, maximum: 100 } as const;
    expect(rounded(['< 30', '≥ 30, < 60', '≥ 60'], signal)).toEqual([30, 30, 40]);
    expect(rounded(['≤ 50', '> 50'], { type: 'number', minimum: 0, maximum: 200 })).toEqual([25, 75]);
  });

  it('of narrow bands are widened, so that they can be seen', () => {
    const [below = 0, band = 0, above = 0] = shares(['< 0.5', '≥ 0.5, < 0.501', '≥ 0.501'], {
      type: 'number',
      minimum: 0,
      maximum: 1,
    });
    expect(band).toBeGreaterThan(0.15);
    expect(Math.abs(below - above)).toBeLessThan(0.01);
    expect(below + band + above).toBeCloseTo(1);
  });

  it('count whole numbers, and leave room beyond the last bound', () => {
    expect(rounded(['0 to 1', '2', '≥ 3'], { type: 'integer', minimum: 0 })[0]).toBeGreaterThan(
      rounded(['0 to 1', '2', '≥ 3'], { type: 'integer', minimum: 0 })[1] ?? 0,
    );
  });

  it('read durations', () => {
    const signal = { type: 'string', format: 'duration' } as const;
    const [short = 0, long = 0] = shares(['> 5m, ≤ 10m', '> 10m, ≤ 1h', 'missing'], signal);
    expect(long).toBeGreaterThan(2 * short);
  });

  it('are equal for values without an order', () => {
    expect(rounded(['found', 'not_found'], { type: 'string' })).toEqual([50, 50]);
    expect(rounded(['none', 'only legal', 'missing'], null)).toEqual([33, 33, 33]);
  });
});
