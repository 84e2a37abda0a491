import { expect, test } from 'vitest';
import { withoutLinks } from './notification-text.ts';

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

test('what is no link stays, and what does not show itself is shown', () => {
  expect(withoutLinks('2 of 3 [none] (yet)')).toBe('2 of 3 [none] (yet)');
  expect(withoutLinks('a\u202eb')).toBe('a\\u202eb');
});
