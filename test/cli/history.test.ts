import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chained, logText, sealed, type EntryContent, type LogEntry } from '../../engine/release/log-entry.ts';
import { appeals, appealsMoved, fiveVersions, sameEvidence } from '../../testing/repositories/five-versions.ts';
import { createRepository, type TestRepository } from '../../testing/repositories/git-repository.ts';
import { fixture, handrail, type Outcome } from '../../testing/command-line.ts';

const at = ['--at', '2026-05-01T00:00:00Z'];
const input = ['--input', JSON.stringify(sameEvidence)];

let repository: TestRepository;
let commits: string[];
beforeAll(() => {
  repository = createRepository();
  commits = fiveVersions().map(version => repository.commit(version));
});
afterAll(() => repository.remove());

const run = (args: readonly string[], options: { cwd?: string; stdin?: string } = {}): Promise<Outcome> =>
  handrail([...args, ...at], { cwd: repository.folder, ...options });

/** Replaces hashes of commits, which depend on every byte of the example, with names such as `<commit 3>`. */
function named(text: string): string {
  return commits.reduce(
    (made, commit, place) => made.replaceAll(new RegExp(`\\b${commit.slice(0, 7)}\\w*`, 'g'), `<commit ${place + 1}>`),
    text,
  );
}

interface ReportedVersion {
  name: string;
  commit: string | null;
  author: { name: string; email: string } | null;
  date: string | null;
  approvedBy: string[];
  before: ({ decide: string; rule: string } | null)[];
  decision: { decide: string; rule: string } | null;
  expected?: boolean;
}

async function reportOf<T>(args: readonly string[], code = 0): Promise<T> {
  const outcome = await run([...args, '--format', 'json']);
  expect(outcome).toMatchObject({ stderr: '', code });
  const text = readFileSync(fixture(`../../schemas/${args[0] ?? ''}-report.schema.json`), 'utf8');
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(text) as object);
  const report = JSON.parse(outcome.stdout) as T;
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  return report;
}

async function blamed(
  args: readonly string[],
): Promise<{ of: string; versions: number; changes: ReportedVersion[]; unreadable: ReportedVersion[] }[]> {
  const { lines } = await reportOf<{
    lines: { of: string; versions: number; changes: ReportedVersion[]; unreadable: ReportedVersion[] }[];
  }>(['blame', ...args]);
  return lines;
}

const bisected = (args: readonly string[], code = 0) =>
  reportOf<{ versions: number; flips: ReportedVersion[] }>(['bisect', ...args], code);

