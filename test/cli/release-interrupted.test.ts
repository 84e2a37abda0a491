import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import { cases } from '../../testing/random/random-cases.ts';
import {
  createReleaseRepository,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

const program = path.resolve(import.meta.dirname, '../../dist/cli.js');
const log = 'releases/refunds/log.jsonl';

let repository: ReleaseRepository;

beforeEach(() => {
  repository = createReleaseRepository();
});
afterEach(() => repository.remove());

/** Kills a command after the given number of changes in the folder of releases. @returns true if the command was killed before it ended */
function killedAfter(changes: number, ...args: string[]): Promise<boolean> {
  const folder = path.join(repository.folder, 'releases', 'refunds');
  const names = () => {
    try {
      return readdirSync(folder).join();
    } catch {
      return '';
    }
  };
  const child = spawn(process.execPath, [program, ...args], { cwd: repository.folder, stdio: 'ignore' });
  let seen = names();
  let left = changes;
  let watching = true;
  const look = (): void => {
    const now = names();
    if (now !== seen) left--;
    seen = now;
    if (left <= 0) child.kill('SIGKILL');
    else if (watching) setImmediate(look);
  };
  look();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      watching = false;
      resolve(signal === 'SIGKILL');
    });
  });
}

function versions(): string[] {
  try {
    return readLog(repository.read(log)).map(({ version }) => version);
  } catch {
    return [];
  }
}

test('a release that is killed at any point is made or not made, and the next one goes on from there', async () => {
  expect(await repository.run('release', ruleFile)).toMatchObject({ code: 0 });
  let killed = 0;
  let limit = 1000;
  const rounds = cases(6);
  const tighten = () => {
    limit--;
    repository.edit(ruleFile, /amount > \d+/, `amount > ${limit}`);
    repository.edit(ruleFile, /amount <= \d+/, `amount <= ${limit}`);
  };
  const release = async () => {
    const released = await repository.run('release', ruleFile, '--tick', 'auto');
    expect(released, JSON.stringify(released)).toMatchObject({ code: 0 });
  };
  for (let round = 0; round < rounds; round++) {
    tighten();
    const before = versions();
    if (await killedAfter((round % 12) + 1, 'release', ruleFile, '--tick', 'auto')) killed++;
    const after = versions();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length - before.length).toBeLessThanOrEqual(1);
    // The next command finds or makes everything consistent.
    const verified = await repository.run('log', ruleFile, 'verify');
    expect(verified, JSON.stringify(verified)).toMatchObject({ code: 0 });
    if (after.length === before.length) await release();
  }
  // A release that was killed after it was made may have left its lock.
  tighten();
  await release();
  expect(killed).toBeGreaterThan(rounds / 4);
  const left = readdirSync(path.join(repository.folder, 'releases', 'refunds'));
  expect(left.filter(name => name !== 'log.jsonl' && !name.endsWith('.escalation.yaml'))).toEqual([]);
  expect(left.filter(name => name.endsWith('.escalation.yaml'))).toHaveLength(versions().length);
});

test.each([
  ['reject', [ruleFile, '--why', 'x']],
  ['rollback', [ruleFile, '1.0.0', '--why', 'x', '--discard']],
  ['release', [ruleFile, '--tick', 'auto']],
])(
  'however often `%s` is killed, nothing is lost',
  async (command, args) => {
    // Once after each of the changes that a command makes.
    const kills = cases(4);
    expect(await repository.run('release', ruleFile)).toMatchObject({ code: 0 });
    repository.edit(ruleFile, /1000/g, '500');
    expect(await repository.run('release', ruleFile, '--tick', 'auto')).toMatchObject({ code: 0 });
    let killed = 0;
    for (let round = 0; killed < kills && round < 3 * kills; round++) {
      const limit = 400 - round;
      repository.edit(ruleFile, /amount > \d+/, `amount > ${limit}`);
      repository.edit(ruleFile, /amount <= \d+/, `amount <= ${limit}`);
      const before = versions();
      if (await killedAfter((round % 4) + 1, command, ...args)) killed++;
      const after = versions();
      expect(after.slice(0, before.length)).toEqual(before);
      const verified = await repository.run('log', ruleFile, 'verify');
      expect(verified, JSON.stringify(verified)).toMatchObject({ code: 0 });
    }
    expect(killed).toBe(kills);
  },
  180_000,
);

describe('a full disk', () => {
  /** Limits the size of files, which fails like a full disk. */
  function limited(kibibytes: number, ...args: string[]): Promise<{ code: number | null; stdout: string }> {
    const child = spawn(
      'bash',
      ['-c', `ulimit -f ${kibibytes}; exec "$@"`, 'bash', process.execPath, program, ...args],
      {
        cwd: repository.folder,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', code => resolve({ code, stdout }));
    });
  }

  test('changes nothing, which is reported', async () => {
    expect(await repository.run('release', ruleFile)).toMatchObject({ code: 0 });
    repository.edit(ruleFile, /1000/g, '500');
    const files = () => [
      repository.read(ruleFile),
      repository.read(log),
      readdirSync(path.join(repository.folder, 'releases/refunds')),
    ];
    const before = files();
    const { code, stdout } = await limited(1, 'release', ruleFile, '--tick', 'auto');
    expect(code).toBe(1);
    expect(stdout).toContain('Writing failed, and nothing was changed. EFBIG');
    expect(files()).toEqual(before);
    expect(await repository.run('release', ruleFile, '--tick', 'auto')).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(repository.folder, ruleFile), 'utf8')).toContain('version: 1.1.0');
  });
});
