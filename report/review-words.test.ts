import { expect, it } from 'vitest';
import { commentedChange, readingWords } from './review-words.ts';

const base = { digest: 'a'.repeat(64) };

it.each([
  [{ read: ['a', 'b'], unread: ['c'] }, 'read 2 of 3 changes'],
  [{ read: ['a'], unread: [] }, 'read 1 of 1 change'],
  [{ read: [], unread: ['a', 'b'] }, 'read 0 of 2 changes'],
  [{ read: [], unread: [] }, 'no decision changes'],
])('%j is in words: %s', (review, words) => {
  expect(readingWords({ ...review, before: base.digest }, base)).toBe(words);
  const elsewhere = `${words} since digest bbbbbbbbbbbb`;
  expect(readingWords({ ...review, before: 'b'.repeat(64) }, base)).toBe(elsewhere);
  expect(readingWords({ ...review, before: 'b'.repeat(64) }, null)).toBe(elsewhere);
});

it('a comment is on a change, named by its region if nothing else is known', () => {
  const comment = { region: '4f0c9a1be27d', comment: 'Agreed.' };
  expect(commentedChange({ ...comment, change: 'pause becomes continue' })).toBe('pause becomes continue');
  expect(commentedChange({ ...comment, change: null })).toBe('change 4f0c9a1be27d');
});
