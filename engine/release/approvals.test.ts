import { describe, expect, test } from 'vitest';
import { neededFor, type ChangeToApprove } from '../diff/required-approvals.ts';
import type { Governance } from '../model/rule-set.ts';
import { approvalsFor, type ApprovalsQuestion } from './approvals.ts';
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

/** The log with signatures on some entries. Their check results are part of the question. */
function signedBy(log: readonly LogEntry[], ...sequences: number[]): LogEntry[] {
  return log.map(entry => (sequences.includes(entry.sequence) ? { ...entry, signature: 'armoured' } : entry));
}

const two: Governance = { requiredApprovals: { loosening: 2, other: 1 }, approvers: ['alice', 'bob', 'carol'] };

interface Asked extends Partial<Omit<ApprovalsQuestion, 'authors'>> {
  /** The authors of the commits that changed the rules. */
  authors?: readonly string[];
}

function ask(log: readonly LogEntry[], { authors = ['dana'], ...more }: Asked = {}) {
  const state = approvalsFor(log, {
    digest: content,
    change: 'loosened',
    governance: { now: two, before: two },
    authors: authors.map(who => ({ who, because: 'changed', commit: 'c0ffee' })),
    ...more,
  });
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

test('those who may still approve are neither authors nor have approved yet', () => {
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

  test('if the same approver has approved before, also from another address', () => {
    const state = ask(logOf(['approve', 'alice <alice@example.org>'], ['approve', 'alice <alice@home.example>']));
    expect(state.disregarded).toEqual(['alice <alice@home.example>: duplicate']);
    expect(state.missing).toBe(1);
  });

  test('if its signature is invalid', () => {
    const signatures = new Map([[1, { problem: 'It does not hold.' }]]);
    expect(ask(signedBy(logOf(['approve', 'bob']), 1), { signatures }).disregarded).toEqual(['bob: bad-signature']);
  });

  test('if it was given before the last release or rollback', () => {
    for (const kind of ['release', 'rollback'] as const) {
      expect(ask(logOf(['approve', 'alice'], [kind, 'dana', other], ['approve', 'bob']))).toMatchObject({
        counted: ['bob'],
        disregarded: [],
      });
    }
  });
});

describe('a person counts once', () => {
  const anybody: Governance = { requiredApprovals: { loosening: 2 } };
  const governance = { now: anybody, before: anybody };

  test.each([
    ['one name from two addresses', 'Alice <alice@example.org>', 'Alice <alice@elsewhere.example>'],
    ['one address under two names', 'Alice <alice@example.org>', 'A. Example <alice@example.org>'],
    ['a name in another case and spacing', 'Alice Example <a@x.example>', 'alice  EXAMPLE <b@x.example>'],
    ['a name with an invisible character', 'Alice <a@x.example>', 'Al\u200Bice <b@x.example>'],
    ['a name in another normal form', 'Jos\u00e9 <a@x.example>', 'Jose\u0301 <b@x.example>'],
    ['a name in full-width letters', 'Alice <a@x.example>', '\uFF21lice <b@x.example>'],
    ['a tagged address', 'Alice <alice@example.org>', 'Ally <alice+second@example.org>'],
    ['a name alone', 'Alice <alice@example.org>', 'alice'],
  ])('%s', (_, first, second) => {
    expect(ask(logOf(['approve', first], ['approve', second]), { governance })).toMatchObject({
      counted: [first],
      disregarded: [`${second}: duplicate`],
      missing: 1,
    });
    expect(ask(logOf(['approve', second]), { governance, authors: [first] })).toMatchObject({
      counted: [],
      disregarded: [`${second}: own-change`],
    });
  });

  test('two people without names and with different addresses count as two', () => {
    const log = logOf(['approve', '<alice@example.org>'], ['approve', '<bob@example.org>']);
    expect(ask(log, { governance })).toMatchObject({ missing: 0, sufficient: true });
  });

  test('one key with two principals is one person', () => {
    const log = signedBy(logOf(['approve', 'A <a@x.example>'], ['approve', 'B <b@x.example>']), 1, 2);
    const signatures = new Map([1, 2].map(each => [each, { principal: `${each}@x.example`, key: 'SHA256:same' }]));
    expect(ask(log, { governance, signatures }).disregarded).toEqual(['B <b@x.example>: duplicate']);
  });
});

describe('with checked signatures', () => {
  const governance = { now: undefined, before: { ...two, approvers: ['alice', 'bob@example.org', 'Carol Example'] } };
  const approvedAs = (who: string, principal: string) =>
    ask(signedBy(logOf(['approve', who]), 1), {
      governance,
      signatures: new Map([[1, { principal, key: 'SHA256:one' }]]),
    });

  test.each([
    ['the part of an address before the @', 'alice <alice@evil.example>', 'alice@evil.example'],
    ['the name that somebody gives', 'Carol Example <m@evil.example>', 'm@evil.example'],
    ['an address of the same name elsewhere', 'bob <bob@evil.example>', 'bob@evil.example'],
  ])('%s makes nobody an approver', (_, who, principal) => {
    expect(approvedAs(who, principal).disregarded).toEqual([`${who}: not-an-approver`]);
  });

  test('the address proved by the signature counts', () => {
    expect(approvedAs('Robert <Bob@example.org>', 'Bob@example.org').counted).toEqual(['Robert <Bob@example.org>']);
  });

  test('the author of a change cannot approve it under another name', () => {
    const log = signedBy(logOf(['approve', 'Nobody <bob@example.org>']), 1);
    const signatures = new Map([[1, { principal: 'bob@example.org', key: 'SHA256:one' }]]);
    expect(ask(log, { governance, signatures, authors: ['Bob <bob@example.org>'] }).disregarded).toEqual([
      'Nobody <bob@example.org>: own-change',
    ]);
  });
});

describe('required signatures', () => {
  const required: Governance = { requiredApprovals: { loosening: 1 }, signatures: 'required' };
  const bob = { principal: 'bob@example.org', key: 'SHA256:bob' };

  test.each([
    ['by the change', { now: required, before: undefined }],
    ['by the last release', { now: { requiredApprovals: { loosening: 1 } }, before: required }],
  ])('%s: an approval without one does not count', (_, governance) => {
    expect(ask(logOf(['approve', 'bob']), { governance, signatures: new Map() }).disregarded).toEqual([
      'bob: unsigned',
    ]);
    // An unchecked signature does not count.
    expect(ask(signedBy(logOf(['approve', 'bob']), 1), { governance }).disregarded).toEqual(['bob: unsigned']);
    const signed = signedBy(logOf(['approve', 'Bob <bob@example.org>']), 1);
    expect(ask(signed, { governance, signatures: new Map([[1, bob]]) })).toMatchObject({ sufficient: true });
  });
});

test('nobody may approve if the list of approvers is empty', () => {
  const nobody: Governance = { ...two, approvers: [] };
  for (const governance of [
    { now: nobody, before: undefined },
    { now: two, before: nobody },
  ])
    expect(ask(logOf(['approve', 'alice']), { governance })).toMatchObject({
      disregarded: ['alice: not-an-approver'],
      anybodyMayApprove: false,
      approvers: [],
    });
});

test('people who rolled back since the last release are authors', () => {
  const log = logOf(['rollback', 'Alice <alice@example.org>'], ['approve', 'alice'], ['approve', 'bob']);
  expect(ask(log)).toMatchObject({ counted: ['bob'], disregarded: ['alice: own-change'] });
  const before = logOf(['rollback', 'alice'], ['release', 'dana'], ['approve', 'alice']);
  expect(ask(before).counted).toEqual(['alice']);
});

describe('a rejection under required signatures', () => {
  const required: Governance = { ...two, approvers: ['alice@example.org', 'bob@example.org'], signatures: 'required' };
  const governance = { now: required, before: required };
  const [alice, bob] = ['Alice <alice@example.org>', 'Bob <bob@example.org>'];
  const proves = (name: string) => ({ principal: `${name}@example.org`, key: `SHA256:${name}` });
  const approved = new Map<number, ReturnType<typeof proves> | { problem: string }>([
    [1, proves('alice')],
    [2, proves('bob')],
  ]);
  const log = logOf(['approve', alice], ['approve', bob], ['reject', alice]);

  test('does not count without one', () => {
    expect(ask(signedBy(log, 1, 2), { governance, signatures: approved })).toMatchObject({
      counted: [alice, bob],
      disregarded: [`${alice}: unsigned`],
      rejections: [],
      sufficient: true,
    });
  });

  test('does not count with an invalid one', () => {
    const signatures = new Map(approved).set(3, { problem: 'It does not hold.' });
    expect(ask(signedBy(log, 1, 2, 3), { governance, signatures })).toMatchObject({
      disregarded: [`${alice}: bad-signature`],
      sufficient: true,
    });
  });

  test('counts if it is signed, even if the signature was not checked', () => {
    const signatures = new Map(approved).set(3, proves('alice'));
    expect(ask(signedBy(log, 1, 2, 3), { governance, signatures })).toMatchObject({
      counted: [bob],
      disregarded: [`${alice}: withdrawn`],
      rejections: [alice],
    });
    expect(ask(signedBy(log, 1, 2, 3), { governance }).rejections).toEqual([alice]);
  });
});

test('a rejection with an invalid signature blocks like an unsigned one if none is required', () => {
  const log = signedBy(logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'carol']), 3);
  const signatures = new Map([[3, { problem: 'It does not hold.' }]]);
  expect(ask(log, { signatures })).toMatchObject({ rejections: ['carol'], sufficient: false });
});

