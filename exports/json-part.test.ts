import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { JsonEntry } from './exported-file.ts';
import { ExportConflict, withEntries } from './json-part.ts';

const hook: JsonEntry = {
  kind: 'item',
  path: ['hooks', 'PreToolUse'],
  mark: '.handrail/gate.mjs',
  list: 'hooks',
  value: { hooks: [{ command: 'node .handrail/gate.mjs' }] },
};
const version: JsonEntry = { kind: 'property', path: ['version'], value: 1 };
const hooksOn: JsonEntry = { kind: 'not', path: ['disableAllHooks'], value: true };
const all = [hooksOn, version, hook];

test('a file that is not there has the entries, and writing them again changes nothing', () => {
  const text = withEntries(null, all);
  expect(JSON.parse(text)).toEqual({ version: 1, hooks: { PreToolUse: [hook.value] } });
  expect(withEntries(text, all)).toBe(text);
});

describe('what is the user’s stays', () => {
  test.each([
    ['comments and trailing commas', '{\n  // mine\n  "model": "x", /* y */\n  "hooks": { "Stop": [1,], },\n}\n'],
    ['tabs', '{\n\t"model": "x"\n}\n'],
    ['CRLF', '{\r\n    "model": "x"\r\n}\r\n'],
    ['other hooks', '{ "hooks": { "PreToolUse": [{"hooks":[{"command":"mine"}]}] } }'],
  ])('%s', (_what, existing) => {
    const text = withEntries(existing, all);
    expect(withEntries(text, all)).toBe(text);
    for (const piece of existing.match(/"model": "x"|\/\/ mine|\/\* y \*\//g) ?? []) expect(text).toContain(piece);
    const values = (of: string) => parse(of) as { hooks?: { Stop?: unknown; PreToolUse?: unknown[] } };
    expect(values(text).hooks?.Stop).toEqual(values(existing).hooks?.Stop);
    expect(values(text).hooks?.PreToolUse).toEqual([...(values(existing).hooks?.PreToolUse ?? []), hook.value]);
    if (existing.includes('\r\n')) expect(text).not.toMatch(/[^\r]\n/);
  });
});

test('the entry of an earlier export is replaced, also if it was edited or doubled', () => {
  const old = { hooks: [{ command: 'sh .handrail/gate.mjs --old' }] };
  const text = withEntries(JSON.stringify({ hooks: { PreToolUse: [old, { mine: true }, old] } }), [hook]);
  expect(JSON.parse(text)).toEqual({ hooks: { PreToolUse: [hook.value, { mine: true }] } });
});

test.each([
  ['what is not JSON', '{ "hooks": '],
  ['a list', '[]'],
  ['a key that is there twice', '{ "hooks": { "PreToolUse": [] }, "hooks": {} }'],
  ['hooks that are no object', '{ "hooks": [] }'],
  ['hooks that are no list', '{ "hooks": { "PreToolUse": {} } }'],
  ['another version', '{ "version": 2 }'],
  ['hooks that are switched off', '{ "disableAllHooks": true }'],
  ['nesting without end', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
])('%s is left alone, and said', (_what, existing) => {
  expect(() => withEntries(existing, all)).toThrow(ExportConflict);
});

test('a hook that the user added beside ours stays', () => {
  const ours = { command: 'node .handrail/gate.mjs --old' };
  const mine = { command: 'mine.sh' };
  const existing = { hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [mine, ours, mine] }, { hooks: [ours, mine] }] } };
  const text = withEntries(JSON.stringify(existing), [hook]);
  expect(JSON.parse(text)).toEqual({
    hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [mine, mine] }, { hooks: [mine] }, hook.value] },
  });
  expect(withEntries(text, [hook])).toBe(text);
});
