import { expect, test } from 'vitest';
import { withoutIcons, withoutLinks } from './notification-text.ts';

/** The pattern by which the editor finds links (src/vs/base/common/linkedText.ts of VS Code). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

test.each([
  'Rejected by [Alice](command:workbench.action.terminal.new)',
  '[a](command:x "title")',
  '[[a](command:x)](https://example.org)',
  '[a\n](file:///etc/passwd)',
])('%j does not become a link', message => {
  expect(withoutLinks(message)).not.toMatch(link);
});

test('text from others does not become an icon', () => {
  // The pattern by which the editor finds icons (src/vs/base/common/iconLabels.ts of VS Code): one behind a backslash is text.
  expect(withoutIcons('$(pass-filled) 3 of 3\n')).toBe('\\$(pass-filled) 3 of 3\\n');
});

test('keeps text that is not a link, and shows invisible characters', () => {
  expect(withoutLinks('2 of 3 [none] (yet)')).toBe('2 of 3 [none] (yet)');
  expect(withoutLinks('a\u202eb')).toBe('a\\u202eb');
});
