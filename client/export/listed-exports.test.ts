import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { listExports } from './listed-exports.ts';

const two = [{ to: 'claude-code' }, { to: 'agents', out: '..' }];

function changed(text: string): string {
  const change = listExports(text, two);
  if (change === null) throw new Error('Nothing is changed.');
  return text.slice(0, change.offset) + change.text + text.slice(change.offset + change.length);
}

test.each([
  ['none yet', 'name: a\nrules: []\n'],
  ['none yet, without a last line break', 'name: a'],
  ['none yet, with CRLF', 'name: a\r\nrules: []\r\n'],
  ['a block', 'name: a\nexports: # where it goes\n  - { to: cursor } # read\n\n# Rules\nrules: []\n'],
  ['a block without indentation', 'exports:\n- to: cursor\n  out: x\nname: a\n'],
  ['a block at the end', 'name: a\nexports:\n  - { to: cursor }'],
  ['a flow list', 'name: a\nexports: [{ to: cursor }] # read\nrules: []\n'],
  ['an empty flow list', 'exports: []\nname: a\n'],
  ['JSON', '{\n  "name": "a"\n}\n'],
  ['JSON with a list', '{\n  "name": "a",\n  "exports": [{ "to": "cursor" }]\n}\n'],
])('%s: the exports are added, and all else stays', (_, text) => {
  const before = parse(text) as { exports?: object[] };
  const after = parse(changed(text)) as object;
  expect(after).toEqual({ ...before, exports: [...(before.exports ?? []), ...two] });
});

test.each(['exports: [\n  { to: cursor },\n]\n', 'exports: *others\n', 'exports:\n'])(
  '%j is left to the author',
  text => {
    expect(listExports(text, two)).toBeNull();
  },
);
