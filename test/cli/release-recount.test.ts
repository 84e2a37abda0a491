import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chained, logText, sealed, type EntryContent, type LogEntry } from '../../engine/release/log-entry.ts';
import { readLog } from '../../engine/release/read-log.ts';
import {
  alice,
  bob,
  createReleaseRepository,
  log,
  ruleFile,
  type ReleaseRepository,
} from '../../testing/repositories/release-repository.ts';

let repository: ReleaseRepository;
let run: ReleaseRepository['run'];
let honest: string;

beforeAll(async () => {
  repository = createReleaseRepository();
  ({ run } = repository);
  await released();
  honest = repository.read(log);
});
afterEach(() => repository.write({ [log]: honest }));
afterAll(() => repository.remove());

/** 1.0.0, two approvals, and 2.0.0, which loosens. */
async function released(): Promise<void> {
  await repository.loosen();
  await run('approve', ruleFile, '--why', 'Fits', ...alice);
  await run('approve', ruleFile, '--why', 'Fits', ...bob);
  expect(await run('release', ruleFile)).toMatchObject({ code: 0 });
  repository.commitAll('Release 2.0.0');
}

type Draft = EntryContent & { signature?: string };

function draftsOf(text: string): Draft[] {
  return readLog(text).map(({ sequence: _, previous: _previous, hash: _hash, ...content }) => content);
}

function chain(drafts: readonly Draft[]): LogEntry[] {
  const entries: LogEntry[] = [];
  for (const draft of drafts) entries.push(sealed(chained(draft, entries)));
  return entries;
}

/** Writes the log again, with a valid chain. */
function rewrite(change: (entries: Draft[]) => Draft[]): void {
  repository.write({ [log]: logText(chain(change(draftsOf(honest)))) });
}

const summary = {
  class: 'tightened' as const,
  regions: { loosened: 0, rerouted: 0, tightened: 1 },
  consequences: { loosened: 0, rerouted: 0, tightened: 0, neutral: 0, breaking: 0 },
  complete: true,
};

function last(more: Partial<Draft>) {
  return (entries: Draft[]): Draft[] => entries.map((each, at) => (at === 3 ? { ...each, ...more } : each));
}

/** Another person in an approval. */
function approvedBy(who: string) {
  return (entries: Draft[]): Draft[] => entries.map((each, at) => (at === 1 ? { ...each, who } : each));
}

const none = { needed: 0, counted: [] };

describe('a release that was written into the log by hand is found, although its chain holds', () => {
  test.each<[string, (entries: Draft[]) => Draft[], RegExp]>([
    ['one that says it tightens', last({ summary, approvals: none }), /:4 approval: .* tightened, .* it is loosened/],
    [
      'one that says it continues another rule set',
      last({ summary, approvals: none, formerly: { ruleset: 'other', version: '1.0.0', digest: '0'.repeat(64) } }),
      /:4 approval: .* tightened, .* it is loosened/,
    ],
    ['one that says it needs nobody', last({ approvals: none }), /:4 approval: This release needed 2 approvals/],
    ['one of looser counting rules', last({ approvals: none, counting: 1 }), /:4 approval: This release needed 2/],
    [
      'one that says nothing of approvals',
      drafts => drafts.map(({ approvals: _, ...each }) => each),
      /does not say which/,
    ],
    ['an approval of a stranger', approvedBy('Mallory <m@example.com>'), /counts entry 2, .* not among the approvers/],
    ['an approval of whoever releases it', last({ who: 'Bob <bob@example.org>', authors: [] }), /who made the change/],
    [
      'one against a rejection',
      ([a, b, c, d]) => [a, b, c, { ...b, kind: 'reject', who: 'Dana <dana@example.org>' }, d],
      /:5 approval: This release was rejected by Dana/,
    ],
    ['one that follows nothing', last({ base: null, summary: null, approvals: none }), /it follows 1\.0\.0/],
    ['one that repeats a release', ([a, b, c, d]) => [a, b, c, d, { ...d, base: d }], /does not come after 2\.0\.0/],
  ] as [string, (entries: Draft[]) => Draft[], RegExp][])('%s', async (_, change, message) => {
    rewrite(change);
    const head = readLog(repository.read(log)).at(-1)?.hash ?? '';
    const { code, stdout } = await run('log', 'verify', '--head', head);
    expect(stdout).toMatch(message);
    expect(code).toBe(1);
  });

  test('one whose snapshot says another version', async () => {
    const [two, nine] = ['2.0.0', '9.9.9'].map(version => `releases/refunds/${version}.escalation.yaml`) as [
      string,
      string,
    ];
    const snapshot = repository.read(two);
    repository.write({ [two]: null, [nine]: snapshot });
    rewrite(last({ version: '9.9.9' }));
    const { code, stdout } = await run('log', 'verify');
    repository.write({ [nine]: null, [two]: snapshot });
    expect(stdout).toContain('an entry about refunds 9.9.9, and its snapshot says refunds 2.0.0');
    expect(code).toBe(1);
  });

  test('by all commands', async () => {
    expect(await run('check', '.')).toMatchObject({ code: 0 });
    rewrite(last({ summary, approvals: none }));
    expect(await run('check', '.')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('released-file-edited') as string,
    });
    for (const command of ['approve', 'release'])
      expect((await run(command, ruleFile, '--why', 'x')).stdout).toContain('Nothing is added to it');
  });
});

test('an approval that is not signed, where the governance before asks for signatures', async () => {
  const other = createReleaseRepository();
  try {
    const governance = '{ requiredApprovals: { loosening: 0 }, approvers: [alice@example.org], signatures: required }';
    other.edit(ruleFile, /governance:[^]*/, `governance: ${governance}\n`);
    other.commitAll('Other governance');
    await other.run('release', ruleFile);
    other.edit(ruleFile, /1000/g, '2000');
    other.edit(ruleFile, '1.0.0', '2.0.0');
    other.commitAll('Larger refunds', 'Erin');
    expect(await other.run('release', ruleFile)).toMatchObject({ code: 0 });
    const [first, release] = draftsOf(other.read(log)) as [Draft, Draft];
    const approval = (more: Partial<Draft>) => {
      const approve = { ...release, kind: 'approve' as const, who: 'Alice <alice@example.org>', authors: [] };
      const counting = { ...release, approvals: { needed: 1, counted: [2] } };
      other.write({ [log]: logText(chain([first, { ...approve, approvals: none, ...more }, counting])) });
      return other.run('log', 'verify');
    };
    expect((await approval({})).stdout).toMatch(/:3 approval: .* counts entry 2, .*did not sign/);
    expect((await approval({ signature: 'x' })).stdout).toContain('1 signature not checked');
  } finally {
    other.remove();
  }
});

test('what cannot be recomputed is said', async () => {
  expect((await run('log', 'verify')).stdout).not.toContain('not recomputed');
  rewrite(entries => entries.map(({ counting: _, ...each }) => each));
  expect(await run('log', 'verify')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      'not recomputed: 1.0.0, 2.0.0 (counted by the rules of an earlier version',
    ) as string,
  });
  rmSync(path.join(repository.folder, 'releases/refunds/1.0.0.escalation.yaml'));
  rewrite(entries => entries.map(each => ({ ...each, counting: 4 })));
  const { stdout } = await run('log', 'verify');
  expect(stdout).toContain('not recomputed: 1.0.0, 2.0.0 (the snapshot of 1.0.0 is gone or was edited)');
  expect(JSON.parse((await run('log', 'verify', '--format', 'json')).stdout)).toMatchObject({
    logs: [{ unchecked: [{ version: '1.0.0' }, { version: '2.0.0' }] }],
  });
});
