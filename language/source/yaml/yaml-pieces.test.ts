import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from '../../../testing/random/random-cases.ts';
import { anyLanguageText, edited, randomEdit } from '../../../testing/random/random-edits.ts';
import { runAtOnce } from '../../../engine/model/steps.ts';
import { composeInSteps } from './yaml-pieces.ts';
import { readTokens } from './yaml-tokens.ts';
import { TreeBuilder } from './yaml-tree.ts';

/** The tree and all faults, as they come out if collections of so many values are taken apart. */
function read(text: string, pieceSize: number) {
  const { tokens } = runAtOnce(readTokens(text));
  const composed = runAtOnce(composeInSteps(tokens, pieceSize));
  if (composed === null) return null;
  const { document, errors, earlierItems } = composed;
  const builder = new TreeBuilder(text, [], earlierItems);
  const root = document.contents === null ? null : runAtOnce(builder.build(document.contents));
  const faults = errors.map(({ code, pos, message }) => `${pos[0]} ${pos[1]} ${code} ${message}`).sort();
  return { root, faults, problems: builder.problems, pieces: earlierItems.size };
}

function expectSame(text: string): number {
  const { pieces: none, ...whole } = read(text, Infinity) ?? { pieces: 0 };
  const { pieces, ...taken } = read(text, 1) ?? { pieces: 0 };
  expect(none).toBe(0);
  expect(taken).toEqual(whole);
  return pieces;
}

describe('a document composed piece by piece is as one composed at once', () => {
  test.each([
    ['lists, mappings and brackets', 'a: [1, { b: 2, c: [3, 4] }, 5]\nd:\n  - e: 1\n    f: 2\n  - - g\n    - h\n'],
    ['anchors and aliases across pieces', 'a: &a [1, 2, 3]\nb: [*a, *a, 4]\nc: *a\nd: &a x\ne: *a\n'],
    ['comments and blank lines', '# one\na: 1 # two\n\n# three\nb: [ # four\n  1, # five\n  2 ]\n# six\n'],
    ['values that are not there', 'a:\nb:\n  - \n  -\nc: [1, , 2,]\nd: {e, f: , g}\n'],
    ['commas that are missing or too many', 'a: [1 2, 3,, 4]\nb: { c: 1 d: 2, e: 3 }\nf: 1\n'],
    ['brackets that do not close', 'a: [1, 2, {b: 3, c: 4\nd: [5, 6\ne: 7\n'],
    ['wrong columns', 'a:\n   b: 1\n  c: 2\n d: 3\ne:\n  - 1\n - 2\n   - 3\n'],
    ['tags, and keys that are collections', '!x a: 1\n? [b, c]\n: 2\n? { d: 1 }\n: [3, 4]\n!!seq e: [1, 2]\n'],
    ['texts over several lines', 'a: |\n  one\n  two\nb: "three\n  four"\nc: five\n  six\nd: 7\n'],
    ['a second document', 'a: [1, 2]\nb: 3\n---\nc: [4, 5, 6]\n'],
    ['junk behind the document', 'a: [1, 2]\nb: 3\n}} ]]\n%x\nc: 4\n'],
  ])('%s', (_, text) => {
    expect(expectSame(text)).toBeGreaterThan(0);
    expectSame(text.replaceAll('\n', '\r\n'));
  });

  test('any text', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyLanguageText, fc.array(randomEdit, { maxLength: 4 }), ({ text }, edits) => {
        const history = [text];
        for (const each of edits) history.push(edited(history.at(-1) ?? text, history, each));
        taken += expectSame(history.at(-1) ?? text);
      }),
      { numRuns: cases(8) },
    );
    expect(taken).toBeGreaterThan(cases(8));
  });
});
