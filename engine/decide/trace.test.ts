import { describe, expect, test } from 'vitest';
import type { Json } from '../model/json.ts';
import type { ConditionSource, RuleSet } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';

const signals: NonNullable<RuleSet['signals']> = {
  confidence: { type: 'number', minimum: 0 },
  latency_ms: { type: 'integer' },
  amount: { type: 'number' },
  flags: { type: 'array', items: { type: 'string' } },
  waited: { type: 'string', format: 'duration' },
  opened: { type: 'string', format: 'date-time' },
  'customer.tier': { type: 'string' },
  p: { type: 'boolean' },
};

function traceOf(when: ConditionSource, input: Json) {
  const compiled = compile({
    escalation: 1,
    name: 'traced',
    version: '1.0.0',
    signals,
    thresholds: { min_confidence: 0.7, patience: { value: '15m', format: 'duration' } },
    rules: [{ id: 'probe', when, decide: 'stop' }],
  });
  const record = decide(compiled, input, { at: Date.UTC(2026, 2, 2), trace: true });
  const [rule] = record.trace?.rules ?? [];
  if (!rule) throw new Error('the rule is in force');
  expect(rule.condition.value, 'the tree says what the rule says').toBe(rule.value);
  return rule.condition;
}

describe('a clause shows what it read', () => {
  test.each<[string, Json, object]>([
    [
      'confidence < thresholds.min_confidence',
      { confidence: 0.71 },
      {
        value: 'false',
        reads: [{ signal: 'confidence', value: 0.71 }],
        thresholds: [{ name: 'min_confidence', value: 0.7 }],
      },
    ],
    ['latency_ms > 4000', { latency_ms: 4100 }, { value: 'true', distance: 100, thresholds: [] }],
    ['latency_ms > 4000', { latency_ms: 4000 }, { value: 'false', distance: 0 }],
    ['amount * 2 + 1 < 10', { amount: 5 }, { value: 'false', distance: 0.5 }],
    [
      'waited > thresholds.patience',
      { waited: 'PT16M' },
      {
        value: 'true',
        distance: 60_000,
        reads: [{ signal: 'waited', value: 'PT16M' }],
        thresholds: [{ name: 'patience', value: '15m' }],
      },
    ],
    [
      'opened < timestamp("2026-01-01T00:00:00Z")',
      { opened: '2025-12-31T23:59:59Z' },
      { value: 'true', distance: -1000 },
    ],
    [
      '"pii" in flags',
      { flags: ['legal'] },
      { value: 'false', distance: null, reads: [{ signal: 'flags', value: ['legal'] }] },
    ],
    [
      'customer.tier == "free"',
      { customer: { tier: 'pro' } },
      { value: 'false', distance: null, reads: [{ signal: 'customer.tier', value: 'pro' }] },
    ],
    [
      'confidence < 1',
      { confidence: 'high' },
      { value: 'unknown', distance: null, error: null, reads: [{ signal: 'confidence', missing: 'wrong-type' }] },
    ],
    [
      'confidence < 1',
      { confidence: -1 },
      { value: 'unknown', reads: [{ signal: 'confidence', missing: 'out-of-schema' }] },
    ],
    [
      'has(confidence)',
      { confidence: null },
      { value: 'false', error: null, reads: [{ signal: 'confidence', missing: 'null' }] },
    ],
    [
      '10 / latency_ms > 1',
      { latency_ms: 0 },
      { value: 'unknown', error: 'division by zero', reads: [{ signal: 'latency_ms', value: 0 }] },
    ],
    [
      'amount > 3 * confidence',
      { amount: 7 },
      {
        value: 'unknown',
        error: null,
        reads: [
          { signal: 'amount', value: 7 },
          { signal: 'confidence', missing: 'absent' },
        ],
      },
    ],
    [
      'flags.exists(p, p == "pii")',
      { flags: ['pii'], p: true },
      { value: 'true', reads: [{ signal: 'flags', value: ['pii'] }] },
    ],
  ])('%s on %j', (when, input, seen) => {
    expect(traceOf(when, input)).toMatchObject({ kind: 'clause', text: when, children: [], ...seen });
  });

  test('a broken clause says so', () => {
    expect(traceOf('nothing > 1', {})).toMatchObject({
      kind: 'clause',
      value: 'unknown',
      error: 'this condition has errors',
    });
  });
});

describe('the tree is that of the condition', () => {
  test('with every part, including those that evaluation would skip', () => {
    const tree = traceOf(
      { all: ['p', { any: ['amount > 5 && latency_ms > 1', { not: 'p' }] }] },
      { p: false, amount: 6 },
    );
    expect(tree).toMatchObject({
      kind: 'all',
      value: 'false',
      children: [
        { kind: 'clause', value: 'false' },
        {
          kind: 'any',
          value: 'true',
          children: [
            {
              kind: 'all',
              value: 'unknown',
              text: 'amount > 5 && latency_ms > 1',
              children: [{ value: 'true' }, { value: 'unknown' }],
            },
            { kind: 'not', value: 'true', children: [{ value: 'false' }] },
          ],
        },
      ],
    });
  });

  test('a choice has its test and both branches', () => {
    const tree = traceOf('p ? amount > 5 : latency_ms > 5', { p: true, amount: 6 });
    expect(tree).toMatchObject({
      kind: 'if',
      value: 'true',
      children: [{ value: 'true' }, { value: 'true' }, { value: 'unknown' }],
    });
  });

  test('an unknown test makes the whole unknown', () => {
    expect(traceOf('p ? amount > 5 : amount > 5', { amount: 6 }).value).toBe('unknown');
  });

  test('every part has its position in the document', () => {
    const when = 'amount > 5 && !(latency_ms > 1 || p)';
    const tree = traceOf({ any: [when] }, {});
    const [both] = tree.children;
    const places = (part: typeof tree): string[] =>
      part.children.length === 0 ? [when.slice(part.span.start, part.span.end)] : part.children.flatMap(places);
    expect(both && places(both)).toEqual(['amount > 5', 'latency_ms > 1', 'p']);
    expect(both?.span.path).toEqual(['rules', 0, 'when', 'any', 0]);
  });

  test('a constant', () => {
    expect(traceOf(true, {})).toMatchObject({ kind: 'constant', value: 'true', text: 'true' });
    expect(traceOf('1 > 2', {})).toMatchObject({ kind: 'constant', value: 'false' });
  });
});

test('a choice in an operand shows what each branch compares', () => {
  const trace = traceOf('amount < (customer.tier == "gold" ? 500 : 50)', { amount: 40, customer: { tier: 'silver' } });
  expect(trace).toMatchObject({
    kind: 'if',
    value: 'true',
    text: 'amount < (customer.tier == "gold" ? 500 : 50)',
    children: [
      { text: 'customer.tier == "gold"', value: 'false', reads: [{ signal: 'customer.tier', value: 'silver' }] },
      { text: 'amount < 500', value: 'true', distance: -460, reads: [{ signal: 'amount', value: 40 }] },
      { text: 'amount < 50', value: 'true', distance: -10 },
    ],
  });
});
