import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { forPeople } from '../printed.ts';
import { tryCommand } from './witness.ts';

test
  .skipIf(process.platform === 'win32')
  .each([
    'rules/refunds.escalation.yaml',
    "it's.escalation.yaml",
    'a b/$(id)`x`.escalation.yaml',
    'a\n::error::b\u001b[2J\u202e\\n\'c".escalation.yaml',
  ])('the command to paste into a shell has the right arguments for %j', file => {
  const input = { text: `a\u0085b ' " \\ ${file}` };
  const line = forPeople([tryCommand(file, { input, at: '2026-03-02T10:00:00Z' })]);
  const script = `set -- ${line.trim()}; printf '%s\\0' "$@"`;
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const words = execFileSync('bash', ['-c', script], { encoding: 'utf8', env }).split('\0');
  expect(words.slice(0, 4)).toEqual(['handrail', 'decide', file, '--input']);
  expect(JSON.parse(words[4] ?? '')).toEqual(input);
});
