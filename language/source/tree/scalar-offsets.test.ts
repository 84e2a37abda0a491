import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSource } from '../document/document.ts';
import { scalarOffsets } from './scalar-offsets.ts';
import { cases } from '../../../testing/random/random-cases.ts';

const uri = 'file:///a.samples.yaml';

/** What stands in the document where `part` stands in the text of the scalar at `path`. */
function underlined(document: string, path: (string | number)[], part: string): string {
  const source = parseSource(uri, document);
  const node = source.nodeAt(path);
  const text = node?.kind === 'scalar' ? node.text : '';
  const start = text.indexOf(part);
  expect(start, `"${part}" in "${text}"`).toBeGreaterThanOrEqual(0);
  const { start: from, end } = source.rangeInScalar(path, start, start + part.length);
  return source.text.slice(source.offsetAt(from), source.offsetAt(end));
}

describe('places inside of scalars', () => {
  it.each([
    ['plain', 'a: foo bar baz\n', 'bar', 'bar'],
    ['plain over lines', 'a: foo\n  bar\n\n  baz # c\nb: 1', 'bar\nbaz', 'bar\n\n  baz'],
    ['single-quoted', "a: 'it''s foo'", "it's", "it''s"],
    ['a doubled quote', "a: 'it''s foo'", "'", "''"],
    ['after a doubled quote', "a: 'it''s foo'", 'foo', 'foo'],
    ['single-quoted over lines', "a: 'one\n   two\n   three'", 'two three', 'two\n   three'],
    ['double-quoted', 'a: "x \\"y\\" z"', 'z', 'z'],
    ['an escape', 'a: "x \\u0041 z"', 'A', '\\u0041'],
    ['double-quoted over lines', 'a: "one \\\n   two\n\n   three"', 'two', 'two'],
    ['literal', 'a: |\n  one\n    two\n  three\n', 'two', 'two'],
    ['literal with indentation', 'a: |2-\n    one\n', '  one', '  one'],
    ['folded', 'a: >-\n  one &&\n  two &&\n  three\n', 'two', 'two'],
    ['folded, over the fold', 'a: >-\n  one &&\n  two\n', '&& two', '&&\n  two'],
    ['with carriage returns', 'a: >-\r\n  one &&\r\n  two\r\n', 'two', 'two'],
    ['an astral character before', 'a: "\u{1F600} two"', 'two', 'two'],
  ])('%s', (_name, document, part, found) => {
    expect(underlined(document, ['a'], part)).toBe(found);
  });

  it('in JSON', () => {
    const source = parseSource('file:///a.samples.json', '{"a": "x \\"y\\" \\u0041z"}');
    const text = 'x "y" Az';
    const range = source.rangeInScalar(['a'], text.indexOf('z'), text.indexOf('z') + 1);
    expect(range).toEqual({ start: { line: 0, character: 21 }, end: { line: 0, character: 22 } });
  });

  it('decodes exactly what YAML decodes, for any scalar', () => {
    const char = fc.constantFrom(
      'a',
      'b',
      ' ',
      ' ',
      '\n',
      '\n',
      '\t',
      "'",
      "''",
      '"',
      '\\',
      '\\n',
      '\\x41',
      '\\\n',
      '\r\n',
      '#',
      ':',
      '-',
      '\u{1F600}',
      '|',
    );
    const body = fc.array(char, { maxLength: 14 }).map(parts => parts.join('').replaceAll('\n', '\n  '));
    const header = fc.constantFrom('', "'", '"', '|\n  ', '>\n  ', '|-\n  ', '>+\n  ', '|2\n  ', '>1-\n  ', '|+\n    ');
    fc.assert(
      fc.property(header, body, fc.constantFrom('', '\n', '\nb: 1\n', '\n\n\n'), (start, content, end) => {
        const close = start === "'" || start === '"' ? start : '';
        const source = parseSource(uri, `a: ${start}${content}${close}${end}`);
        const node = source.nodeAt(['a']);
        if (source.problems.length > 0 || node?.kind !== 'scalar') return;
        const map = scalarOffsets(node, source.text);
        expect(map, JSON.stringify({ text: source.text, value: node.text })).not.toBeNull();
        expect(map?.starts).toHaveLength(node.text.length);
        expect(map?.starts.every((each, i) => each <= (map.ends[i] ?? -1) && each >= (map.starts[i - 1] ?? 0))).toBe(
          true,
        );
      }),
      { numRuns: cases(500) },
    );
  });
});
