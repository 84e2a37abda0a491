import { expect, test } from 'vitest';
import type { Edit } from '../engine/index.ts';
import { editLine, editWords } from './edits.ts';

const edit = (about: Edit['about'], name: string, part: Edit['part'], more: Partial<Edit>): Edit => ({
  id: 'x',
  about,
  name,
  part,
  key: '',
  path: [],
  side: 'after',
  ...more,
});

test.each([
  [edit('threshold', 'min_confidence', 'value', { before: 0.75, after: 0.65 }), 'min_confidence 0.75 → 0.65'],
  [edit('threshold', 'limit', 'value', { key: 'values.prod', after: 5 }), 'limit for prod none → 5'],
  [edit('threshold', 'limit', 'value', { key: 'value', before: 5, after: 6 }), 'limit for other values 5 → 6'],
  [edit('threshold', 'limit', 'whole', { after: 5 }), 'new threshold limit'],
  [edit('rule', 'x@1', 'whole', { after: { id: 'x' } }), 'new rule x@1'],
  [edit('rule', 'x@1', 'whole', { before: { id: 'x' } }), 'rule x@1 removed'],
  [edit('rule', 'x@1', 'place', { before: null, after: 'y@2' }), 'x@1: moved after y@2'],
  [edit('rule', 'x@1', 'place', { before: 'y@2', after: null }), 'x@1: moved to the top'],
  [edit('rule', 'x@1', 'name', { key: 'id', before: 'y', after: 'x' }), 'x@1: renamed, was y'],
  [edit('rule', 'x@2', 'trigger', { key: 'when', before: 'a >\n  1', after: 'a > 2' }), 'x@2: trigger a > 1 → a > 2'],
  [
    edit('rule', 'x@2', 'trigger', { key: 'when', before: true, after: { all: ['a || b', { not: 'c' }] } }),
    'x@2: trigger true → (a || b) && !(c)',
  ],
  [edit('rule', 'x@2', 'outcome', { key: 'to', before: 'a', after: 'b' }), 'x@2: outcome to a → b'],
  [
    edit('rule', 'x@2', 'outcome', {
      key: 'decide, to',
      before: { decide: 'escalate', to: 'a' },
      after: { decide: 'pause' },
    }),
    'x@2: outcome escalate → pause, to a → none',
  ],
  [edit('rule', 'x@2', 'status', { key: 'status', before: 'shadow', after: 'active' }), 'x@2: status shadow → active'],
  [edit('rule', 'x@2', 'unknown', { key: 'onUnknown', after: 'skip' }), 'x@2: onUnknown none → skip'],
  [
    edit('rule', 'x@2', 'time', { key: 'effective', after: { until: '2026-03-01' } }),
    'x@2: time until none → 2026-03-01',
  ],
  [
    edit('target', 'desk', 'value', { key: 'acknowledgeWithin', before: '5m', after: '15m' }),
    'desk acknowledgeWithin 5m → 15m',
  ],
  [
    edit('target', 'desk', 'value', {
      key: 'hours',
      before: { days: ['mon', 'sat'], from: '08:00' },
      after: { days: ['mon', 'sun'], from: '09:00' },
    }),
    'desk hours days adds sun, days drops sat, from 08:00 → 09:00',
  ],
  [
    edit('signal', 'kb.result', 'value', { key: 'enum', before: ['a'], after: ['a', 'b'] }),
    'signal kb.result: enum adds b',
  ],
  [edit('rule-set', 'onUnknown', 'value', { before: 'safe', after: 'skip' }), 'onUnknown safe → skip'],
  [edit('governance', 'governance', 'value', { key: 'approvals', before: 2, after: 1 }), 'governance approvals 2 → 1'],
])('%#: an edit is named in one line', (each, line) => {
  expect(editLine(editWords(each))).toBe(line);
});

test('the last value has the unit', () => {
  expect(editLine(editWords(edit('threshold', 'limit', 'value', { before: 50, after: 80 }), 'USD'))).toBe(
    'limit 50 → 80 USD',
  );
});

test('as many values are named as there is room for', () => {
  const words = editWords(
    edit('rule', 'x@2', 'outcome', {
      key: 'decide, to',
      before: { decide: 'escalate', to: 'a-desk' },
      after: { decide: 'route', to: 'another-desk' },
    }),
  );
  expect(editLine(words, 60)).toBe('x@2: outcome escalate → route, to a-desk → another-desk');
  expect(editLine(words, 50)).toBe('x@2: outcome escalate → route and 1 more value');
  expect(editLine(words, 20)).toBe('x@2: outcome');
});
