import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../engine/model/json.ts';
import { parseJsonText } from './json-text.ts';
import { cases } from '../../../testing/random/random-cases.ts';

function errorOf(text: string): string {
  const { error } = parseJsonText(text);
  return error === null ? 'none' : `${error.line}:${error.column} ${error.message}`;
}

describe('parseJsonText', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map(json => json.slice(0, -1)),
        ),
        text => {
          let value: Json | undefined;
          try {
            value = JSON.parse(text) as Json;
          } catch {
            value = undefined;
          }
          const parsed = parseJsonText(text);
          if (parsed.error === null) expect(parsed.value).toEqual(value);
          else expect(value).toBeUndefined();
        },
      ),
      { numRuns: cases(500) },
    );
  });

  it.each([
    ['', '1:1 There is no value; an empty input is {}'],
    ['{\n  "a": 1,\n}', '3:1 Expected a key in double quotes, found "}", so remove the comma before it'],
    ['{"a" 1}', '1:6 Expected ":" after the key "a", found "1"'],
    ['{"a": yes}', '1:7 yes is not a JSON value; strings need double quotes'],
    ["{'a': 1}", '1:2 Expected a key in double quotes, found "\'"'],
    ['[1 2]', '1:4 Expected "," or "]", found "2"'],
    ['{"a": 1} x', '1:10 Unexpected "x" after the end of the value'],
    ['{"a": "b', '1:7 This string has no closing double quote'],
    ['{"a": 01}', '1:7 A number cannot be written like this'],
    ['{"a": 1e999}', '1:7 The number 1e999 is too large'],
    ['{"a":\n  {"b": [1,', '2:12 Expected a value, found the end of the text'],
  ])('says where and what is wrong in %j', (text, message) => expect(errorOf(text)).toBe(message));

  it('refuses nesting that would exhaust the stack', () => {
    expect(errorOf('['.repeat(100_000))).toContain('Nested deeper than 500 levels');
  });
});
