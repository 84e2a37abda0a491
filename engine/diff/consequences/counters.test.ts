import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { RuleSet, Signal } from '../../model/rule-set.ts';
import { analysisSubject } from '../../solver/subject.ts';
import { semanticDiff } from '../semantic-diff.ts';

const counter: Signal = { type: 'integer', minimum: 0, counts: 'failed', by: ['session'], within: '10m' };
const base: RuleSet = {
  escalation: 2,
  name: 'counters',
  version: '1.0.0',
  signals: {
    session: { type: 'string' },
    user: { type: 'string' },
    recent: counter,
    hourly: { ...counter, within: '1h' },
    spare: { ...counter, counts: 'refunded' },
  },
  rules: [{ id: 'failing', when: 'recent > 3', decide: 'stop' }],
  default: { decide: 'continue' },
};

/** New values of keys; undefined for keys that are removed. */
type Edits = Record<string, { [K in keyof Signal]?: Signal[K] | undefined }>;

function told(signals: Edits, before = base) {
  const changed = Object.entries(signals).map(([name, more]) => {
    const entries = Object.entries({ ...before.signals?.[name], ...more }).filter(([, value]) => value !== undefined);
    return [name, Object.fromEntries(entries) as unknown as Signal] as const;
  });
  const after: RuleSet = { ...before, signals: { ...before.signals, ...Object.fromEntries(changed) } };
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const { class: kind, consequences } = semanticDiff(subject(before), subject(after), { now: 0 });
  return {
    class: kind,
    told: consequences.map(each => `${each.class}${each.breaking ? ', breaking' : ''}: ${each.message}`),
  };
}

const plain = { counts: undefined, by: undefined, within: undefined };

test.each<[string, Edits, string, string[]]>([
  [
    'a shorter period',
    { recent: { within: '5m' } },
    'loosened',
    [
      'loosened, breaking: `recent` now counts events `failed` with the same `session` within 5m; before, it counted events `failed` with the same `session` within 10m. It can only be smaller. Its producer has to count differently. Used by `failing`.',
    ],
  ],
  [
    'fewer keys',
    { recent: { by: undefined } },
    'loosened',
    [
      'loosened, breaking: `recent` now counts events `failed` within 10m; before, it counted events `failed` with the same `session` within 10m. It can only be larger. Its producer has to count differently. Used by `failing`.',
      'tightened: It is no longer taken for granted that `recent <= hourly` (counts over 1h include those over 10m).',
    ],
  ],
  [
    'another event, which no rule reads',
    { spare: { counts: 'failed' } },
    'loosened',
    [
      'neutral, breaking: `spare` now counts events `failed` with the same `session` within 10m; before, it counted events `refunded` with the same `session` within 10m. Its producer has to count differently. No rule uses it.',
      'loosened: It is now taken for granted that `spare == recent` (both count the same events): what is proved holds for such inputs only.',
      'loosened: It is now taken for granted that `spare <= hourly` (counts over 1h include those over 10m): what is proved holds for such inputs only.',
    ],
  ],
  [
    'no counter any more',
    { recent: plain },
    'loosened',
    [
      'loosened, breaking: `recent` does not say any more what it counts; before, it counted events `failed` with the same `session` within 10m. Its producer may count differently. Used by `failing`.',
      'tightened: It is no longer taken for granted that `recent <= hourly` (counts over 1h include those over 10m).',
    ],
  ],
  [
    'another spelling of the period and another order of keys',
    { recent: { within: 'PT10M' } },
    'equivalent',
    ['neutral: What is said about `recent` changed, not which values it has.'],
  ],
  [
    'another period and range',
    { recent: { within: '5m', maximum: 100 } },
    'loosened',
    [
      'loosened, breaking: `recent` now counts events `failed` with the same `session` within 5m; before, it counted events `failed` with the same `session` within 10m. It can only be smaller. Its producer has to count differently. Used by `failing`.',
      'neutral: The `maximum` of `recent` is 100, no longer none: a value outside counts as missing. Used by `failing`; no decision changes by it.',
    ],
  ],
])('%s', (_, signals, kind, expected) => {
  expect(told(signals)).toEqual({ class: kind, told: expected });
});

test('a contract where there was none', () => {
  const number: Signal = { type: 'integer', minimum: 0 };
  const before = { ...base, signals: { session: { type: 'string' } as const, recent: number } };
  const { counts, by, within } = counter as Required<Signal>;
  expect(told({ recent: { counts, by, within } }, before)).toEqual({
    class: 'equivalent',
    told: [
      'neutral: `recent` now counts events `failed` with the same `session` within 10m; before, nothing was said about what it counts. Used by `failing`.',
    ],
  });
});
