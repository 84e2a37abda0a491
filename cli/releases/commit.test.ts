import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chained, logText, sealed, type LogEntry } from '../../engine/release/log-entry.ts';
import { readLog } from '../../engine/release/read-log.ts';
import { verifyLog } from '../../engine/release/verify.ts';
import { digestOfText } from '../../language/releases/snapshot.ts';
import { commit, finishRollback, releaseFolder, repair, type Commit, type ReleaseFolder } from './commit.ts';
import { durableFiles, type DurableFiles } from '../../gate/node/files/durable-files.ts';

const text = (version: string, amount: number) =>
  `escalation: 1\nname: r\nversion: ${version}\nsignals: { amount: { type: number } }\nrules:\n  - { id: a, when: amount > ${amount}, decide: stop }\n`;
const [old, first, second] = [text('1.0.0', 1), text('1.0.0', 1), text('2.0.0', 2)];

async function released(
  version: string,
  content: string,
  log: readonly LogEntry[],
  more: Partial<LogEntry> = {},
): Promise<LogEntry> {
  const entry = {
    kind: 'release',
    time: '2026-03-02T10:00:00Z',
    ruleset: 'r',
    who: 'dana',
    role: null,
    why: null,
  } as const;
  const digest = (await digestOfText(content)) ?? '';
  return sealed(chained({ ...entry, version, digest, base: null, summary: null, ...more }, log));
}

let root: string;
let place: ReleaseFolder;
let workingCopy: string;
let log: LogEntry[];
/** The second release, which also writes the version to the working copy. */
let next: Commit;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'handrail-commit-'));
  place = releaseFolder(path.join(root, 'releases', 'r'));
  workingCopy = path.join(root, 'r.escalation.yaml');
  await writeFile(workingCopy, old);
  await durableFiles.makeFolder(place.folder);
  log = [await released('1.0.0', first, [])];
  await commit(durableFiles, place, { log, snapshot: { version: '1.0.0', text: first } });
  const entry = await released('2.0.0', second, log);
  next = {
    log: [...log, entry],
    snapshot: { version: '2.0.0', text: second },
    workingCopy: { file: workingCopy, text: second },
  };
});

afterEach(() => rm(root, { recursive: true, force: true }));

/** Real files until the n-th writing operation. `killed`: from there on all operations fail, including clean-up. `full`: only that operation fails. */
function failingAt(nth: number, how: 'killed' | 'full'): DurableFiles & { operations: () => number } {
  let done = 0;
  const around =
    <A extends unknown[], R>(operation: (...args: A) => Promise<R>, writes: boolean) =>
    async (...args: A): Promise<R> => {
      if (writes) done++;
      if (how === 'killed' ? done >= nth : writes && done === nth)
        throw Object.assign(new Error('ENOSPC: no space left on device'), {
          code: how === 'full' ? 'ENOSPC' : 'KILLED',
        });
      return operation(...args);
    };
  return {
    operations: () => done,
    read: around(durableFiles.read, false),
    resolve: around(durableFiles.resolve, false),
    isLink: around(durableFiles.isLink, false),
    list: around(durableFiles.list, false),
    makeFolder: around(durableFiles.makeFolder, true),
    removeEmpty: around(durableFiles.removeEmpty, true),
    write: around(durableFiles.write, true),
    rename: around(durableFiles.rename, true),
    link: around(durableFiles.link, true),
    remove: around(durableFiles.remove, true),
  };
}

interface State {
  entries: number;
  files: string[];
  workingCopy: string;
}

async function state(): Promise<State> {
  const { entries } = verifyLog(await readFile(place.log, 'utf8'));
  return {
    entries: entries.length,
    files: (await readdir(place.folder)).sort(),
    workingCopy: await readFile(workingCopy, 'utf8'),
  };
}

/** Expects that log and snapshots are consistent: every release has its snapshot, and every snapshot its release. */
async function expectConsistent(): Promise<void> {
  const snapshots = new Map<string, string | null>();
  for (const name of await readdir(place.folder)) {
    const version = /^(\d.*)\.escalation\.yaml$/.exec(name)?.[1];
    if (version !== undefined)
      snapshots.set(name, await digestOfText(await readFile(path.join(place.folder, name), 'utf8')));
  }
  expect(verifyLog(await readFile(place.log, 'utf8'), { snapshots }).faults).toEqual([]);
}

