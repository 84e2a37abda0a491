import { expect, test } from 'vitest';
import { choice, snippetText, withoutPlaceholders } from './item.ts';

test.each([
  ['id: $1', 'id: '],
  ['id: ${1:rule-id}\nwhen: $2', 'id: rule-id\nwhen: '],
  ['decide: ${1|stop,pause|}!', 'decide: stop!'],
  [`x: ${choice(1, ['a,b', 'c'])}`, 'x: a,b'],
  [`x: ${snippetText('{$1}')}`, 'x: {$1}'],
  ['${1:v} == ${1:v}', 'v == v'],
])('%j puts in %j', (snippet, text) => {
  expect(withoutPlaceholders(snippet)).toBe(text);
});
