import { spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createReleaseRepository,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';
import { fixture, handrail, program, spawnHandrail, type CallOptions } from '../../testing/command-line.ts';

let repository: ReleaseRepository;
beforeAll(async () => {
  repository = createReleaseRepository();
  await repository.loosen();
});
afterAll(() => repository.remove());

const at = ['--at', '2026-05-01T00:00:00Z'];
const commandLine = fixture('command-line');
const mistakes = fixture('every-mistake');

describe('a command does the same in the process of the tests as in a new process', () => {
  const calls: [args: string[], options: () => CallOptions][] = [
    [[], () => ({ cwd: commandLine })],
    [['--version'], () => ({ cwd: commandLine })],
    [['nothing'], () => ({ cwd: commandLine })],
    [['check'], () => ({ cwd: commandLine })],
    [['check', 'every-mistake.escalation.yaml', '--format', 'json'], () => ({ cwd: mistakes })],
    [['check', '.', '--format', 'sarif'], () => ({ cwd: mistakes, env: { NO_COLOR: '1' } })],
    [['test', ruleFile], () => ({ cwd: repository.folder })],
    [
      ['decide', ruleFile, '--input', '-', '--trace', ...at],
      () => ({ cwd: repository.folder, stdin: '{"amount": 7}\n{"amount": 1e9}\nnone\n' }),
    ],
    [['diff', 'HEAD', '--format', 'json', ...at], () => ({ cwd: repository.folder })],
    [['diff', 'HEAD'], () => ({ cwd: repository.folder, env: { PATH: '' } })],
    [['blame', '{"amount": 1500}', ruleFile, ...at], () => ({ cwd: repository.folder })],
    [['log', ruleFile, 'verify'], () => ({ cwd: repository.folder })],
    [['release', ruleFile, '--dry-run'], () => ({ cwd: repository.folder })],
  ];

  test.each(calls)('handrail %j', async (args, options) => {
    const own = await spawnHandrail(args, options());
    expect(own.stdout + own.stderr).not.toBe('');
    // Twice, since the first run could leave state behind.
    for (let round = 0; round < 2; round++) expect(await handrail(args, options())).toEqual(own);
  });
});

test('a reader that has seen enough ends the command without a complaint', async () => {
  const child = spawn(process.execPath, [program, 'check', '.', '--format', 'json'], { cwd: mistakes });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.destroy();
  const code = await new Promise(resolve => child.on('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('the program is called by a link, as npm installs it', () => {
  const link = path.join(repository.folder, '.git', 'handrail');
  symlinkSync(program, link);
  const { status, stdout } = spawnSync(link, ['check', ruleFile], { cwd: repository.folder, encoding: 'utf8' });
  expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('checked') as string });
});
