import { expect, test } from 'vitest';
import { compareVersions } from './version-order.ts';

test('versions in order', () => {
  // The example of semver.org, 11.4.
  const inOrder =
    '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.2.0 1.10.0';
  const versions = inOrder.split(' ');
  expect([...versions].reverse().sort(compareVersions)).toEqual(versions);
  expect(compareVersions('1.0.0+a', '1.0.0+b')).toBe(0);
});

test('texts that are not versions come first', () => {
  expect(['1.0.0', 'draft', '0.1.0'].sort(compareVersions)).toEqual(['draft', '0.1.0', '1.0.0']);
});