describe('blame', () => {
  test('the story of a decision, as a person reads it', async () => {
    const { stdout, code, stderr } = await run(['blame', ...input, appealsMoved]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(named(stdout)).toMatchFileSnapshot(fixture('diff/blame.txt'));
  });

  test('only the authors who changed the decision or its rule are shown, under every name of the file', async () => {
    const [line, ...others] = await blamed([...input, appealsMoved]);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ of: 'commits', versions: 5 });
    expect(
      line?.changes.map(({ commit, author, decision, before }) => [
        commit,
        author?.email,
        decision?.rule,
        before.map(each => each?.rule),
      ]),
    ).toEqual([
      [commits[0], 'ada@example.org', 'person-decided-same-evidence@1', []],
      [commits[2], 'carol@example.org', 'person-decided-same-evidence@2', ['person-decided-same-evidence@1']],
      [commits[4], 'erin@example.org', 'person-decided-same-evidence@3', ['person-decided-same-evidence@2']],
    ]);
  });

  test('the input may come from a file, from standard input, or from the command', async () => {
    const file = 'case.json';
    repository.write({ [file]: JSON.stringify(sameEvidence) });
    const expected = (await run(['blame', ...input, appealsMoved])).stdout;
    expect((await run(['blame', file, appealsMoved])).stdout).toBe(expected);
    expect((await run(['blame', file])).stdout).toBe(expected);
    expect((await run(['blame', '-', appealsMoved], { stdin: JSON.stringify(sameEvidence) })).stdout).toBe(expected);
    expect(
      (
        await run(['blame', JSON.stringify(sameEvidence), path.basename(appealsMoved)], {
          cwd: path.join(repository.folder, 'content-moderation'),
        })
      ).stdout,
    ).toContain('2 decision changes');
    repository.write({ [file]: null });
  });

  test('what is not committed yet is a version too', async () => {
    const text = `${repository.git('show', `HEAD:${appealsMoved}`)}\n`;
    repository.write({
      [appealsMoved]: text.replace(
        '  - id: too-late',
        '  - id: nobody\n    when: "true"\n    decide: stop\n  - id: too-late',
      ),
    });
    try {
      const [line] = await blamed([...input, appealsMoved]);
      expect(line?.changes.at(-1)).toMatchObject({
        name: 'working copy',
        commit: null,
        author: null,
        decision: { rule: 'nobody@1' },
      });
    } finally {
      repository.git('checkout', '--quiet', '--', '.');
    }
  });

  test('a change of only an import is attributed to its author', async () => {
    const made = createRepository();
    try {
      const library = (most: number) => `escalation: 1\nname: limits\nversion: 1.0.0\nthresholds: { most: ${most} }\n`;
      const rules =
        'escalation: 1\nname: x\nversion: 1.0.0\nimports: [./limits.escalation.yaml]\nsignals: { n: { type: integer } }\nrules: [{ id: few, when: n < thresholds.most, decide: continue }]\n';
      made.commit({
        files: { 'x.escalation.yaml': rules, 'limits.escalation.yaml': library(5) },
        by: 'Ada',
        at: '2026-01-01T00:00:00Z',
        subject: 'One',
      });
      made.commit({
        files: { 'limits.escalation.yaml': library(3) },
        by: 'Bob',
        at: '2026-01-02T00:00:00Z',
        subject: 'Two',
      });
      // A merged branch is not blamed for the changes of the other one.
      made.git('checkout', '--quiet', '-b', 'side', 'HEAD~1');
      made.commit({
        files: { 'x.escalation.yaml': rules.replace('name: x', 'name: x\nowner: me') },
        by: 'Carol',
        at: '2026-01-03T00:00:00Z',
        subject: 'Three',
      });
      made.git('checkout', '--quiet', 'main');
      made.git('merge', '--quiet', '--no-edit', 'side');
      const { stdout } = await run(['blame', '--input', '{"n":4}', '--format', 'json'], { cwd: made.folder });
      const { lines } = JSON.parse(stdout) as { lines: { versions: number; changes: ReportedVersion[] }[] };
      expect(lines[0]?.versions).toBe(4);
      expect(lines[0]?.changes.map(({ author, decision }) => [author?.name, decision?.decide])).toEqual([
        ['Ada', 'continue'],
        ['Bob', 'pause'],
      ]);
    } finally {
      made.remove();
    }
  });

  test('a version with errors is skipped, which is reported', async () => {
    const made = createRepository();
    try {
      const rules = (when: string) =>
        `escalation: 1\nname: x\nversion: 1.0.0\nsignals: { n: { type: integer } }\nrules: [{ id: few, when: ${when}, decide: continue }]\n`;
      const file = 'x.escalation.yaml';
      made.commit({ files: { [file]: rules('n < 5') }, by: 'Ada', at: '2026-01-01T00:00:00Z', subject: 'One' });
      const broken = made.commit({
        files: { [file]: rules('n <') },
        by: 'Bob',
        at: '2026-01-02T00:00:00Z',
        subject: 'Two',
      });
      made.commit({ files: { [file]: rules('n < 6') }, by: 'Carol', at: '2026-01-03T00:00:00Z', subject: 'Three' });
      const { stdout } = await run(['blame', '--input', '{"n":4}'], { cwd: made.folder });
      expect(stdout).toContain(`3 versions, no decision change; with errors: ${broken.slice(0, 7)}`);
    } finally {
      made.remove();
    }
  });

  test('releases, in their order, with who approved them; no commit is needed', async () => {
    const made = createRepository();
    try {
      const rules = (version: string, decide: string) =>
        `escalation: 1\nname: x\nversion: ${version}\nsignals: { n: { type: integer } }\nrules: [{ id: few, when: n < 5, decide: ${decide} }]\n`;
      const said = { ruleset: 'x', version: '1.10.0', digest: 'a'.repeat(64), role: null, base: null, summary: null };
      const log: LogEntry[] = [];
      for (const each of [
        { ...said, kind: 'approve', who: 'Bob <bob@example.org>', why: null, time: '2026-02-01T00:00:00Z' },
        {
          ...said,
          kind: 'release',
          who: 'Ada <ada@example.org>',
          why: 'Less at once',
          time: '2026-02-02T00:00:00Z',
          approvals: { needed: 1, counted: [1] },
        },
      ] satisfies EntryContent[])
        log.push(sealed(chained(each, log)));
      made.write({
        'rules/x.escalation.yaml': rules('2.0.0', 'stop'),
        'rules/releases/x/log.jsonl': logText(log),
        'rules/releases/x/1.9.0.escalation.yaml': rules('1.9.0', 'continue'),
        'rules/releases/x/1.10.0.escalation.yaml': rules('1.10.0', 'pause'),
        'rules/releases/x/2.0.0.escalation.yaml': rules('2.0.0', 'stop'),
      });
      const { stdout, stderr } = await run(['blame', '--input', '{"n":4}', '--format', 'json'], { cwd: made.folder });
      expect(stderr).toBe('');
      const { lines } = JSON.parse(stdout) as { lines: { of: string; changes: ReportedVersion[] }[] };
      expect(lines.map(({ of }) => of)).toEqual(['releases']);
      expect(lines[0]?.changes.map(({ name, decision }) => [name, decision?.decide])).toEqual([
        ['1.9.0', 'continue'],
        ['1.10.0', 'pause'],
        ['2.0.0', 'stop'],
      ]);
      expect(lines[0]?.changes[1]).toMatchObject({
        author: { name: 'Ada', email: 'ada@example.org' },
        date: '2026-02-02T00:00:00Z',
        approvedBy: ['Bob <bob@example.org>'],
      });
      const text = await run(['bisect', '--input', '{"n":4}', '--expect', 'pause'], { cwd: made.folder });
      expect(text.stdout).toContain('Checked 3 releases');
    } finally {
      made.remove();
    }
  });
});

