import { expect, it } from 'vitest';
import { textOf } from './file-text.ts';

const bytes = (...parts: (string | number)[]): Uint8Array =>
  Uint8Array.from(parts.flatMap(part => (typeof part === 'string' ? [...new TextEncoder().encode(part)] : [part])));

it.each<[string, Uint8Array, string, { line: number; character: number }]>([
  [
    'Latin-1',
    bytes('name: a\r\nreason: caf', 0xe9, ' x'),
    'byte 0xE9 at line 2, column 12',
    { line: 1, character: 11 },
  ],
  ['a character that is cut off', bytes('ä€', 0xe2, 0x82), 'byte 0xE2 at line 1, column 3', { line: 0, character: 2 }],
  ['a continuation alone', bytes('\uFEFFa\n', 0x80), 'byte 0x80 at line 2, column 1', { line: 1, character: 0 }],
  ['a surrogate', bytes('😀', 0xed, 0xa0, 0x80), 'byte 0xED at line 1, column 3', { line: 0, character: 2 }],
  ['an overlong form', bytes(0xc0, 0x80), 'byte 0xC0 at line 1, column 1', { line: 0, character: 0 }],
])('%s is no UTF-8, and the place of its first byte is reported', (_name, given, what, at) => {
  expect(textOf(given)).toEqual({ unreadable: `${what} is not UTF-8. Save the file as UTF-8.`, at });
});

it('UTF-16 is called by its name', () => {
  for (const mark of [bytes(0xff, 0xfe, 'a', 0), bytes(0xfe, 0xff, 0, 'a')])
    expect(textOf(mark)).toEqual({ unreadable: 'it is UTF-16. Save the file as UTF-8.' });
});

it('UTF-8 is read as it is, with its byte order mark', () => {
  for (const text of ['', 'a', '\uFEFFa: ä€😀\r\n', '\uFFFD'])
    expect(textOf(new TextEncoder().encode(text))).toEqual({ text });
});
