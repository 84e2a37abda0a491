import { expect, test } from 'vitest';
import { cursorMark } from '../../../testing/cursor.ts';
import { expressionCursor } from './expression-cursor.ts';

const at = (marked: string) => {
  const offset = marked.indexOf(cursorMark);
  return expressionCursor(marked.replace(cursorMark, ''), offset);
};

test.each([
  ['‸', { kind: 'operand', compared: null, start: 0, end: 0 }],
  ['conf‸', { kind: 'operand', compared: null, start: 0, end: 4 }],
  ['con‸f < 1', { kind: 'operand', start: 0, end: 4 }],
  ['confidence ‸', { kind: 'operator', left: ['confidence'], start: 11, end: 11 }],
  [
    'confidence < ‸',
    { kind: 'operand', compared: { path: ['confidence'], operator: '<', elements: false, inList: false } },
  ],
  ['confidence < 0.‸', { kind: 'nothing' }],
  ['a < thresholds.b ‸', { kind: 'operator', left: null }],
  ['intent == "refund" && customer.tier ‸', { kind: 'operator', left: ['customer', 'tier'] }],
  ['confidence < 0.7 ‸', { kind: 'operator', left: null }],
  ['confidence < 0.7 && am‸', { kind: 'operand', compared: null, start: 20, end: 22 }],
  ['thresholds.‸', { kind: 'member', base: ['thresholds'], start: 11, end: 11 }],
  ['a < thresholds.mi‸n', { kind: 'member', base: ['thresholds'], start: 15, end: 18 }],
  ['customer.tier == ‸', { kind: 'operand', compared: { path: ['customer', 'tier'], operator: '==' } }],
  ['intent == "‸', { kind: 'text', subject: ['intent'], elements: false, start: 11, end: 11, closed: false }],
  ['intent == "re‸fund" && x', { kind: 'text', subject: ['intent'], start: 11, end: 17, closed: true }],
  ["intent == '‸'", { kind: 'text', subject: ['intent'], quote: "'", start: 11, end: 11, closed: true }],
  ['intent in ["a", "‸"]', { kind: 'text', subject: ['intent'], elements: false, start: 17, end: 17 }],
  ['intent in [‸', { kind: 'operand', compared: { path: ['intent'], operator: 'in', inList: true } }],
  ['intent in ["a", ‸]', { kind: 'operand', compared: { path: ['intent'], inList: true } }],
  ['"‸" in policy_flags', { kind: 'text', subject: ['policy_flags'], elements: true, start: 1, end: 1 }],
  ['policy_flags.exists(v, v in ["‸"])', { kind: 'text', subject: ['policy_flags'], elements: true }],
  ['policy_flags.exists(v, v == ‸)', { kind: 'operand', compared: { path: ['policy_flags'], elements: true } }],
  ['policy_flags.exists(‸', { kind: 'nothing' }],
  ['policy_flags.exists(v, ‸', { kind: 'operand', compared: null }],
  ['size(‸', { kind: 'operand', compared: null }],
  ['!‸', { kind: 'operand', compared: null }],
  ['has(x) ? ‸', { kind: 'operand', compared: null }],
  ['f(x).‸', { kind: 'nothing' }],
])('%s', (marked, wanted) => {
  expect(at(marked).wanted).toMatchObject(wanted);
});

test('a variable of a macro is known inside of it, and not behind', () => {
  expect([...at('flags.exists(v, ‸').variables]).toEqual([['v', ['flags']]]);
  expect([...at('flags.exists(v, v == "a") && ‸').variables]).toEqual([]);
});