describe('bisect', () => {
  test('a decision that went back and forth is shown in full', async () => {
    const { stdout, code } = await run(['bisect', ...input, appealsMoved, '--expect', 'ESCALATE']);
    expect(code).toBe(0);
    await expect(named(stdout)).toMatchFileSnapshot(fixture('diff/bisect.txt'));
    const { versions, flips } = await bisected([...input, appealsMoved, '--expect', 'escalate']);
    expect(versions).toBe(5);
    expect(flips.map(({ commit, expected }) => [commit, expected])).toEqual([
      [commits[2], false],
      [commits[4], true],
    ]);
  });

  test('between a good and a bad revision, by any part of a decision', async () => {
    const range = ['--good', 'HEAD~4', '--bad', 'HEAD~1'];
    const { versions, flips } = await bisected([
      ...input,
      appealsMoved,
      '--expect',
      '{"to":"appeals-board"}',
      ...range,
    ]);
    expect(versions).toBe(4);
    expect(flips).toMatchObject([
      {
        commit: commits[2],
        author: { name: 'Carol' },
        before: [{ decide: 'escalate' }],
        decision: { decide: 'pause' },
      },
    ]);
    const since = await bisected([...input, appealsMoved, '--expect', '{"rule":"person-decided-same-evidence@3"}']);
    expect(since.flips).toMatchObject([{ commit: commits[4], expected: true }]);
  });

  test('if no version changes the decision, it exits with 1', async () => {
    expect((await bisected([...input, appealsMoved, '--expect', 'stop'], 1)).flips).toEqual([]);
    expect((await run(['bisect', ...input, appealsMoved, '--expect', 'stop'])).stdout).toContain(
      'No version changes the decision',
    );
  });
});

test.each([
  [['blame'], /Which input\?/],
  [['blame', 'nowhere.json', appealsMoved], /nowhere\.json cannot be read/],
  [['blame', '{"a":', appealsMoved], /The input is not JSON/],
  [['blame', '{}', 'nowhere.escalation.yaml'], /No commit in HEAD contains nowhere/],
  [['blame', '{}', 'content-moderation'], /is not a rule set/],
  [['blame', '{}', appeals, 'more'], /Name one rule set only/],
  [['bisect', '{}', appealsMoved], /Which decision is expected\?/],
  [['bisect', '{}', appealsMoved, '--expect', 'ask'], /`ask` is neither/],
  [['bisect', '{}', appealsMoved, '--expect', '{"decision":"stop"}'], /a sample cannot expect `decision`/],
  [
    ['bisect', ...input, appealsMoved, '--expect', 'stop', '--good', 'HEAD~4'],
    /--good HEAD~4 is wrong: it decides escalate → appeals-board/,
  ],
  [['bisect', ...input, appealsMoved, '--expect', 'escalate', '--bad', 'HEAD'], /which is the expected decision/],
  [['bisect', ...input, appealsMoved, '--expect', 'escalate', '--bad', 'nowhere'], /There is no revision `nowhere`/],
])('%j is reported on standard error only', async (args, message) => {
  const outcome = await run(args);
  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toMatch(message);
});
