import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { durableFiles } from './durable-files.ts';
import { heldMessage, withLock, type LockHolder } from './lock.ts';
import { isRunning, thisProcess } from './process-identity.ts';

let folder: string;
let holder: LockHolder;
const since = '2026-03-02T10:00:00Z';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'handrail-lock-'));
  holder = { ...(await thisProcess()), since };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const locked = <T>(action: () => Promise<T>) => withLock(folder, { files: durableFiles, holder, isRunning }, action);

function leave(other: Partial<LockHolder> | string): Promise<void> {
  const text = typeof other === 'string' ? other : JSON.stringify({ ...holder, ...other });
  return writeFile(path.join(folder, 'lock'), text);
}

test('the lock is held while the action runs, and released even if it fails', async () => {
  const seen = await locked(() => readFile(path.join(folder, 'lock'), 'utf8'));
  expect(JSON.parse(seen as string)).toMatchObject(holder);
  await expect(locked(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is made for the lock stays only if something is written there', async () => {
  const place = path.join(folder, 'releases', 'refunds');
  const at = (action: () => Promise<void>) => withLock(place, { files: durableFiles, holder, isRunning }, action);
  await at(() => Promise.resolve());
  expect(await readdir(folder)).toEqual([]);
  await at(() => writeFile(path.join(place, 'log.jsonl'), ''));
  expect(await readdir(place)).toEqual(['log.jsonl']);
});

/** Runs twenty actions at once. @returns the greatest number that ran at the same time, and all results */
async function crowd() {
  let inside = 0;
  let max = 0;
  const results = await Promise.all(
    Array.from({ length: 20 }, () =>
      locked(async () => {
        max = Math.max(max, ++inside);
        await readdir(folder);
        inside--;
        return 'done' as const;
      }),
    ),
  );
  return { max, results };
}

test('waits for a lock that is released in time, and no longer', async () => {
  const patient = (waitMs: number) =>
    withLock(folder, { files: durableFiles, holder, isRunning, waitMs }, () => Promise.resolve('done'));
  let release = () => {};
  let begin = () => {};
  const begun = new Promise<void>(resolve => (begin = resolve));
  const first = locked(() => {
    begin();
    return new Promise<void>(resolve => (release = resolve));
  });
  await begun;
  expect(await patient(20)).toMatchObject({ held: { pid: process.pid } });
  const second = patient(60_000);
  release();
  expect(await second).toBe('done');
  await first;
});

test('only one of many processes holds the lock at a time; the others learn who', async () => {
  const { max, results } = await crowd();
  expect(max).toBe(1);
  const held = results.filter(each => each !== 'done');
  expect(held.length).toBeGreaterThan(0);
  for (const each of held) expect(each).toMatchObject({ held: holder });
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['of a process that has ended', { pid: 2 ** 22 + 1 }],
  ['of an earlier process with the number of one that runs', { started: 'some other boot 17' }],
])('a lock %s is taken over', async (_, other) => {
  await leave(other);
  expect(await locked(() => Promise.resolve('done'))).toBe('done');
  expect(await readdir(folder)).toEqual([]);
});

test('only one of many processes takes over an abandoned lock at a time', async () => {
  await leave({ pid: 2 ** 22 + 1 });
  const { max, results } = await crowd();
  expect(max).toBe(1);
  expect(results).toContain('done');
});

test.each([
  ['of a process that runs', {}, `Process ${process.pid} on `],
  ['of another machine', { host: 'elsewhere', pid: 2 ** 22 + 1 }, 'on elsewhere'],
  ['that says nothing', '', 'Somebody is writing'],
])('a lock %s stays', async (_, other, message) => {
  await leave(other);
  const outcome = await locked(() => Promise.resolve('done'));
  expect(outcome).toMatchObject({ file: path.join(folder, 'lock') });
  expect(heldMessage(outcome as Exclude<typeof outcome, string>)).toContain(message);
  expect(await readdir(folder)).toEqual(['lock']);
});
