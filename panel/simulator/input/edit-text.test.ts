import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../engine/model/json.ts';
import { editJsonText } from './edit-text.ts';
import { withoutValue, withValue } from './paths.ts';
import { cases } from '../../../testing/random/random-cases.ts';

function edit(text: string, path: string[], value: Json | undefined): string {
  return editJsonText(text, JSON.parse(text) as Json, path, value);
}

describe('editJsonText', () => {
  const own = '{ "a":1,\n\n   "b" : {"c": [1,\n2]} }';

  it('replaces a value and keeps the formatting of everything else', () => {
    expect(edit(own, ['a'], 0.64)).toBe('{ "a":0.64,\n\n   "b" : {"c": [1,\n2]} }');
    expect(edit(own, ['b', 'c'], ['x', 'y'])).toBe('{ "a":1,\n\n   "b" : {"c": ["x", "y"]} }');
  });

  it('adds a member with the formatting of its neighbours', () => {
    expect(edit('{\n    "a": 1\n}', ['b'], 2)).toBe('{\n    "a": 1,\n    "b": 2\n}');
    expect(edit('{"a": 1}', ['b'], 2)).toBe('{"a": 1, "b": 2}');
    expect(edit('{}', ['a', 'b'], 1)).toBe('{\n  "a": {\n    "b": 1\n  }\n}');
  });

  it('removes a member with its comma', () => {
    expect(edit('{\n  "a": 1,\n  "b": 2\n}', ['a'], undefined)).toBe('{\n  "b": 2\n}');
    expect(edit('{\n  "a": 1,\n  "b": 2\n}', ['b'], undefined)).toBe('{\n  "a": 1\n}');
    expect(edit('{ "a": 1 }', ['a'], undefined)).toBe('{}');
  });

  it('edits the last of duplicate keys, which is the one that counts', () => {
    expect(edit('{"a": 1, "a": 2}', ['a'], 3)).toBe('{"a": 1, "a": 3}');
    expect(JSON.parse(edit('{"a": 1, "a": 2}', ['a'], undefined))).toEqual({});
  });

  it('starts from the last valid input if the text is not JSON', () => {
    expect(editJsonText('{"a": ', { a: 1 }, ['b'], 2)).toBe('{\n  "a": 1,\n  "b": 2\n}');
  });

  it('always has the same value as an edit of the value itself', () => {
    const key = fc.constantFrom('a', 'b', '__proto__', 'toString', 'é"\\');
    const json = fc.letrec<{ node: Json }>(tie => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<Json>(null, true, 1, 'x', [1, 2], [], {}),
        fc.array(fc.tuple(key, tie('node')), { maxLength: 4 }).map(entries => Object.fromEntries(entries) as Json),
      ),
    })).node;
    const printed = fc
      .tuple(json, fc.constantFrom(0, 1, 2, '\t'))
      .map(([value, indent]) => JSON.stringify(value, null, indent));
    fc.assert(
      fc.property(
        printed,
        fc.array(key, { minLength: 1, maxLength: 3 }),
        fc.option(json, { nil: undefined }),
        (text, path, value) => {
          const input = JSON.parse(text) as Json;
          const wanted = value === undefined ? withoutValue(input, path) : withValue(input, path, value);
          expect(JSON.parse(editJsonText(text, input, path, value))).toEqual(wanted);
        },
      ),
      { numRuns: cases(500) },
    );
  });
});
