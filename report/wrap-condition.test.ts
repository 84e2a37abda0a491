import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cases } from '../testing/random/random-cases.ts';
import { wrapCondition } from './wrap-condition.ts';

test('a condition breaks at the operators that bind least, so that operands stay together', () => {
  expect(wrapCondition('a && b', 40)).toEqual(['a && b']);
  expect(wrapCondition('amount > 1000 && tier == "free" || flagged', 34)).toEqual([
    'amount > 1000 && tier == "free"',
    '|| flagged',
  ]);
  expect(wrapCondition('amount > 1000 && (tier == "free" || tier == "pro") && !(vip && known)', 30)).toEqual([
    'amount > 1000',
    '&& (tier == "free"',
    '    || tier == "pro")',
    '&& !(vip && known)',
  ]);
  expect(wrapCondition('"a && b || c" in words && size(words) > 1', 20)).toEqual([
    '"a && b || c" in words',
    '&& size(words) > 1',
  ]);
});

const word = fc.constantFrom(
  'a',
  'confidence < 0.7',
  '"x || y" in flags',
  "name == 'it\\'s && so'",
  'f.exists(v, v in ["p", "q"])',
  '!has(z)',
);
const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc.tuple(tie('expression'), fc.constantFrom(' && ', ' || '), tie('expression')).map(parts => parts.join('')),
    tie('expression').map(inner => `!(${inner})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}) && ${b}`),
  ),
}));

test('the lines together are the condition, whatever it is', () => {
  fc.assert(
    fc.property(expression, fc.integer({ min: 10, max: 80 }), (text, width) => {
      const lines = wrapCondition(text, width);
      const plain = (each: string) => each.replaceAll(/\s+/g, '');
      expect(plain(lines.join(' '))).toBe(plain(text));
      for (const line of lines.filter(each => each.trim().length > width)) {
        // Only lines without an operator may exceed the width.
        expect(line.replaceAll(/"[^"]*"|'(?:[^'\\]|\\.)*'/g, '')).not.toMatch(/\S (&&|\|\|)/);
      }
    }),
    { numRuns: cases(400) },
  );
});
