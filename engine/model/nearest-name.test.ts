import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

test.each([
  ['confidnce', 'confidence'],
  ['Confidence', 'confidence'],
  ['confidense_score', 'confidence_score'],
  ['latency_sm', 'latency_ms'],
  ['latencyMs', 'latency_ms'],
  ['min-confidence', 'min_confidence'],
  ['amuont', 'amount'],
  ['amounts', 'amount'],
  ['amount1', 'amount'],
  ['conf', 'confidence'],
  ['Europa/Berlin', 'Europe/Berlin'],
  ['critcal', 'critical'],
  ['form', 'from'],
  ['ID', 'id'],
])('%s is a misspelt %s', (name, meant) => {
  expect(nearestName(name, ['zebra', meant, 'quite_another_name'])).toBe(meant);
});

test.each([
  ['priority', 'severity'],
  ['weight', 'when'],
  ['account', 'amount'],
  ['a', 'b'],
  ['id', 'if'],
  ['human', 'agent'],
  ['min_amount', 'max_amount'],
  ['maxAge', 'minAge'],
  ['input_tokens', 'output_tokens'],
  ['invalid', 'valid'],
  ['is_verified', 'is_unverified'],
  ['not_verified', 'verified'],
  ['latency_p95', 'latency_p99'],
  ['refund-handoff@1', 'refund-handoff@2'],
  ['payouts', 'payload'],
  ['resolved', 'reviewed'],
  ['before', 'after'],
])('%s is not taken for %s', (name, other) => {
  expect(nearestName(name, [other])).toBeUndefined();
});

test('neither a name itself nor one of two continuations is suggested', () => {
  expect(nearestName('amount', ['amount'])).toBeUndefined();
  expect(nearestName('conf', ['confidence', 'confirmed'])).toBeUndefined();
});