test('a rejection by someone who may not approve does not count and is reported', () => {
  expect(ask(logOf(['reject', 'mallory']))).toMatchObject({
    rejections: [],
    disregarded: ['mallory: not-an-approver'],
  });
});

test('a rejection lasts through rollbacks and releases until it is withdrawn', () => {
  const log = logOf(['reject', 'carol'], ['rollback', 'dana', other], ['release', 'dana', other]);
  expect(ask(log).rejections).toEqual(['carol']);
  const approves = (who: string) => sealed(chained({ ...(log[0] as LogEntry), kind: 'approve', who }, log));
  expect(ask([...log, approves('alice')]).rejections).toEqual(['carol']);
  expect(ask([...log, approves('carol')])).toMatchObject({ rejections: [], counted: ['carol'] });
});

describe('a rejection is withdrawn by its author', () => {
  const anybody: Governance = { requiredApprovals: { loosening: 0 } };
  const governance = { now: anybody, before: anybody };

  test('not by someone with the same name', () => {
    const log = logOf(['reject', 'Alice <alice@example.org>'], ['approve', 'Alice <mallory@evil.example>']);
    expect(ask(log, { governance }).rejections).toEqual(['Alice <alice@example.org>']);
  });

  test('not without a signature if it was signed', () => {
    const who = 'Alice <alice@example.org>';
    const log = signedBy(logOf(['reject', who], ['approve', who]), 1);
    const signatures = new Map([[1, { principal: 'alice@example.org', key: 'SHA256:alice' }]]);
    expect(ask(log, { governance, signatures }).rejections).toEqual([who]);
  });
});

