import { expect, test } from 'vitest';
import { withoutIcons, withoutLinks } from './notification-text.ts';

/** As the editor finds links (src/vs/base/common/linkedText.ts of VS Code). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;

test.each([
  'Rejected by [Alice](command:workbench.action.terminal.new)',
  '[a](command:x "title")',
  '[[a](command:x)](https://example.org)',
  '[a\n](file:///etc/passwd)',
])('no link is made of %j', message => {
  expect(withoutLinks(message)).not.toMatch(link);
});

test('no icon is made of what others wrote', () => {
  // As the editor finds icons (src/vs/base/common/iconLabels.ts of VS Code): one behind a backslash is text.
  expect(withoutIcons('$(pass-filled) 3 of 3\n')).toBe('\\$(pass-filled) 3 of 3\\n');
});

test('what is no link stays, and what does not show itself is shown', () => {
  expect(withoutLinks('2 of 3 [none] (yet)')).toBe('2 of 3 [none] (yet)');
  expect(withoutLinks('a\u202eb')).toBe('a\\u202eb');
});
