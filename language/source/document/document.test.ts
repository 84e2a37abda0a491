import { describe, expect, it } from 'vitest';
import { parseSource, type SourceDocument } from './document.ts';
import { findTraps } from '../traps/expression-traps.ts';

const read = (text: string, uri = 'file:///a.escalation.yaml') => parseSource(uri, text);
const underlined = (
  source: SourceDocument,
  range: { start: { line: number; character: number }; end: { line: number; character: number } },
) => source.text.slice(source.offsetAt(range.start), source.offsetAt(range.end));
/** Each problem as `code "text": message`. */
const told = (source: SourceDocument) =>
  source.problems.map(({ code, range, message }) => `${code} ${JSON.stringify(underlined(source, range))}: ${message}`);

describe('reading texts of any quality', () => {
  it('reads nothing out of nothing', () => {
    for (const text of ['', '\n\n', '# only a comment\n', '\ufeff']) {
      expect(read(text)).toMatchObject({ root: null, value: undefined, problems: [] });
    }
  });

  it('counts positions without the byte order mark, as editors do', () => {
    const source = read('\ufeffname: a\r\nversion: "x\r\n');
    expect(source.value).toEqual({ name: 'a', version: 'x' });
    expect(source.problems[0]?.range).toEqual({ start: { line: 1, character: 9 }, end: { line: 1, character: 11 } });
  });

  it('refuses 5 MB at once, and says so', () => {
    const source = read('a: b\n'.repeat(1024 * 1024));
    expect(source.problems).toHaveLength(1);
    expect(source.problems[0]?.message).toMatch(/^This file is too large: 5\.0 MB\. Files above 4\.0 MB are not read/);
    expect(source.problems[0]?.range.start.line).toBe(0);
  });

  it.each([
    ['[', 10_000],
    ['- ', 10_000],
    ['{a: ', 10_000],
    ['? ', 10_000],
    ['[', 200_000],
  ])('stops at nesting without end: %j × %i', (piece, times) => {
    const source = read(piece.repeat(times));
    expect(source.problems.some(problem => problem.message.startsWith('Nested too deeply'))).toBe(true);
    expect(source.value).toBeDefined();
  });

  it('stops at nesting without end in JSON', () => {
    const source = read('[{"a":'.repeat(100_000), 'file:///a.escalation.json');
    expect(told(source)).toEqual([expect.stringContaining('Nested too deeply')]);
  });

  it('stops at a mapping in a mapping in a mapping, block by block', () => {
    const text = Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    expect(told(read(text)).join()).toMatch(/Nested too deeply/);
  });

  it('expands aliases only so far', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const source = read(lines.join('\n'));
    expect(JSON.stringify(source.value).length).toBeLessThan(2_000_000);
    expect(source.problems).toHaveLength(1);
    expect(source.problems[0]?.message).toMatch(/100,000 values/);
  });

  it('keeps NUL and other control characters in texts, and says what is half of a character', () => {
    const source = read('a: "x\\0y"\nb: z\0\nc: "\\ud83d"\nd: "\\ud83d\\ude00"\n');
    expect(source.value).toMatchObject({ a: 'x\0y', d: '\u{1F600}' });
    expect(told(source)).toEqual([
      expect.stringMatching(/^yaml-syntax "\\"\\\\ud83d\\"": This text contains half of a surrogate pair/),
    ]);
  });

  it('takes __proto__ for the name that it is', () => {
    for (const source of [
      read('__proto__: { polluted: 1 }\nconstructor: 2'),
      read('{"__proto__": {"polluted": 1}, "constructor": 2}', 'file:///a.escalation.json'),
    ]) {
      expect(Object.keys(source.value as object)).toEqual(['__proto__', 'constructor']);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(source.rangeOf(['__proto__', 'polluted'], 'key').start.line).toBe(0);
    }
  });

  it('keeps the first of a key that stands twice', () => {
    const source = read('a: 1\nb: 2\na: 3\n');
    expect(source.value).toEqual({ a: 1, b: 2 });
    expect(source.problems).toHaveLength(1);
    expect(source.problems[0]).toMatchObject({
      range: { start: { line: 2, character: 0 } },
      related: [{ range: { start: { line: 0, character: 0 } } }],
    });
  });

  it('goes on after each fault', () => {
    const source = read('a: "x\nb: [1, 2\nc: 3\nd: { e: 1\nf: \'y\ng: 4\n');
    expect(source.value).toMatchObject({ a: 'x', c: 3, f: 'y', g: 4 });
    expect(source.problems.length).toBeGreaterThanOrEqual(4);
  });

  it('reads numbers, booleans and null as the core schema has them, and yes and no as texts', () => {
    expect(read('a: 0x10\nb: 1e3\nc: true\nd: ~\ne: yes\nf: 012\ng: 0o14\nh: 1_000\n1: one').value).toEqual({
      a: 16,
      b: 1000,
      c: true,
      d: null,
      e: 'yes',
      f: 12,
      g: 12,
      h: '1_000',
      '1': 'one',
    });
  });

  it('is as strict about JSON as JSON is', () => {
    const json = (text: string) =>
      told(read(text, 'file:///a.escalation.json')).map(each => each.replace(/^yaml-syntax /, ''));
    expect(json('{"a": [1, 2.5e3, -0, true, false, null, "x\\u00e9\\n"]}')).toEqual([]);
    expect(json('{"a": 1,}')).toEqual(['",": JSON allows no comma after the last entry.']);
    expect(json("{'a': 1}")).toEqual([expect.stringContaining('Expected a key in double quotes')]);
    expect(json('{"a": 01}')).toEqual([expect.stringContaining('`01` is not a JSON value')]);
    expect(json('{"a": 1} x')).toEqual([expect.stringContaining('Unexpected text after the end')]);
    expect(json('{"a": "x')).toEqual([
      expect.stringContaining('The closing `}` is missing'),
      expect.stringContaining('The closing " is missing'),
    ]);
    expect(json('{"a": // why\n 1}')).toContainEqual(expect.stringContaining('JSON has no comments'));
    expect(json('{"a": "\t"}')).toEqual([expect.stringContaining('contains a control character')]);
    expect(json('{"a" 1 "b": 2}')).toHaveLength(2);
  });

  it('agrees with JSON.parse on every JSON document', () => {
    for (const text of [
      '{"a":{"b":[]},"c":[{},[1]]}',
      '[]',
      '"x"',
      ' 1 ',
      '{"":0}',
      '[1,\n2]',
      '{"a":1e-7,"b":123456789.125}',
    ]) {
      const source = read(text, 'file:///a.escalation.json');
      expect(source.problems).toEqual([]);
      expect(source.value).toEqual(JSON.parse(text));
    }
  });
});

