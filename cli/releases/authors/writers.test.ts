import { expect, test } from 'vitest';
import { writersOf } from './writers.ts';

const author = 'Dana <dana@example.org>';
const bob = 'Bob <bob@example.org>';
const alice = 'Alice <alice@example.org>';

test.each([
  [`Co-authored-by: ${bob}`, [bob]],
  [`co-authored-BY : ${bob}`, [bob]],
  [`  * Co-Authored-By: ${bob}`, [bob]],
  [`(Co-authored-by: ${bob})`, [bob]],
  [`Coauthored by ${bob}`, [bob]],
  [`Co-authored-by: ${bob}.`, [bob]],
  [`Co-authored-by: ${bob} (paired)`, [bob, 'paired']],
  [`Co-authored-by: ${bob}, ${alice}`, [bob, alice]],
  [`Co-authored-by: ${bob} and ${alice}`, [bob, alice]],
  [`Co-authored-by: ${bob} ${alice}`, [bob, alice]],
  [`Co-authored-by: ${bob},\n  ${alice}`, [bob, alice]],
  ['Co-authored-by:\n  Bob\n  <bob@example.org>', [bob]],
  ['Co-authored-by: Bob (bob@example.org)', ['Bob', 'bob@example.org']],
  ['Co-authored-by: Bob <bob@example.org', [bob]],
  ['Co-authored-by: bob@example.org.', ['bob@example.org']],
  ['Co-authored-by: "Bob" mailto:bob@example.org', ['bob@example.org', 'Bob']],
  ['Co-authored-by: Bob <>', ['Bob <>']],
  ['Co-authored-by: Bob', ['Bob']],
  ['Co-authored-by: Bob.', ['Bob']],
  ['Co-authored-by: Example, Bob <bob@example.org>', ['Example', bob]],
  ['Co-authored-by: Ｂｏｂ ＜bob＠example.org＞', [bob]],
  [`Squashed commit of the following:\n\ncommit 1\nAuthor: ${bob}\nDate:   today`, [bob]],
  ['Bob is not named as an author here', []],
])('%s', (message, others) => {
  expect(writersOf({ author, message: `A change\n\n${message}\n` })).toEqual([author, ...others]);
});

test('takes time in proportion to the message', () => {
  const hostile = ['a', '-', '<', '@', ' ', "' ", '\n ', 'author:'].map(each => each.repeat(200_000 / each.length));
  for (const each of hostile) writersOf({ author, message: `Co-authored-by: ${each}a` });
});
