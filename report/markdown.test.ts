import { describe, expect, test } from 'vitest';
import { codeBlock, codeSpan, escapeMarkdown } from './markdown.ts';

describe('text in markdown', () => {
  test.each([
    ['a | b', 'a \\| b'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['*bold* _it_ [link](x) ~~gone~~ $x$ &lt;', '\\*bold\\* \\_it\\_ \\[link\\](x) \\~\\~gone\\~\\~ \\$x\\$ \\&lt;'],
    ['by `a@1` or `b | c`', 'by `a@1` or `b \\| c`'],
    ['one ` alone', 'one \\` alone'],
    ['by `` a`b | c `` or `d`', 'by `` a`b \\| c `` or `d`'],
    ['two\nlines', 'two\\\\nlines'],
    ['\u001b[2J\u202e', '\\\\u001b\\[2J\\\\u202e'],
  ])('%j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test('mentions of people and issues are escaped', () => {
    expect(escapeMarkdown('ask @octocat about #12, at 5 @ home')).toBe(
      'ask @\u200boctocat about #\u200b12, at 5 @ home',
    );
    expect(escapeMarkdown('`@octocat`')).toBe('`@octocat`');
  });

  test('a code span holds exactly the given text', () => {
    expect(codeSpan('a@1')).toBe('`a@1`');
    expect(codeSpan('a`b')).toBe('``a`b``');
    expect(codeSpan('`a`')).toBe('`` `a` ``');
    expect(codeSpan('two\nlines')).toBe('`two\\nlines`');
    expect(codeBlock('cel', ['a'])).toEqual(['```cel', 'a', '```']);
    expect(codeBlock('cel', ['"```"'])).toEqual(['````cel', '"```"', '````']);
  });
});
