import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findingDefinitions } from '../../language/findings/index.ts';
import { root } from '../../scripts/host/folders.ts';
import { newFinding } from '../../scripts/new/finding.ts';

test.each(findingDefinitions.map(({ code }) => code))('a new finding is registered after %s', after => {
  const file = 'language/findings/index.ts';
  const before = readFileSync(path.join(root, file), 'utf8').split('\n');
  const draft = newFinding('never-heard-of', 'names', after).find(each => each.path === file);
  const lines = draft !== undefined && 'edit' in draft ? draft.edit(before.join('\n')).split('\n') : [];
  const added = lines.filter(line => !before.includes(line));
  expect(added).toEqual(["import { neverHeardOf } from './codes/never-heard-of.ts';", '  neverHeardOf,']);
  const codes = findingDefinitions.map(({ code }) => code);
  const names = lines.filter(line => /^ {2}\w+,$/.test(line));
  expect(names.indexOf('  neverHeardOf,')).toBe(codes.indexOf(after) + 1);
  expect(lines.length).toBe(before.length + 2);
});
