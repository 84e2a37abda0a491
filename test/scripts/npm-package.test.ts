import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/host/folders.ts';
import { npmPackage } from '../../scripts/package/npm.ts';
import { createRepository, gitSettings, type TestRepository } from '../../testing/repositories/git-repository.ts';

/** The commands of a page that use the package. A command that ends with a pipe continues on the next line. */
function commandsOf(page: string): string[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block = '']) => block);
  return blocks
    .flatMap(block => block.replaceAll('|\n', '| ').split('\n'))
    .filter(line => line.includes('npx handrail'));
}

let project: TestRepository;
const installed = () => path.join(project.folder, 'node_modules', 'handrail');

const rules = (threshold: number, version: string) => `escalation: 1
name: refunds
version: ${version}
signals:
  amount: { type: number, minimum: 0, required: true }
targets: { desk: { kind: human } }
rules:
  - { id: large, when: amount > ${threshold}, decide: escalate, to: desk }
  - { id: small, when: amount <= ${threshold}, decide: continue }
`;
const samples = `samples: 1
ruleset: ./refunds.escalation.yaml
cases:
  - { name: A large one, input: { amount: 99999 }, expect: { decide: escalate, to: desk } }
`;

/** Sets up a project with only the tarball installed. */
beforeAll(async () => {
  project = createRepository();
  const commit = (files: Record<string, string>, at: string) =>
    project.commit({ files, by: 'Ada', at, subject: 'Change the rules' });
  commit(
    {
      '.gitignore': 'node_modules/\n',
      'package.json': '{ "name": "empty", "private": true }\n',
      'rules/refunds.escalation.yaml': rules(1000, '1.0.0'),
      'rules/refunds.samples.yaml': samples,
      'request.json': '{ "amount": 1200 }\n',
      'case.json': '{ "amount": 1200 }\n',
    },
    '2026-03-01T10:00:00Z',
  );
  const tarball = await npmPackage(project.folder);
  // No registry is needed: the package has no dependencies.
  npm('install', '--offline', '--no-audit', '--no-fund', '--save-dev', tarball);
  handrail('release', 'rules/refunds.escalation.yaml', '--version', '2.2.0', '--who', 'Ada <ada@example.org>');
  project.git('tag', 'v2.1');
  commit({ 'rules/refunds.escalation.yaml': rules(900, '2.3.0') }, '2026-03-02T10:00:00Z');
  cpSync(path.join(root, 'examples'), path.join(project.folder, 'examples'), { recursive: true });
  commit({ 'rules/refunds.escalation.yaml': rules(1500, '3.0.0') }, '2026-03-03T10:00:00Z');
  project.git('tag', 'v2.4');
  project.git('branch', 'feature');
  project.git('update-ref', 'refs/remotes/origin/main', 'HEAD~1');
}, 200_000);

afterAll(() => project.remove());

function npm(...args: string[]): void {
  execFileSync(
    process.env['npm_execpath'] === undefined ? 'npm' : process.execPath,
    [...(process.env['npm_execpath'] === undefined ? [] : [process.env['npm_execpath']]), ...args],
    { cwd: project.folder, stdio: 'pipe', env: environment() },
  );
}

function handrail(...args: string[]): string {
  const program = path.join(project.folder, 'node_modules', '.bin', 'handrail');
  return execFileSync(program, args, { cwd: project.folder, encoding: 'utf8', env: environment() });
}

/** The environment without the variables that `npm test` sets for this repository. */
function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([key]) => !/^npm_(?!config_cache$|execpath$)/i.test(key));
  return { ...Object.fromEntries(own), ...gitSettings, npm_config_offline: 'true' };
}

describe('The package of the command line', () => {
  it('is small, has its licences and its schemas, and brings nothing else along', () => {
    for (const file of ['README.md', 'LICENSE', 'THIRD-PARTY-NOTICES.txt', 'schemas/rule-set.schema.json'])
      expect(existsSync(path.join(installed(), file)), file).toBe(true);
    const lock = JSON.parse(readFileSync(path.join(project.folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/handrail']);
    const notices = readFileSync(path.join(installed(), 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['yaml', 're2js', 'ajv', '@cfworker/json-schema'])
      expect(notices).toMatch(new RegExp(`^- ${name} `, 'm'));
  });

  it('says its version and explains itself', () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    expect(handrail('--version').trim()).toBe(version);
    expect(handrail('check', '--help')).toContain('Usage: handrail check');
  });

  const pages = ['README.md', 'docs/getting-started.md', 'docs/ci.md', 'cli/README.md'];
  const lines = pages.flatMap(page => commandsOf(page).map(line => [page, line] as const));

  it.skipIf(process.platform === 'win32').each(lines)('does what %s says: %s', (_page, line) => {
    const file = 'rules/refunds.escalation.yaml';
    // The clipboard contains another version of the rules.
    const clipboard = `pbpaste() { cat ${file} | sed s/1500/1400/; }`;
    // npx takes longer than the program, so only the first command uses it.
    const npx = line === lines[0]?.[1] ? '' : 'npx() { "node_modules/.bin/$@"; }';
    const script = `${clipboard}\n${npx}\nset -o pipefail\n${line}`;
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-c', script], {
      cwd: project.folder,
      encoding: 'utf8',
      env: environment(),
    });
    expect(stderr).toBe('');
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/the input is invalid|cannot be checked/);
    expect(status, stdout).toBe(0);
  });

  it('names pages with commands, all of them', () => {
    expect(new Set(lines.map(([page]) => page))).toEqual(new Set(pages));
  });
});

it('The repository itself cannot be published by mistake', () => {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { private?: boolean };
  expect(manifest.private).toBe(true);
  expect(JSON.parse(readFileSync(path.join(installed(), 'package.json'), 'utf8'))).not.toHaveProperty('private');
});