test('approvals are not sufficient if the authors of a change are unknown', () => {
  const log = logOf(['approve', 'alice'], ['approve', 'bob']);
  expect(ask(log, { unknownAuthors: 'A shallow clone.' })).toMatchObject({ missing: 0, sufficient: false });
  const none = { now: undefined, before: undefined };
  expect(ask([], { unknownAuthors: 'A shallow clone.', governance: none })).toMatchObject({ sufficient: true });
});

test('a stale approval is not reported if the same person has approved again', () => {
  const state = ask(logOf(['approve', 'alice', other], ['approve', 'alice'], ['approve', 'bob']));
  expect(state).toMatchObject({ counted: ['alice', 'bob'], disregarded: [], sufficient: true });
});

test('a withdrawn approval can be given again', () => {
  const log = logOf(['approve', 'alice'], ['reject', 'alice'], ['approve', 'alice'], ['approve', 'bob']);
  expect(ask(log)).toMatchObject({ counted: ['alice', 'bob'], rejections: [], sufficient: true });
});

test('a rejection blocks the release, however many approve', () => {
  const log = logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'carol']);
  expect(ask(log)).toMatchObject({ missing: 0, rejections: ['carol'], sufficient: false });
  expect(ask(logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'carol', other])).sufficient).toBe(true);
  expect(ask(logOf(['approve', 'alice'], ['approve', 'bob'], ['reject', 'mallory'])).sufficient).toBe(true);
});

describe('the number of approvals needed', () => {
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

  test('a change can neither lower its own requirements nor choose its approvers', () => {
    const governance = { now: { approvers: ['mallory'] }, before: two };
    const state = ask(logOf(['approve', 'mallory']), { governance });
    expect(state).toMatchObject({ needed: 2, missing: 2, disregarded: ['mallory: not-an-approver'] });
  });

  test('a change that requires more approvals needs them itself', () => {
    expect(ask([], { governance: { now: two, before: undefined } }).needed).toBe(2);
  });
});
