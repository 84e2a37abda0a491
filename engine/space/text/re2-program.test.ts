import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { re2Program } from './re2-program.ts';

/** The sets of code points read by a pattern, as text. */
function reads(pattern: string): (string | undefined)[] | undefined {
  return re2Program(RE2JS.compile(pattern))
    ?.instructions.filter(instruction => instruction.kind === 'read')
    .map(({ set }) => String.fromCodePoint(...Array.from(set)));
}

test('read instructions have sets of code points', () => {
  expect(reads('a[b-d]x')).toEqual(['aa', 'bd', 'xx']);
  expect(reads('[^a]')).toEqual(['\0`b\u{10ffff}']);
  expect(reads('.')).toEqual(['\0\t\v\u{10ffff}']);
  expect(reads('(?s:.)')).toEqual(['\0\u{10ffff}']);
});

test('case folding follows Unicode', () => {
  expect(reads('(?i)a')).toEqual(['AAaa']);
  expect(reads('(?i)k')).toEqual(['KKkk\u212a\u212a']);
  expect(reads('(?i)1')).toEqual(['11']);
});

test('a program with unknown opcodes is rejected', () => {
  expect(re2Program(RE2JS.compile('(?<=a)b', RE2JS.LOOKBEHINDS))).toBeUndefined();
});

test('a program of another form is rejected', () => {
  const compiled = RE2JS.compile('a');
  for (const program of [
    undefined,
    {},
    { inst: [], start: 0 },
    { inst: [{ op: 9 }], start: 0 },
    { inst: [null], start: 0 },
  ]) {
    compiled.re2Input.prog = program;
    expect(re2Program(compiled)).toBeUndefined();
  }
});
