import { format as jsonSchemaFormats } from '@cfworker/json-schema';
import { describe, expect, test } from 'vitest';
import { textCells, type TextOptions, type TextSchema } from './text-cells.ts';
import type { TextTest } from './text-test.ts';

const is = (value: string): TextTest => ({ kind: 'compare', operator: '==', value });
const isNot = (value: string): TextTest => ({ kind: 'compare', operator: '!=', value });
const before = (value: string): TextTest => ({ kind: 'compare', operator: '<', value });
const notBefore = (value: string): TextTest => ({ kind: 'compare', operator: '>=', value });
const oneOf = (...values: string[]): TextTest => ({ kind: 'one-of', values });
const startsWith = (argument: string): TextTest => ({ kind: 'text', predicate: 'startsWith', argument });
const endsWith = (argument: string): TextTest => ({ kind: 'text', predicate: 'endsWith', argument });
const contains = (argument: string): TextTest => ({ kind: 'text', predicate: 'contains', argument });
const matches = (argument: string): TextTest => ({ kind: 'text', predicate: 'matches', argument });
const longer = (value: number): TextTest => ({ kind: 'size', operator: '>', value });

/** The cells as examples by answers, in which T and F stand for each test in turn. */
function partition(tests: TextTest[], schema: TextSchema = {}, options?: TextOptions): Record<string, string | null> {
  const { cells, complete } = textCells(tests, schema, options);
  expect(complete).toBe(true);
  return Object.fromEntries(
    cells.map(({ truths, example }) => [truths.map(truth => (truth ? 'T' : 'F')).join(''), example]),
  );
}

describe('the possible combinations of truths', () => {
  test('a constant and any other', () => {
    expect(partition([is('gold'), isNot('silver')])).toEqual({ TT: 'gold', FF: 'silver', FT: 'a' });
  });

  test('a string that starts with a word starts with its prefixes', () => {
    expect(partition([startsWith('ab'), startsWith('a')])).toEqual({ TT: 'ab', FT: 'a', FF: 'b' });
  });

  test('a word may overlap with itself and with another', () => {
    expect(partition([contains('aba'), endsWith('bab'), startsWith('abab')])).toEqual({
      TTT: 'abab',
      TFT: 'ababa',
      TTF: 'aabab',
      TFF: 'aba',
      FTF: 'bab',
      FFF: 'a',
    });
  });

  test('a word that contains its own beginning is not missed', () => {
    expect(partition([contains('aab'), matches('^aaab$')])).toEqual({ TT: 'aaab', TF: 'aab', FF: 'a' });
    expect(partition([endsWith('aab'), matches('^aaab$')])).toEqual({ TT: 'aaab', TF: 'aab', FF: 'a' });
    expect(partition([contains('abacab'), matches('^abababacab$')])).toEqual({
      TT: 'abababacab',
      TF: 'abacab',
      FF: 'a',
    });
  });

  test('any line may match', () => {
    expect(partition([matches('(?m)^b$'), startsWith('a')])).toEqual({ TF: 'b', FF: 'c', FT: 'a', TT: 'a\nb' });
  });

  test('order is by code point, with astral ones last', () => {
    expect(partition([before('\uffff'), notBefore('😀')])).toEqual({ TF: 'a', FF: '\uffff', FT: '😀' });
  });

  test('nothing is before the empty string', () => {
    expect(partition([before('')])).toEqual({ F: 'a' });
  });

  test('order, size and a pattern together', () => {
    expect(partition([before('m'), longer(2), matches('^[k-z]+$')])).toEqual({
      TFT: 'k',
      TTT: 'kkk',
      FFT: 'm',
      FTT: 'mkk',
      TFF: 'a',
      TTF: 'aaa',
      FFF: '{',
      FTF: 'maa',
    });
  });

  test('patterns are searched for, with case and word boundaries', () => {
    expect(partition([matches('(?i)\\bstop\\b'), contains('stop'), endsWith('!')])).toEqual({
      FFF: 'a',
      FFT: '!',
      FTF: 'astop',
      FTT: 'astop!',
      TFF: 'stoP',
      TFT: 'stoP!',
      TTF: 'stop',
      TTT: 'stop!',
    });
  });

  test('K is a k, and so is the Kelvin sign', () => {
    expect(partition([matches('^(?i:k)$'), matches('^[kK]$')])).toEqual({ FF: 'a', TT: 'k', TF: '\u212a' });
  });

  test('without tests, one cell for all strings', () => {
    expect(partition([])).toEqual({ '': 'a' });
    expect(partition([], { minLength: 2, maxLength: 1 })).toEqual({});
  });
});

