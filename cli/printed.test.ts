import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annotation, escapeXml } from './formats/escapes.ts';
import { painter } from './formats/paint.ts';
import { asJson, forPeople } from './printed.ts';

const anyText = fc.string({ unit: 'binary' });
const controls = /(?!\n)[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

describe('lines for people', () => {
  test('are as many as were given, whatever is in them', () => {
    fc.assert(
      fc.property(fc.array(anyText), lines => {
        const printed = forPeople(lines);
        expect(printed.split('\n')).toHaveLength(lines.length + 1);
        expect(printed).not.toMatch(controls);
        expect(printed).not.toMatch(/^\s*::/m);
      }),
    );
  });

  test.each([
    ['a\r\nb\tc', 'a\\r\\nb\\tc\n'],
    ['\u001b[2J', '\\u001b[2J\n'],
    ['  ::error::x', '  \\u003a:error::x\n'],
    ['a ::error::x', 'a ::error::x\n'],
    ['see ##[error]x', 'see \\u0023#[error]x\n'],
    ['Zażółć 你好 👍🏽 ‍', 'Zażółć 你好 👍🏽 ‍\n'],
  ])('%j', (line, printed) => {
    expect(forPeople([line])).toBe(printed);
  });

  test('keep our styles, and none of the data', () => {
    const paint = painter(true);
    expect(forPeople([`${paint('red', 'a\u001b[31m')} b`])).toBe('\u001b[31ma\\u001b[31m\u001b[0m b\n');
    expect(forPeople([paint('red', '::error::x')])).toBe('\u001b[31m\\u003a:error::x\u001b[0m\n');
    expect(forPeople([painter(false)('red', 'a')])).toBe('a\n');
  });
});

test('JSON is the same value, on lines without controls', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.constantFrom('many', 'one'), (value, lines) => {
      const printed = asJson(value, { lines });
      expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(printed).not.toMatch(controls);
      if (lines === 'one') expect(printed.trimEnd()).not.toContain('\n');
    }),
  );
  expect(asJson({ a: '##[error]' }, { lines: 'one' })).toBe('{"a":"\\u0023#[error]"}\n');
});

test('XML keeps the characters that it allows, and shows the others', () => {
  expect(escapeXml('a\n\u0085 "<\u001b>&\ud800\ufffe ##[error]')).toBe(
    'a&#10;&#133; &quot;&lt;\\u001b&gt;&amp;\\ud800\\ufffe &#35;#[error]',
  );
});

test('an annotation is one line, whose parts GitHub reads back', () => {
  expect(annotation('error', 'a\nb: 100 %\u001b', { file: 'a,b:c\n::error::.yaml', line: 1 })).toBe(
    '::error file=a%2Cb%3Ac%0A%3A%3Aerror%3A%3A.yaml,line=1::a%0Ab: 100 %25\\u001b\n',
  );
});
