import { describe, expect, it } from 'vitest';
import type { ThresholdView } from '../../../protocol/server.ts';
import { isInForce, thresholdLabel } from './columns.ts';

const view = (key: string | null): ThresholdView => ({
  id: key === null ? 'least' : `least.${key}`,
  name: 'least',
  column: { signal: 'deploy.env', key },
  declaration: { value: 1 },
  comparedWith: [],
});
const plain: ThresholdView = { id: 'most', name: 'most', column: null, declaration: { value: 1 }, comparedWith: [] };
const ruleSet = { thresholds: [view('dev'), view('prod.eu'), view(null), plain] };
const chosen = (input: object, missing: string[] = []) =>
  ruleSet.thresholds
    .filter(each =>
      isInForce(each, ruleSet, input as never, {
        missing: missing.map(signal => ({ signal, cause: 'stale' as const })) as never,
      }),
    )
    .map(thresholdLabel);

describe('the value of a table that is in force', () => {
  it('is that of the entry for the value of the signal', () => {
    expect(chosen({ deploy: { env: 'prod.eu' } })).toEqual(['least (deploy.env prod.eu)', 'most']);
  });

  it('is that of all others for a value without an entry', () => {
    expect(chosen({ deploy: { env: 'test' } })).toEqual(['least (other deploy.env)', 'most']);
  });

  it('is none while the signal is missing, whatever the input holds', () => {
    expect(chosen({})).toEqual(['most']);
    expect(chosen({ deploy: { env: 'dev' } }, ['deploy.env'])).toEqual(['most']);
  });
});