describe('what the schema allows', () => {
  test('a constant that is not allowed has no cell', () => {
    expect(partition([is('GOLD'), is('gold')], { pattern: '^[a-z]+$' })).toEqual({ FT: 'gold', FF: 'a' });
  });

  test('no other string if only the constants are allowed', () => {
    expect(partition([is('a'), is('b')], { pattern: '^[ab]$' })).toEqual({ TF: 'a', FT: 'b' });
    expect(partition([is('a'), is('b')], { pattern: '^[ab]$', maxLength: 0 })).toEqual({});
    expect(partition([is('a'), is('b')], { pattern: '^[abc]$' })).toEqual({ TF: 'a', FT: 'b', FF: 'c' });
  });

  test('lengths in code points', () => {
    expect(partition([longer(3), matches('^😀*$')], { minLength: 2, maxLength: 4 })).toEqual({
      FF: 'aa',
      FT: '😀😀',
      TF: 'aaaa',
      TT: '😀😀😀😀',
    });
    expect(partition([longer(4)], { maxLength: 4 })).toEqual({ F: 'a' });
    expect(partition([longer(-1), longer(2.5)], { maxLength: 3 })).toEqual({ TF: 'a', TT: 'aaa' });
  });

  test('a list of values, and nothing else', () => {
    expect(partition([startsWith('g'), longer(5)], { enum: ['gold', 'silver', 'green', 7] })).toEqual({
      TF: 'gold',
      FT: 'silver',
    });
    expect(partition([is('gold')], { const: 'silver' })).toEqual({ F: 'silver' });
    expect(partition([is('gold')], { enum: ['gold', 'silver'], maxLength: 4 })).toEqual({ T: 'gold' });
  });

  test('nothing, if RE2 rejects the pattern', () => {
    expect(partition([is('a')], { pattern: '(' })).toEqual({});
    expect(partition([matches('(')])).toEqual({ F: 'a' });
  });
});

describe('the example', () => {
  test('is one that the schema declares', () => {
    expect(partition([startsWith('A'), is('B-1')], { examples: ['A-1001', 'B-1', 'A-2', 9] })).toEqual({
      TF: 'A-1001',
      FT: 'B-1',
      FF: 'a',
    });
    expect(partition([startsWith('A')], { examples: ['A1'], maxLength: 1 })).toEqual({ T: 'A', F: 'a' });
  });

  test('prefers letters, then digits, then other printable characters', () => {
    expect(partition([matches('^[^a-y]+$')])).toEqual({ T: 'z', F: 'a' });
    expect(partition([matches('^[^a-z]+$')])).toEqual({ T: '0', F: 'a' });
    expect(partition([matches('^[\\x00-\\x{10FFFF}]$'), matches('^[\\x00-\\x7F]$')])).toEqual({
      FF: 'aa',
      TT: 'a',
      TF: '¡',
    });
  });

  test('is not empty if three code points suffice', () => {
    expect(partition([matches('^(abc)*$')])).toEqual({ T: 'abc', F: 'a' });
    expect(partition([matches('^(abcd)*$')])).toEqual({ T: '', F: 'a' });
    expect(partition([is('')])).toEqual({ T: '', F: 'a' });
  });

  test('is the shortest of its length class, however long', () => {
    const { cells } = textCells([longer(1000), matches('^(ab)*$')], {});
    expect(cells.map(({ example }) => example?.length)).toEqual([1, 2, 1001, 1002]);
  });
});

