import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesOfPage } from './pages.ts';

const root = path.resolve(import.meta.dirname, '../..');

describe('the places of a page', () => {
  it('lead to the page of a finding by its code', () => {
    expect(placesOfPage('undefined-signal')[0]).toEqual({ path: 'docs/findings/undefined-signal.md', section: null });
  });

  it('lead to a section of the language reference by its name', () => {
    expect(placesOfPage('signals')).toContainEqual({ path: 'docs/language.md', section: 'signals' });
  });

  it('end with the language reference, which exists', () => {
    expect(placesOfPage('nothing-of-this-name').at(-1)).toEqual({ path: 'docs/language.md', section: null });
    expect(existsSync(path.join(root, 'docs/language.md'))).toBe(true);
  });

  it.each(['../../secret', 'a/b', '', 'A', '.', 'x#y', 'a--b'])('never leave the documentation: %j', page => {
    expect(placesOfPage(page)).toEqual([{ path: 'docs/language.md', section: null }]);
  });
});