describe('places', () => {
  const source = read('rules:\n  - id: a\n    when: x\n  - id: b\n    when:\n');
  const range = (path: (string | number)[], part?: 'key' | 'value' | 'item') =>
    underlined(source, source.rangeOf(path, part));

  it('of keys, values and entries', () => {
    expect(range(['rules', 0, 'id'], 'key')).toBe('id');
    expect(range(['rules', 0, 'id'])).toBe('a');
    expect(range(['rules', 0, 'id'], 'item')).toBe('id: a');
    expect(range(['rules', 0])).toBe('id: a\n    when: x');
  });

  it('of what is not there: the nearest that is', () => {
    expect(range(['rules', 0, 'decide'])).toBe('id: a\n    when: x');
    expect(range(['rules', 0, 'id', 'deep', 3])).toBe('id');
    expect(range(['rules', 1, 'when'])).toBe('when');
    expect(range(['nothing'])).toBe('rules');
  });
});

describe('traps', () => {
  const trapped = (text: string) => findTraps(text).map(({ start, end }) => text.slice(start, end));

  it('are found in places for expressions alone', () => {
    expect(trapped('rules:\n- when: !x\n  title: !y\n')).toEqual(['!x']);
    expect(trapped('description: |\n  when: !x\nname: y')).toEqual([]);
    expect(trapped('description: "a\n  when: !x"\nname: y')).toEqual([]);
    expect(trapped('rules:\n- tags:\n  - "a" b\n')).toEqual([]);
  });

  it('are none where YAML reads what is meant', () => {
    for (const expression of [
      '\'"a" in b\'',
      'a == "x"',
      'a > 1 # note',
      '&x a > 1',
      '*x',
      '!!str a > 1',
      '-x > 3',
      '>-\n    a',
      '{ all: [a, b] }',
      'true',
      "a == 'it''s'",
    ]) {
      expect(trapped(`rules:\n- when: ${expression}\n`), expression).toEqual([]);
    }
  });

  it('end where the expression ends', () => {
    expect(trapped('rules:\n- when: !a # why\n  to: b\n')).toEqual(['!a']);
    expect(trapped('rules:\n- when: !a\n    && b\n\n    && c # why\n  to: b\n')).toEqual(['!a\n    && b\n\n    && c']);
    expect(trapped('rules:\n- { when: !a, to: b }\n- { to: f, when: g(a, "}") }\n')).toEqual(['!a', 'g(a, "}")']);
    expect(trapped('rules:\n- when:\n    any:\n    - !a\n    - all: [!b]\n')).toEqual(['!a', '!b']);
  });

  it('keep everything else of the document readable', () => {
    const source = read(
      'rules:\n  - id: a\n    when: "x" in y\n    decide: stop\n  - id: b\n    when: c ? d : e\n    decide: pause\n',
    );
    expect(source.value).toEqual({
      rules: [
        { id: 'a', when: '"x" in y', decide: 'stop' },
        { id: 'b', when: 'c ? d : e', decide: 'pause' },
      ],
    });
    expect(underlined(source, source.rangeInScalar(['rules', 1, 'when'], 4, 5))).toBe('d');
  });

  it('that turn out to be in no place for an expression are left to YAML', () => {
    const source = read('payloads:\n  p@1:\n    schema:\n      when: !x\n    fields: {}\n');
    expect(source.problems.map(problem => problem.code)).toEqual(['yaml-syntax']);
  });
});
