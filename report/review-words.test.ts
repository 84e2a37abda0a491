import { expect, it } from 'vitest';
import { commentedChange, readingWords } from './review-words.ts';

it.each([
  [{ read: ['a', 'b'], unread: ['c'] }, 'read 2 of 3 changes'],
  [{ read: ['a'], unread: [] }, 'read 1 of 1 change'],
  [{ read: [], unread: ['a', 'b'] }, 'read 0 of 2 changes'],
  [{ read: [], unread: [] }, 'no decision changes'],
])('%j is in words: %s', (review, words) => expect(readingWords(review)).toBe(words));

it('a comment is on a change, named by its region if nothing else is known', () => {
  const comment = { region: '4f0c9a1be27d', comment: 'Agreed.' };
  expect(commentedChange({ ...comment, change: 'pause becomes continue' })).toBe('pause becomes continue');
  expect(commentedChange({ ...comment, change: null })).toBe('change 4f0c9a1be27d');
});
