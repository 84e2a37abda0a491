import { expect, test } from 'vitest';
import { approvalsFor } from './approvals.ts';
import { readHistory } from './history.ts';
import { chained, logText, sealed, type EntryContent, type LogEntry } from './log-entry.ts';

const summary = {
  class: 'loosened',
  regions: { loosened: 2, rerouted: 0, tightened: 1 },
  consequences: { loosened: 0, rerouted: 0, tightened: 0, neutral: 0, breaking: 0 },
  complete: true,
} as const;

function logOf(...contents: Partial<EntryContent>[]): LogEntry[] {
  const log: LogEntry[] = [];
  for (const more of contents) {
    const time = `2026-03-0${log.length + 1}T10:00:00Z`;
    const entry = {
      kind: 'release',
      time,
      ruleset: 'r',
      who: 'dana',
      role: null,
      why: null,
      version: '1.0.0',
    } as const;
    log.push(sealed(chained({ ...entry, digest: 'a'.repeat(64), base: null, summary: null, ...more }, log)));
  }
  return log;
}

test('a row for each release and rollback, with its opinions, and one for unreleased content', () => {
  const next = { version: '2.0.0', digest: 'b'.repeat(64), summary };
  const log = logOf(
    { approvals: { needed: 0, counted: [] } },
    { ...next, kind: 'approve', who: 'alice', role: 'risk officer', why: 'Fits' },
    { ...next, kind: 'approve', who: 'dana' },
    { ...next, approvals: { needed: 1, counted: [2] }, authors: ['dana', 'erin'] },
    { kind: 'rollback', version: '2.1.0', digest: 'c'.repeat(64), to: '1.0.0', why: 'Too loose' },
    { kind: 'reject', who: 'bob', version: '2.1.0', digest: 'c'.repeat(64) },
  );
  const rows = readHistory(logText(log));
  expect(rows.map(({ kind, version, time, who, to }) => [kind, version, time, who, to])).toEqual([
    ['release', '1.0.0', '2026-03-01T10:00:00Z', 'dana', null],
    ['release', '2.0.0', '2026-03-04T10:00:00Z', 'dana', null],
    ['rollback', '2.1.0', '2026-03-05T10:00:00Z', 'dana', '1.0.0'],
    ['open', '2.1.0', '2026-03-06T10:00:00Z', null, null],
  ]);
  expect(rows[1]).toMatchObject({
    class: 'loosened',
    summary,
    needed: 1,
    authors: ['dana', 'erin'],
    hash: log[3]?.hash,
  });
  expect(rows[1]?.approvals).toMatchObject([
    { kind: 'approve', who: 'alice', role: 'risk officer', why: 'Fits', counts: true, signed: false },
    { kind: 'approve', who: 'dana', counts: false },
  ]);
  expect(rows[3]?.approvals).toMatchObject([{ kind: 'reject', who: 'bob', counts: null }]);
});

test('opinions on unreleased content count as its release would count them', () => {
  const next = { version: '2.0.0', digest: 'b'.repeat(64) };
  const log = logOf(
    {},
    { ...next, kind: 'approve', who: 'alice' },
    { ...next, kind: 'approve', who: 'mallory' },
    { ...next, kind: 'reject', who: 'bob' },
    { ...next, kind: 'approve', who: 'alice', digest: 'c'.repeat(64) },
  );
  const governance = { requiredApprovals: { loosening: 1 }, approvers: ['alice', 'bob'] };
  const question = {
    digest: next.digest,
    change: 'loosened',
    governance: { now: governance, before: governance },
  } as const;
  const approvals = approvalsFor(log, { ...question, authors: [] });
  const counts = (authorsKnown: boolean) =>
    readHistory(log, { pending: { digest: next.digest, approvals, authorsKnown } })
      .filter(({ kind }) => kind === 'open')
      .flatMap(row => row.approvals.map(each => `${each.who}: ${each.counts}`));
  expect(counts(true)).toEqual(['alice: true', 'mallory: false', 'bob: true', 'alice: false']);
  expect(counts(false)).toEqual(['alice: null', 'mallory: false', 'bob: true', 'alice: false']);
});

test('a rejection before a rollback is shown and still counts', () => {
  const next = { version: '2.0.0', digest: 'b'.repeat(64) };
  const log = logOf(
    {},
    { ...next, kind: 'approve', who: 'alice' },
    { ...next, kind: 'reject', who: 'bob' },
    { kind: 'rollback', version: '1.0.1', to: '1.0.0' },
  );
  const governance = { now: undefined, before: undefined };
  const approvals = approvalsFor(log, { digest: next.digest, change: 'loosened', governance, authors: [] });
  const rows = readHistory(log, { pending: { digest: next.digest, approvals, authorsKnown: true } });
  expect(rows.map(({ kind, version }) => `${kind} ${version}`)).toEqual([
    'release 1.0.0',
    'open 2.0.0',
    'rollback 1.0.1',
  ]);
  expect(rows[1]?.approvals).toMatchObject([
    { who: 'alice', counts: false, because: 'It does not hold any more.' },
    { who: 'bob', counts: true },
  ]);
});

test('an approval counted by a release does not count if its signature is invalid', () => {
  const [approve] = logOf({ kind: 'approve', who: 'alice' }) as [LogEntry];
  const signed = sealed({ ...approve, signature: 'armoured' });
  const log = [
    signed,
    sealed(chained({ ...signed, kind: 'release', approvals: { needed: 1, counted: [1] } }, [signed])),
  ];
  expect(readHistory(log)[0]?.approvals).toMatchObject([{ counts: true, signature: 'unchecked' }]);
  expect(readHistory(log, { signatures: new Map([[1, { problem: 'No.' }]]) })[0]?.approvals).toMatchObject([
    { counts: false, because: 'No.', signature: 'fails' },
  ]);
});

test('unreadable lines are skipped', () => {
  expect(readHistory(`nothing\n${logText(logOf({}))}{}\n`)).toHaveLength(1);
  expect(readHistory('')).toEqual([]);
});
