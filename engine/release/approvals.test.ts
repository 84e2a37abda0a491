import { describe, expect, test } from 'vitest';
import type { Governance } from '../model/rule-set.ts';
import { approvalsFor, neededFor, type ApprovalsQuestion, type ChangeToApprove } from './approvals.ts';
import { chained, sealed, type EntryKind, type LogEntry } from './log-entry.ts';

const content = 'a'.repeat(64);
const other = 'b'.repeat(64);

function logOf(...said: [kind: EntryKind, who: string, digest?: string][]): LogEntry[] {
  const log: LogEntry[] = [];
  for (const [kind, who, digest = content] of said) {
    const time = '2026-03-02T10:00:00Z';
    const entry = { kind, time, ruleset: 'refunds', who, role: null, why: null, version: '2.0.0', digest };
    log.push(sealed(chained({ ...entry, base: null, summary: null }, log)));
  }
  return log;
}

const two: Governance = { requiredApprovals: { loosening: 2, other: 1 }, approvers: ['alice', 'bob', 'carol'] };

function ask(log: readonly LogEntry[], more: Partial<ApprovalsQuestion> = {}) {
  const question = {
    digest: content,
    change: 'loosened' as const,
    governance: { now: two, before: two },
    authors: ['dana'],
  };
  const state = approvalsFor(log, { ...question, ...more });
  return {
    ...state,
    counted: state.counted.map(({ who }) => who),
    disregarded: state.disregarded.map(({ who, because }) => `${who}: ${because}`),
    rejections: state.rejections.map(({ who }) => who),
  };
}

test('enough approvals of different people are sufficient', () => {
  expect(ask(logOf(['approve', 'alice']))).toMatchObject({
    needed: 2,
    counted: ['alice'],
    missing: 1,
    sufficient: false,
  });
  expect(ask(logOf(['approve', 'alice'], ['approve', 'bob']))).toMatchObject({ missing: 0, sufficient: true });
});

test('who may still approve is named: neither authors nor those who have', () => {
  expect(ask(logOf(['approve', 'alice']), { authors: ['Carol <carol@example.org>'] }).approvers).toEqual(['bob']);
});

describe('an approval does not count', () => {
  test.each([
    ['of the one who made the change', logOf(['approve', 'Bob <bob@example.org>']), 'own-change', ['dana', 'bob']],
    ['of somebody who is not among the approvers', logOf(['approve', 'mallory']), 'not-an-approver', ['dana']],
    ['of what the rule set was before an edit', logOf(['approve', 'bob', other]), 'stale', ['dana']],
    ['that was taken back', logOf(['approve', 'bob'], ['reject', 'Bob <bob@example.org>']), 'withdrawn', ['dana']],
  ])('%s', (_, log, because, authors) => {
    const state = ask(log, { authors });
    expect(state.disregarded).toEqual([`${log[0]?.who ?? ''}: ${because}`]);
    expect(state).toMatchObject({ counted: [], missing: 2, sufficient: false });
  });

  test('a second time, also not from another address of the same approver', () => {
    const state = ask(logOf(['approve', 'alice <alice@example.org>'], ['approve', 'alice <alice@home.example>']));
    expect(state.disregarded).toEqual(['alice <alice@home.example>: duplicate']);
    expect(state.missing).toBe(1);
  });

  test('with a signature that does not hold', () => {
    expect(ask(logOf(['approve', 'bob']), { badlySigned: new Set([1]) }).disregarded).toEqual(['bob: bad-signature']);
  });

  test('that was given before the last release, or before a rollback', () => {
    for (const kind of ['release', 'rollback'] as const) {
      expect(ask(logOf(['approve', 'alice'], [kind, 'dana', other], ['approve', 'bob']))).toMatchObject({
        counted: ['bob'],
        disregarded: [],
      });
    }
  });
});

test('whoever approves again after an edit has left nothing open', () => {
  const state = ask(logOf(['approve', 'alice', other], ['approve', 'alice'], ['approve', 'bob']));
  expect(state).toMatchObject({ counted: ['alice', 'bob'], disregarded: [], sufficient: true });
});

test('whoever takes an approval back may give it again', () => {
  const log = logOf(['approve', 'alice'], ['reject', 'alice'], ['approve', 'alice'], ['approve', 'bob']);
  expect(ask(log)).toMatchObject({ counted: ['alice', 'bob'], rejections: [], sufficient: true });
});

test('a rejection stands in the way, however many approve', () => {
  const log = logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'carol']);
  expect(ask(log)).toMatchObject({ missing: 0, rejections: ['carol'], sufficient: false });
  expect(ask(logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'carol', other])).sufficient).toBe(true);
  expect(ask(logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'mallory'])).sufficient).toBe(true);
});

describe('how many approvals are needed', () => {
  test.each<[ChangeToApprove, Governance['requiredApprovals'], number]>([
    ['loosened', { loosening: 2, other: 1 }, 2],
    ['tightened', { loosening: 2, other: 1 }, 1],
    ['tightened', { tightening: 3, other: 1 }, 3],
    ['rerouted', { loosening: 2, other: 1 }, 1],
    ['equivalent', { loosening: 2, other: 1 }, 1],
    ['first', { loosening: 2, other: 1 }, 1],
    ['unknown', { loosening: 2, other: 1 }, 2],
    ['unknown', { tightening: 3, other: 1 }, 3],
    ['loosened', { other: 1 }, 1],
    ['loosened', {}, 0],
    ['equivalent', undefined, 0],
  ])('%s under %j: %i', (change, requiredApprovals, needed) => {
    expect(neededFor(change, requiredApprovals && { requiredApprovals })).toBe(needed);
  });

  test('a change does not lower what it has to pass itself, nor choose who approves it', () => {
    const governance = { now: { approvers: ['mallory'] }, before: two };
    const state = ask(logOf(['approve', 'mallory']), { governance });
    expect(state).toMatchObject({ needed: 2, missing: 2, disregarded: ['mallory: not-an-approver'] });
  });

  test('a change that asks for more approvals needs them at once', () => {
    expect(ask([], { governance: { now: two, before: undefined } }).needed).toBe(2);
  });
});
