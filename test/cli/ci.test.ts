import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appeals, fiveVersions } from '../../testing/repositories/five-versions.ts';
import { createRepository, gitSettings, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { sarifProblem } from '../../testing/sarif-schema.ts';

const root = path.resolve(import.meta.dirname, '../..');
const docs = path.join(root, 'docs/ci');

interface Workflow {
  jobs: {
    rules: {
      env: Record<string, string>;
      steps: { name?: string; run?: string; env?: Record<string, string>; with?: Record<string, string> }[];
    };
  };
}

const workflow = parse(readFileSync(path.join(docs, 'handrail.yml'), 'utf8')) as Workflow;

let repository: TestRepository;
let commits: string[];
beforeEach(() => {
  repository = createRepository();
  // Stands for the result of `npm ci`, which must not be committed.
  repository.write({ '.gitignore': 'node_modules/\nhandrail-*\nbin/\n' });
  install('node_modules/.bin/handrail', `exec "${process.execPath}" "${path.join(root, 'dist/cli.js')}" "$@"`);
  // Starts in a tenth of the time of the real one, which the hooks of git call.
  install('bin/npx', '[ "$1" != --no-install ] || shift\nexec "node_modules/.bin/$@"');
  commits = fiveVersions().map(version => repository.commit(version));
});
afterEach(() => repository.remove());

function install(name: string, command: string): void {
  const file = path.join(repository.folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${command}\n`);
  chmodSync(file, 0o755);
}

function shell(script: string, env: Record<string, string> = {}): SpawnSyncReturns<string> {
  const bin = path.join(repository.folder, 'bin');
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd: repository.folder,
    encoding: 'utf8',
    env: { ...process.env, ...gitSettings, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, ...env },
  });
}

describe('the workflow for pull requests', () => {
  /** Runs all steps in order, even after a failed one. */
  function runSteps(base: string, head: string): Map<string, SpawnSyncReturns<string>> {
    const expressions: Record<string, string> = {
      'github.event.pull_request.base.sha': base,
      'github.event.pull_request.head.sha': head,
      'github.event.pull_request.number': '7',
      'github.token': 'none',
    };
    const { env: ofJob, steps } = workflow.jobs.rules;
    const valuesOf = (env: Record<string, string>) =>
      Object.entries(env).map(([name, text]): [string, string] => {
        const value = expressions[/^\$\{\{ (.*) \}\}$/.exec(text)?.[1] ?? ''];
        if (value === undefined) throw new Error(`What is ${text}?`);
        return [name, value];
      });
    const summary = path.join(repository.folder, 'handrail-summary.md');
    install('bin/gh', 'echo "$@" > handrail-gh.txt; cat handrail-diff.md >> handrail-gh.txt');
    install('bin/npm', '[ "$*" = ci ]');
    return new Map(
      steps.flatMap(({ name = '', run, env = {} }) => {
        const values = Object.fromEntries([...valuesOf(ofJob), ...valuesOf(env)]);
        return run === undefined ? [] : [[name, shell(run, { ...values, GITHUB_STEP_SUMMARY: summary })]];
      }),
    );
  }

  const file = (name: string) => readFileSync(path.join(repository.folder, name), 'utf8');

  test('no step holds an expression, so that nothing in a pull request becomes a part of a script', () => {
    for (const { run } of workflow.jobs.rules.steps) expect(run ?? '').not.toContain('${{');
  });

  test('a change that loosens is reported, commented, uploaded, and stopped', () => {
    repository.git('checkout', '--quiet', commits[2] ?? '');
    const steps = runSteps(commits[1] ?? '', commits[2] ?? '');
    expect([...steps].map(([name, { status }]) => [name, status])).toEqual([
      ['Install', 0],
      ['Check the rules and run their samples', 1],
      ['Show what changes', 0],
      ['Comment', 0],
      ['Require a label for less oversight', 1],
    ]);
    const checked = steps.get('Check the rules and run their samples')?.stdout;
    expect(checked).toMatch(/^::error file=content-moderation\/content-appeals\.escalation\.yaml/m);
    expect(checked).toMatch(/^::error file=content-moderation\/content-appeals\.samples\.yaml/m);
    const comment = file('handrail-diff.md');
    expect(comment).toContain('### Handrail: 5 edits: 1 loosened');
    expect(file('handrail-summary.md')).toBe(comment);
    expect(file('handrail-gh.txt')).toBe(
      `pr comment 7 --body-file handrail-diff.md --edit-last --create-if-none\n${comment}`,
    );
    expect(sarifProblem(JSON.parse(file('handrail-diff.sarif')))).toBeNull();
    expect(workflow.jobs.rules.steps.some(step => step.with?.['sarif_file'] === 'handrail-diff.sarif')).toBe(true);
    expect(steps.get('Require a label for less oversight')?.stdout).toContain('▼ loosened');
  });

  test('an equivalent change passes', () => {
    repository.git('checkout', '--quiet', commits[1] ?? '');
    const samples = 'content-moderation/content-appeals.samples.yaml';
    repository.write({ [samples]: file(samples).replaceAll('refused-report', 'report-refused') });
    const steps = runSteps(commits[0] ?? '', commits[1] ?? '');
    expect([...steps.values()].map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    expect(file('handrail-diff.md')).toContain('Proved: every input gets the same outcome');
  });

  test('rules without samples are only checked', () => {
    repository.git('checkout', '--quiet', commits[0] ?? '');
    repository.git('rm', '--quiet', '*.samples.*');
    const head = repository.commit({ files: {}, by: 'Ada', at: '2026-03-09T10:00:00Z', subject: 'No samples' });
    const steps = runSteps(commits[0] ?? '', head);
    expect(steps.get('Check the rules and run their samples')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('before a commit', () => {
  // Accepts late complaints, or refuses some in time; no invariant forbids either.
  const samples = appeals.replace('escalation', 'samples');
  const read = (file: string): string => readFileSync(path.join(repository.folder, file), 'utf8');
  /** The rules and their samples with a different period for appeals. */
  const withWindow = (days: number) => ({
    [appeals]: read(appeals).replace('window: { value: 184d', `window: { value: ${days}d`),
    [samples]: read(samples).replace('184d', `${days}d`).replace('P184D', `P${days}D`),
  });
  const asItWas = () => ({ [appeals]: read(appeals), [samples]: read(samples) });

  const commit = () =>
    spawnSync('git', ['commit', '--quiet', '--message', 'A change'], {
      cwd: repository.folder,
      encoding: 'utf8',
      env: { ...process.env, ...gitSettings },
    });

  beforeEach(() => {
    repository.git('reset', '--quiet', '--hard', commits[0] ?? '');
  });

  test('the hook of git refuses what loosens, lets through what does not, and sees only what is staged', () => {
    copyFileSync(path.join(docs, 'pre-commit'), path.join(repository.folder, '.git/hooks/pre-commit'));
    const before = asItWas();
    const tightened = withWindow(183);
    repository.write(withWindow(200));
    repository.git('add', '--all');
    const refused = commit();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('Refused by .git/hooks/pre-commit');
    expect(`${refused.stdout}${refused.stderr}`).toContain('▼ loosened');
    expect(repository.git('rev-parse', 'HEAD')).toBe(commits[0]);
    // The staged change tightens; the working tree loosens.
    repository.write(tightened);
    repository.git('add', '--all');
    repository.write(before);
    const passed = commit();
    expect({ status: passed.status, stderr: passed.stderr.includes('Refused') }).toEqual({ status: 0, stderr: false });
  });

  test.each<[string, string, (text: string) => string, RegExp]>([
    ['an error', appeals, text => text.replace('version:', 'verison:'), /error schema: `verison` is not a key/],
    ['a sample that fails', samples, text => text.replace(/decide: escalate/, 'decide: stop'), /error sample-fails: /],
  ])('the hook of git refuses %s that is staged, whatever is in the working tree', (_what, file, spoil, reported) => {
    copyFileSync(path.join(docs, 'pre-commit'), path.join(repository.folder, '.git/hooks/pre-commit'));
    const before = read(file);
    expect(spoil(before)).not.toBe(before);
    repository.write({ [file]: spoil(before) });
    repository.git('add', '--all');
    repository.write({ [file]: before });
    const refused = commit();
    expect(refused.status).toBe(1);
    expect(`${refused.stdout}${refused.stderr}`).toMatch(reported);
  });

  test('the hook of git lets a first commit through, and a commit without rules', () => {
    const fresh = createRepository();
    try {
      const hook = path.join(fresh.folder, '.git/hooks/pre-commit');
      mkdirSync(path.join(fresh.folder, 'node_modules/.bin'), { recursive: true });
      copyFileSync(
        path.join(repository.folder, 'node_modules/.bin/handrail'),
        path.join(fresh.folder, 'node_modules/.bin/handrail'),
      );
      copyFileSync(path.join(docs, 'pre-commit'), hook);
      const rules =
        'escalation: 1\nname: x\nversion: 1.0.0\nsignals: { n: { type: integer, required: true } }\nrules: [{ id: few, when: n < 5, decide: stop }]\ndefault: { decide: pause }\n';
      fresh.write({ '.gitignore': 'node_modules/\n', 'x.escalation.yaml': rules });
      fresh.git('add', '--all');
      fresh.git('commit', '--quiet', '--message', 'First');
      fresh.write({ 'read.me': 'Nothing.\n' });
      fresh.git('add', '--all');
      fresh.git('commit', '--quiet', '--message', 'Second');
      expect(fresh.git('rev-list', '--count', 'HEAD')).toBe('2');
    } finally {
      fresh.remove();
    }
  });

  test('the entries for pre-commit do the same', () => {
    const { repos } = parse(readFileSync(path.join(docs, 'pre-commit-config.yaml'), 'utf8')) as {
      repos: { hooks: { id: string; entry: string; files: string; pass_filenames?: boolean }[] }[];
    };
    const staged = () =>
      execFileSync('git', ['diff', '--cached', '--name-only'], { cwd: repository.folder, encoding: 'utf8' })
        .trim()
        .split('\n');
    const run = () =>
      repos
        .flatMap(({ hooks }) => hooks)
        .map(({ id, entry, files, pass_filenames = true }) => {
          const matching = staged().filter(name => new RegExp(files).test(name));
          expect(matching).not.toEqual([]);
          return [id, shell(`${entry} ${pass_filenames ? matching.join(' ') : ''}`).status];
        });
    repository.write(withWindow(200));
    repository.git('add', '--all');
    expect(run()).toEqual([
      ['handrail-check', 0],
      ['handrail-diff', 1],
    ]);
    repository.git('reset', '--quiet', '--hard');
    repository.write(withWindow(183));
    repository.git('add', '--all');
    expect(run()).toEqual([
      ['handrail-check', 0],
      ['handrail-diff', 0],
    ]);
  });
});
