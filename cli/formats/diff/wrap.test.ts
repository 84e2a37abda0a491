import { expect, test } from 'vitest';
import { cutText, firstLines, wrapCommand, wrapText } from './wrap.ts';

test('the first of many lines, and the number of the others', () => {
  expect(firstLines(['a', 'b', 'c'], 3)).toEqual(['a', 'b', 'c']);
  expect(firstLines(['a', 'b', 'c', 'd', 'e'], 3)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(firstLines(['a', 'b', 'c', 'd', 'e', 'f'], 3)).toEqual([
    'a',
    'b',
    'c',
    '… and 3 more lines (--format json has all)',
  ]);
});

test('text breaks at its spaces, and what is cut says so within the width', () => {
  const lines = wrapText('one two three four five', 9);
  expect(lines).toEqual(['one two', 'three', 'four five']);
  expect(cutText(lines, 3, 9)).toEqual(lines);
  expect(cutText(lines, 2, 9)).toEqual(['one two', 'three …']);
  expect(cutText(lines, 1, 8)).toEqual(['one …']);
});

test('a command breaks where a shell and JSON allow it', () => {
  const input = { text: 'it\'s, "so": {a}', list: [1, 2, { deep: true }] };
  const quoted = JSON.stringify(input).replaceAll("'", "'\\''");
  const command = `handrail decide 'HEAD:a, b.yaml' --input '${quoted}' --at 2026-01-01T00:00:00Z`;
  const lines = wrapCommand(command, 40);
  expect(lines).toEqual([
    "handrail decide 'HEAD:a, b.yaml' \\",
    `  --input '{"text":"it'\\''s, \\"so\\": {a}",`,
    '    "list":[1,2,{"deep":true}]}\' \\',
    '  --at 2026-01-01T00:00:00Z',
  ]);
  expect(wrapCommand(command, 200)).toEqual([command]);
});
