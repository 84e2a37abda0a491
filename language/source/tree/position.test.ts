import { describe, expect, it } from 'vitest';
import { parseSource, type SourcePlace } from '../document/document.ts';

/** What stands at the `|` of the text, which is taken out. */
function at(marked: string, uri = 'file:///a.escalation.yaml'): SourcePlace {
  const offset = marked.indexOf('|');
  const source = parseSource(uri, marked.slice(0, offset) + marked.slice(offset + 1));
  return source.placeAt(source.positionAt(offset));
}

describe('what stands at a position', () => {
  it.each<[string, SourcePlace]>([
    ['na|me: x', { path: ['name'], part: 'key', offsetInScalar: 2 }],
    ['name|: x', { path: ['name'], part: 'key', offsetInScalar: 4 }],
    ['name: |x', { path: ['name'], part: 'value', offsetInScalar: 0 }],
    ['name: x|', { path: ['name'], part: 'value', offsetInScalar: 1 }],
    ['name: |', { path: ['name'], part: 'value', offsetInScalar: 0 }],
    ['name:|', { path: ['name'], part: 'value', offsetInScalar: 0 }],
    ["rules:\n  - when: 'it''s |x'\n", { path: ['rules', 0, 'when'], part: 'value', offsetInScalar: 5 }],
    ['rules:\n  - when: !ha|s(x)\n', { path: ['rules', 0, 'when'], part: 'value', offsetInScalar: 3 }],
    ['rules:\n  - when: >-\n      a &&\n      |b\n', { path: ['rules', 0, 'when'], part: 'value', offsetInScalar: 5 }],
    ['rules:\n  - id: a\n    |\n', { path: ['rules', 0], part: 'blank', offsetInScalar: null }],
    ['rules:\n  - id: a\n    |\n  - id: b\n', { path: ['rules', 0], part: 'blank', offsetInScalar: null }],
    ['rules:\n  - id: a\n    dec|\n  - id: b\n', { path: ['rules', 0, 'dec'], part: 'key', offsetInScalar: 3 }],
    ['rules:\n  - id: a\n  |\n', { path: ['rules'], part: 'blank', offsetInScalar: null }],
    ['rules:\n  - id: a\n|\n', { path: [], part: 'blank', offsetInScalar: null }],
    ['|\nrules: []', { path: [], part: 'blank', offsetInScalar: null }],
    ['|', { path: [], part: 'blank', offsetInScalar: null }],
    ['signals:\n  a: { type: number, | }\n', { path: ['signals', 'a'], part: 'blank', offsetInScalar: null }],
    ['signals:\n  a: { ty|: number }\n', { path: ['signals', 'a', 'ty'], part: 'key', offsetInScalar: 2 }],
    ['signals:\n  a: {|}\n', { path: ['signals', 'a'], part: 'blank', offsetInScalar: null }],
    ['signals:\n  a: { type: | }\n', { path: ['signals', 'a', 'type'], part: 'value', offsetInScalar: null }],
    ['signals:\n  |\nrules: []\n', { path: ['signals'], part: 'blank', offsetInScalar: null }],
    ['signals:\n  a:\n    |\nrules: []\n', { path: ['signals', 'a'], part: 'blank', offsetInScalar: null }],
    ['tags: [a, |]\n', { path: ['tags'], part: 'blank', offsetInScalar: null }],
    ['tags: [a, b|]\n', { path: ['tags', 1], part: 'value', offsetInScalar: 1 }],
  ])('%j', (text, place) => {
    expect(at(text)).toEqual(place);
  });

  it('in JSON', () => {
    const uri = 'file:///a.escalation.json';
    expect(at('{"name": "a|b"}', uri)).toEqual({ path: ['name'], part: 'value', offsetInScalar: 1 });
    expect(at('{"na|me": "ab"}', uri)).toEqual({ path: ['name'], part: 'key', offsetInScalar: 2 });
    expect(at('{"name": "ab", |}', uri)).toEqual({ path: [], part: 'blank', offsetInScalar: null });
  });
});
