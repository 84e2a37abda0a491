import { describe, expect, test } from 'vitest';
import { parseTemplate } from './template.ts';

const text = (written: string) => ({ kind: 'text' as const, text: written });
const placeholder = (expression: string, start: number) => ({ kind: 'placeholder' as const, expression, start });

describe('parseTemplate', () => {
  test.each([
    ['', []],
    ['plain', [text('plain')]],
    ['{{ a }}', [placeholder(' a ', 2)]],
    ['x {{ a }} y', [text('x '), placeholder(' a ', 4), text(' y')]],
    ['{{a}}{{b}}', [placeholder('a', 2), placeholder('b', 7)]],
    ['{a} } }}', [text('{a} } }}')]],
    ['{{ "}}" + a }}', [placeholder(' "}}" + a ', 2)]],
    ["{{ '}}' }}!", [placeholder(" '}}' ", 2), text('!')]],
    ['{{ "\\"}}" }}', [placeholder(' "\\"}}" ', 2)]],
    ['{{ {"a": 1}.a }}', [placeholder(' {"a": 1}.a ', 2)]],
    ['{{}}', [placeholder('', 2)]],
  ])('%s', (template, parts) => {
    expect(parseTemplate(template)).toEqual({ parts });
  });

  test('an unclosed placeholder is text, and a problem from its braces to the end', () => {
    expect(parseTemplate('A {{ a }} B {{ b')).toEqual({
      parts: [text('A '), placeholder(' a ', 4), text(' B {{ b')],
      problem: { message: 'This placeholder is never closed: `}}` is missing.', start: 12, end: 16 },
    });
  });

  test('an unclosed quote keeps the placeholder open', () => {
    expect(parseTemplate("{{ it's }}").problem).toMatchObject({ start: 0, end: 10 });
  });
});