const before = { entries: 1, files: ['1.0.0.escalation.yaml', 'log.jsonl'], workingCopy: old };
const after = {
  entries: 2,
  files: ['1.0.0.escalation.yaml', '2.0.0.escalation.yaml', 'log.jsonl'],
  workingCopy: second,
};

async function operationsOfCommit(): Promise<number> {
  const counting = failingAt(Infinity, 'full');
  await commit(counting, place, next);
  return counting.operations();
}

test('a release writes working copy, log and snapshot', async () => {
  expect(await state()).toEqual(before);
  expect(await operationsOfCommit()).toBe(6);
  expect(await state()).toEqual(after);
  await expectConsistent();
});

describe('killed at any operation', () => {
  test.each([1, 2, 3, 4, 5, 6])('the %i. one: the next command finds or makes it consistent', async nth => {
    await commit(failingAt(nth, 'killed'), place, next).catch(() => undefined);
    const done = await repair(durableFiles, place);
    await expectConsistent();
    const { entries, files } = await state();
    // The release is made if and only if its entry is in the log.
    expect({ entries, files }).toEqual(
      nth <= 5 ? { entries: 1, files: before.files } : { entries: 2, files: after.files },
    );
    expect(done.length > 0).toBe(nth > 1);
    expect(done.some(each => each.includes('was moved into place'))).toBe(nth === 6);
    expect(await repair(durableFiles, place)).toEqual([]);
  });

  test.each([1, 2, 3])('a repair that is killed at the %i. operation is completed by the next', async nth => {
    await commit(failingAt(6, 'killed'), place, next).catch(() => undefined);
    await repair(failingAt(nth, 'killed'), place).catch(() => undefined);
    await repair(durableFiles, place);
    await expectConsistent();
    expect((await state()).files).toEqual(after.files);
  });
});

describe('on a full disk', () => {
  test.each([1, 2, 3, 4, 5])('at the %i. operation, nothing is changed', async nth => {
    await expect(commit(failingAt(nth, 'full'), place, next)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(await state()).toEqual(before);
  });

  test('if the entry is in the log, the next command moves the snapshot into place', async () => {
    expect(await commit(failingAt(6, 'full'), place, next)).toContain('The next command');
    expect(await repair(durableFiles, place)).toEqual([expect.stringContaining('was moved into place')]);
    await expectConsistent();
    expect((await state()).files).toEqual(after.files);
  });
});

test('a draft that differs from what was released is removed, not published', async () => {
  await commit(failingAt(6, 'killed'), place, next).catch(() => undefined);
  const [draft = ''] = (await readdir(place.folder)).filter(name => name.endsWith('.tmp'));
  await writeFile(path.join(place.folder, draft), text('2.0.0', 3));
  expect(await repair(durableFiles, place)).toEqual([expect.stringContaining('Removed a draft')]);
  expect((await state()).files).toEqual(before.files);
});

test('a log is never written in part: it is replaced by one with another entry', async () => {
  expect(await readFile(place.log, 'utf8')).toBe(logText(log));
  await commit(durableFiles, place, next);
  expect(readLog(await readFile(place.log, 'utf8'))).toEqual(next.log);
});

describe('a rollback that is ended at any operation is done, or was never begun', () => {
  const copyDigest = async () => digestOfText(await readFile(workingCopy, 'utf8'));
  const rollBack = async (nth: number) => {
    const entry = await released('2.0.0', second, log, { kind: 'rollback', to: '1.0.0' });
    const rollback = { log: [...log, entry], workingCopy: { file: workingCopy, text: second } };
    await commit(failingAt(nth, 'killed'), place, rollback).catch(() => undefined);
  };

  test.each([1, 2, 3, 4, 5])('the %i. one', async nth => {
    await rollBack(nth);
    const finished = await finishRollback(durableFiles, place, copyDigest);
    await repair(durableFiles, place);
    expect(finished?.to).toBe(nth === 4 ? '1.0.0' : undefined);
    expect(await state()).toEqual(nth < 4 ? before : { ...before, entries: 2, workingCopy: second });
    expect(await finishRollback(durableFiles, place, copyDigest)).toBeNull();
  });

  test('unless the working copy was edited since', async () => {
    await rollBack(4);
    await writeFile(workingCopy, text('2.0.0', 3));
    expect(await finishRollback(durableFiles, place, copyDigest)).toBeNull();
    await repair(durableFiles, place);
    expect(await state()).toEqual({ ...before, workingCopy: text('2.0.0', 3) });
  });
});
