import { expect, it } from 'vitest';
import { cutFacts } from './cut-facts.ts';

const long = (length: number) => `\`a, ${'x'.repeat(length)}\` is true`;

it.each([
  ['a short text stays', 'When `a` is 1, `b` is 2 and `c` is 3', 'When `a` is 1, `b` is 2 and `c` is 3'],
  [
    'a long one ends with a whole fact',
    `When ${long(100)}, ${long(80)}, ${long(100)}`,
    `When ${long(100)}, ${long(80)}`,
  ],
  ['names are not cut', `When ${long(300)}`, `When ${long(300)}`],
])('%s', (_, text, cut) => expect(cutFacts(text)).toBe(cut));