describe('many', () => {
  const values = Array.from({ length: 500 }, (_, index) => `customer-${index}`);

  test('constants are tested one by one', () => {
    const { cells, complete } = textCells(values.map(is), {});
    expect(complete).toBe(true);
    expect(cells).toHaveLength(501);
    expect(cells.filter(({ truths }) => !truths.includes(true)).map(({ example }) => example)).toEqual(['a']);
  });

  test('constants in one list share a cell if their truths are equal', () => {
    expect(partition([oneOf(...values), endsWith('9')])).toEqual({
      TF: 'customer-0',
      TT: 'customer-9',
      FF: 'a',
      FT: '9',
    });
  });

  test('tests of a typical signal take few steps', () => {
    const tests = [
      ...values.slice(0, 30).map(is),
      startsWith('customer-1'),
      endsWith('7'),
      contains('-2'),
      matches('^[a-z]+-[0-9]+$'),
      matches('(?i)\\b(gold|silver)\\b'),
      before('m'),
      longer(12),
    ];
    expect(textCells(tests, { maxLength: 2000 }, { limit: 15_000 }).complete).toBe(true);
  });

  test('words are combined in every way, even if the product is too large', () => {
    const words = ['lawyer', 'refund', 'fraud', 'cancel', 'manager', 'complaint', 'password', 'urgent', 'delete'];
    const tests = [...words.map(contains), matches('(?i)\\blegal\\b'), startsWith('Dear')];
    const { cells, complete } = textCells(tests, {});
    expect(complete).toBe(true);
    expect(cells).toHaveLength(2 ** tests.length);
    expect(cells.find(({ truths }) => truths.every(Boolean))?.example).toMatch(/^Dear .*lawyer.*legal$/);
    // More words than every subset can be taken of: still each pair.
    const many = Array.from({ length: 30 }, (_, index) => contains(`word${index}!`));
    const pairs = textCells(many, {}).cells.filter(({ truths }) => truths.filter(Boolean).length === 2);
    expect(pairs).toHaveLength((30 * 29) / 2);
  });

  test('constants that leave a single string', () => {
    const all = Array.from({ length: 1000 }, (_, index) => String(index).padStart(3, '0'));
    expect(partition([oneOf(...all.filter(text => text !== '417'))], { pattern: '^[0-9]{3}$' })).toEqual({
      T: '000',
      F: '417',
    });
    expect(partition([oneOf(...all)], { pattern: '^[0-9]{3}$' })).toEqual({ T: '000' });
  });
});

describe('undecided cells', () => {
  test('a format that no candidate matches leaves its cells undecided', () => {
    const isOfFormat = (text: string) => /^[a-z]+@[a-z]+\.com$/.test(text);
    expect(textCells([contains('@'), startsWith('x')], { examples: ['ann@example.com'] }, { isOfFormat })).toEqual({
      cells: [
        { truths: [true, false], certain: true, example: 'ann@example.com' },
        { truths: [false, false], certain: false, example: null },
        { truths: [false, true], certain: false, example: null },
        { truths: [true, true], certain: false, example: null },
      ],
      complete: true,
    });
  });

  test('a known format has natural examples, and the format decides', () => {
    const isOfFormat = (format: string) => (jsonSchemaFormats as Record<string, (text: string) => boolean>)[format];
    const of = (format: string, ...tests: TextTest[]) =>
      partition(tests, { format }, { isOfFormat: isOfFormat(format) });
    expect(of('email', endsWith('@example.com'), contains('+'))).toEqual({
      FF: 'a@a.aa',
      TF: 'a@example.com',
      FT: 'a+a@a.aa',
      TT: 'a+a@example.com',
    });
    expect(of('email', matches('^[^@]*$'))).toEqual({ F: 'a@a.aa', T: null });
    expect(of('uri', startsWith('https://'), contains('/admin/'))).toEqual({
      TF: 'https://a.aa',
      FF: 'http://a.aa',
      TT: 'https://a.aa/admin/',
      FT: 'http://a.aa/admin/',
    });
    for (const format of ['uuid', 'date', 'time', 'ipv4', 'ipv6', 'hostname', 'url', 'uri-reference', 'json-pointer'])
      expect(of(format, contains('2')), format).toEqual({
        T: expect.stringMatching('2') as string,
        F: expect.stringMatching('') as string,
      });
  });

  test('strings too long to write out are possible', () => {
    expect(partition([longer(20_000), contains('ab')])).toEqual({ FF: 'a', FT: 'ab', TF: null, TT: null });
  });

  test('what was found within the limit is right', () => {
    // An automaton that knows whether the twentieth letter from the end is an a needs 2 ** 20 states.
    const { cells, complete } = textCells([matches('a.{20}$'), startsWith('b')], {}, { limit: 10_000 });
    expect(complete).toBe(false);
    for (const { truths, certain } of cells) {
      expect(certain).toBe(true);
      expect(truths[0]).toBe(false);
    }
  });
});
