import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createReleaseRepository,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/releases.md'), 'utf8');
const commands = [...page.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block = '']) => block.trimEnd().split('\n'));

let repository: ReleaseRepository;

beforeEach(() => {
  repository = createReleaseRepository();
});
afterEach(() => repository.remove());

/** Runs a line of the page in a shell with the built `handrail` and a signing key. */
function shell(line: string): { code: number | null; output: string } {
  const home = path.join(repository.folder, '.git', 'home');
  const env = { ...process.env, HOME: home, PATH: `${home}:${process.env['PATH'] ?? ''}` };
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: repository.folder, env, encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

test('each command of the page does what the page says', async () => {
  const home = path.join(repository.folder, '.git', 'home');
  mkdirSync(path.join(home, '.ssh'), { recursive: true });
  writeFileSync(path.join(home, 'handrail'), `#!/bin/sh\nexec "${process.execPath}" "${root}/dist/cli.js" "$@"\n`);
  chmodSync(path.join(home, 'handrail'), 0o755);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(home, '.ssh/id_ed25519')]);
  const key = readFileSync(path.join(home, '.ssh/id_ed25519.pub'), 'utf8');
  repository.write({ allowed_signers: `dana@example.org namespaces="handrail" ${key}` });
  const commit = (subject: string) => repository.commit({ files: {}, by: 'Erin', at: '2026-03-03T10:00:00Z', subject });

  // Releases 2.2.0 and 2.3.0, then makes a change that loosens.
  repository.edit(ruleFile, 'name: refunds', 'name: refunds-assistant');
  repository.edit(ruleFile, '1.0.0', '2.2.0');
  await repository.run('release', ruleFile);
  repository.edit(ruleFile, /1000/g, '900');
  repository.edit(ruleFile, '2.2.0', '2.3.0');
  expect(await repository.run('release', ruleFile)).toMatchObject({ code: 0 });
  commit('2.3.0');
  repository.edit(ruleFile, /900/g, '950');
  commit('Larger refunds');

  /** Writes the review of the page, about the present content. */
  const writeReview = async () => {
    const { stdout } = await repository.run('approve', ruleFile, '--dry-run', '--format', 'json');
    const { digest, base, diff } = JSON.parse(stdout) as {
      digest: string;
      base: { digest: string };
      diff: { regions: { id: string }[] };
    };
    const [, shown = ''] = /^```json\n([^]*?)^```/m.exec(page) ?? [];
    const review = shown
      .replace(/(?<="before": \{ "digest": ")[^"]*/, base.digest)
      .replace(/(?<="after": \{ "digest": ")[^"]*/, digest)
      .replaceAll('4f0c9a1be27d', diff.regions[0]?.id ?? '');
    repository.write({ 'review.json': review });
  };
  const outcomes: [line: string, code: number | null, output: string][] = [];
  for (const line of commands) {
    if (line.includes('--review')) await writeReview();
    if (line.startsWith('handrail rollback') && line.endsWith('--dry-run')) commit('The next one');
    const { code, output } = shell(line);
    outcomes.push([line, code, output]);
  }
  const results = outcomes.map(([line, code]) => `${code ?? 'killed'} ${line}`);
  // The first command is refused because it needs approvals, and so is the last, after the rollback.
  expect(results, JSON.stringify(outcomes, null, 1)).toEqual(
    commands.map((line, index) => `${index === 0 || index === commands.length - 1 ? 1 : 0} ${line}`),
  );
  expect(outcomes[0]?.[2]).toContain('The rule file now has version 3.0.0');
  expect(outcomes.at(-1)?.[2]).toContain('Needs 2 more approvals');
});
