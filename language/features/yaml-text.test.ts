import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../engine/model/json.ts';
import { parseSource } from '../source/document/document.ts';
import { entryLines, flowText, scalarText } from './yaml-text.ts';
import { cases } from '../../testing/random/random-cases.ts';

function read(text: string): Json | undefined {
  const document = parseSource('file:///x.samples.yaml', text);
  expect(document.problems).toEqual([]);
  return document.value;
}

const json = fc.jsonValue({ maxDepth: 4 }).map(value => JSON.parse(JSON.stringify(value)) as Json);

test('what is written in flow style is read again as the same', () => {
  fc.assert(
    fc.property(json, value => {
      expect(read(`a: ${flowText(value)}\n`)).toEqual({ a: value });
    }),
    { numRuns: cases(150) },
  );
});

test('what is written in block style is read again as the same', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(0, 4), fc.constantFrom(2, 4), fc.boolean(), (value, indent, step, flow) => {
      expect(read(entryLines('a', value, indent, step, flow).join('\n'))).toEqual({ a: value });
    }),
    { numRuns: cases(150) },
  );
});

test.each([
  ['refund', 'refund'],
  ['When do you open?', 'When do you open?'],
  ['no', '"no"'],
  ['12', '"12"'],
  ['a: b', '"a: b"'],
  ['!x', '"!x"'],
  ['', '""'],
  ['Müller, Köln', 'Müller, Köln'],
])('%j is written as %s', (text, written) => {
  expect(scalarText(text)).toBe(written);
});

test('what fits stands on one line, what does not on several', () => {
  const value = { confidence: 0.6, flags: ['legal'], conversation: { messages: ['x'.repeat(60), 'y'.repeat(60)] } };
  expect(entryLines('input', value, 2, 2, false)).toEqual([
    '  input:',
    '    confidence: 0.6',
    '    flags: [legal]',
    '    conversation:',
    '      messages:',
    `        - ${'x'.repeat(60)}`,
    `        - ${'y'.repeat(60)}`,
  ]);
});
