import { describe, expect, test } from 'vitest';
import { isEndState, type Target } from '../model/rule-set.ts';
import { advance, happen, requestHandoff } from './handoff.ts';
import { objectionTo } from './objection.ts';
import { isOver, type Handoff } from './state.ts';

const minute = 60_000;
const start = Date.parse('2026-03-02T10:00:00Z');

const targets = new Map<string, Target>([
  [
    'support',
    {
      kind: 'human',
      acknowledgeWithin: '15m',
      resolveWithin: '4h',
      onTimeout: 'lead',
      onUnavailable: 'agent',
      onReject: 'resume',
    },
  ],
  ['lead', { kind: 'human', acknowledgeWithin: '30m' }],
  ['agent', { kind: 'agent', acknowledgeWithin: '30s', onTimeout: 'stop' }],
  ['ping', { kind: 'agent', acknowledgeWithin: '1m', onTimeout: 'pong' }],
  ['pong', { kind: 'agent', acknowledgeWithin: '1m', onTimeout: 'ping' }],
  [
    'day-shift',
    {
      kind: 'human',
      hours: { timezone: 'Europe/Berlin', days: ['mon'], from: '09:00', until: '18:00' },
      onUnavailable: 'lead',
    },
  ],
]);

function brief({ state, to, because }: Handoff): unknown {
  return [state, to, because];
}

test('a target that does not acknowledge in time loses the handoff at the deadline', () => {
  const asked = requestHandoff(targets, 'support', start);
  expect(brief(advance(targets, asked, start + 15 * minute - 1))).toEqual(['requested', 'support', null]);
  const late = advance(targets, asked, start + 16 * minute);
  expect(brief(late)).toEqual(['handed-off', 'lead', 'timeout']);
  expect(late.requestedAt).toBe(start + 15 * minute);
});

test('several deadlines may pass in one step, and a chain without a last fallback ends paused', () => {
  const late = advance(targets, requestHandoff(targets, 'support', start), start + 60 * minute);
  expect(brief(late)).toEqual(['paused', 'lead', 'timeout']);
  expect(late.history.map(step => step.at - start)).toEqual([0, 15 * minute, 45 * minute]);
});

test('acknowledging stops the first deadline, not the second', () => {
  const taken = happen(targets, requestHandoff(targets, 'support', start), 'acknowledged', start + minute);
  expect(brief(advance(targets, taken, start + 239 * minute))).toEqual(['acknowledged', 'support', null]);
  expect(brief(advance(targets, taken, start + 240 * minute))).toEqual(['handed-off', 'lead', 'timeout']);
});

test('an answer after the deadline is too late for the target that missed it', () => {
  const asked = requestHandoff(targets, 'agent', start);
  expect(brief(happen(targets, asked, 'resolved', start + minute))).toEqual(['stopped', 'agent', 'timeout']);
});

test('a fallback can deny the action, which ends the handoff', () => {
  const denying = new Map<string, Target>([
    ['desk', { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'lead', onReject: 'deny' }],
    ['lead', { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'deny' }],
  ]);
  const asked = requestHandoff(denying, 'desk', start);
  const denied = advance(denying, asked, start + 10 * minute);
  expect(brief(denied)).toEqual(['denied', 'lead', 'timeout']);
  expect(isOver(denied)).toBe(true);
  expect(happen(denying, denied, 'acknowledged', start + 11 * minute)).toBe(denied);
  expect(brief(happen(denying, asked, 'rejected', start))).toEqual(['denied', 'desk', 'rejected']);
});

test('a target with the name `deny`, which version 1 allows, takes handoffs', () => {
  const named = new Map<string, Target>([
    ['desk', { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'deny' }],
    ['deny', { kind: 'human', acknowledgeWithin: '5m' }],
  ]);
  const late = advance(named, requestHandoff(named, 'desk', start), start + 5 * minute);
  expect(brief(late)).toEqual(['handed-off', 'deny', 'timeout']);
  expect(isEndState('stop', () => true)).toBe(true);
});

test('rejection, failure and unavailability lead to the declared fallbacks', () => {
  const asked = requestHandoff(targets, 'support', start);
  expect(brief(happen(targets, asked, 'rejected', start))).toEqual(['resumed', 'support', 'rejected']);
  expect(brief(happen(targets, asked, 'failed', start))).toEqual(['handed-off', 'agent', 'failed']);
  expect(brief(happen(targets, asked, 'unavailable', start))).toEqual(['handed-off', 'agent', 'unavailable']);
  expect(brief(happen(targets, asked, 'resolved', start))).toEqual(['resolved', 'support', null]);
});

test('a chain that returns to an earlier target pauses', () => {
  expect(brief(advance(targets, requestHandoff(targets, 'ping', start), start + 10 * minute))).toEqual([
    'paused',
    'pong',
    'loop',
  ]);
});

test('a closed target is skipped immediately', () => {
  expect(brief(requestHandoff(targets, 'day-shift', start))).toEqual(['requested', 'day-shift', null]);
  expect(brief(requestHandoff(targets, 'day-shift', Date.parse('2026-03-02T17:00:00Z')))).toEqual([
    'handed-off',
    'lead',
    'unavailable',
  ]);
});

function seen({ state, to, because, joined, unavailable, approvals }: Handoff): unknown {
  return { state, to, because, joined, unavailable, approvals };
}

describe('approvals', () => {
  const quorum = new Map<string, Target>([
    [
      'board',
      {
        kind: 'human',
        acknowledgeWithin: '5m',
        resolveWithin: '20m',
        approvals: 2,
        onReject: 'deny',
        onTimeout: 'chair',
      },
    ],
    ['chair', { kind: 'human', approvals: 2 }],
  ]);
  const asked = requestHandoff(quorum, 'board', start);
  const one = happen(quorum, asked, 'approved', start + minute, { by: 'ann' });

  test('one of two acknowledges the handoff, and two different people resolve it', () => {
    expect(one).toMatchObject({ state: 'acknowledged', approvals: ['ann'], approvalsNeeded: 2 });
    expect(happen(quorum, one, 'approved', start + 2 * minute, { by: 'ann' })).toMatchObject({ approvals: ['ann'] });
    const two = happen(quorum, one, 'approved', start + 2 * minute, { by: 'ben' });
    expect(two).toMatchObject({ state: 'resolved', approvals: ['ann', 'ben'] });
    expect(two.history.map(({ by }) => by)).toEqual([null, 'ann', 'ben']);
  });

  test('one rejection is enough, after any approval', () => {
    expect(brief(happen(quorum, one, 'rejected', start + minute, { by: 'ann' }))).toEqual([
      'denied',
      'board',
      'rejected',
    ]);
  });

  test('an approval of nobody, and an answer that is none, change nothing', () => {
    expect(happen(quorum, asked, 'approved', start + minute)).toMatchObject({ state: 'requested', approvals: [] });
    expect(happen(quorum, asked, 'resolved', start + minute, { by: 'ann' })).toMatchObject({ state: 'requested' });
    expect(objectionTo(asked, 'approved', {})).toBe('2 different people must approve; say in `by` who does');
  });

  test('the deadline covers all of them, and the next target begins with none', () => {
    expect(advance(quorum, one, start + 20 * minute - 1)).toMatchObject({ state: 'acknowledged' });
    const next = advance(quorum, one, start + 20 * minute);
    expect(next).toMatchObject({ state: 'handed-off', to: 'chair', because: 'timeout', approvals: [] });
    expect(happen(quorum, next, 'approved', start + 21 * minute, { by: 'ben' })).toMatchObject({
      state: 'acknowledged',
    });
  });

  test('where one answer is enough, anybody can approve', () => {
    const approved = happen(targets, requestHandoff(targets, 'lead', start), 'approved', start);
    expect(brief(approved)).toEqual(['resolved', 'lead', null]);
  });
});

describe('a second target', () => {
  const shift = { timezone: 'UTC', days: ['mon' as const], from: '09:00', until: '10:05' };
  const pair = new Map<string, Target>([
    [
      'desk',
      {
        kind: 'human',
        acknowledgeWithin: '15m',
        onTimeout: 'deny',
        onUnavailable: 'stop',
        also: { target: 'boss', after: '7m30s' },
      },
    ],
    [
      'boss',
      {
        kind: 'human',
        acknowledgeWithin: '1m',
        onTimeout: 'resume',
        onReject: 'resume',
        also: { target: 'desk', after: '0s' },
      },
    ],
    ['closing', { kind: 'human', hours: shift, onUnavailable: 'stop', also: { target: 'boss', after: '0s' } }],
    ['late', { kind: 'human', also: { target: 'closing', after: '10m' } }],
  ]);
  const joined = advance(pair, requestHandoff(pair, 'desk', start), start + 8 * minute);

  test('joins at its time; the deadlines and fallbacks of the first remain', () => {
    expect(advance(pair, requestHandoff(pair, 'desk', start), start + 7 * minute)).toMatchObject({ joined: [] });
    expect(seen(joined)).toMatchObject({ state: 'requested', to: 'desk', joined: ['boss'], unavailable: [] });
    expect(joined.history.at(-1)?.at).toBe(start + 7.5 * minute);
    expect(brief(advance(pair, joined, start + 15 * minute))).toEqual(['denied', 'desk', 'timeout']);
    expect(brief(happen(pair, joined, 'rejected', start + 9 * minute, { target: 'boss' }))).toEqual([
      'paused',
      'desk',
      'rejected',
    ]);
  });

  test('either resolves it', () => {
    for (const target of ['desk', 'boss', undefined])
      expect(brief(happen(pair, joined, 'resolved', start + 9 * minute, { target }))).toEqual([
        'resolved',
        'desk',
        null,
      ]);
  });

  test('if one is not available, the other keeps it; if neither is, the fallback applies', () => {
    const alone = happen(pair, joined, 'unavailable', start + 9 * minute, { target: 'desk' });
    expect(seen(alone)).toMatchObject({ state: 'requested', to: 'desk', joined: ['boss'], unavailable: ['desk'] });
    expect(brief(happen(pair, alone, 'failed', start + 9 * minute))).toEqual(['stopped', 'desk', 'failed']);
    expect(objectionTo(alone, 'acknowledged', { target: 'desk' })).toBe('`desk` does not have the handoff; `boss` has');
    expect(happen(pair, joined, 'unavailable', start + 9 * minute)).toMatchObject({ unavailable: [] });
  });

  test('if the only one that took it leaves, the deadline to acknowledge counts again', () => {
    const taken = happen(pair, joined, 'acknowledged', start + 9 * minute, { target: 'boss' });
    expect(advance(pair, taken, start + 60 * minute)).toMatchObject({ state: 'acknowledged' });
    const early = happen(pair, taken, 'failed', start + 10 * minute, { target: 'boss' });
    expect(seen(early)).toMatchObject({ state: 'requested', unavailable: ['boss'] });
    const late = happen(pair, taken, 'failed', start + 20 * minute, { target: 'boss' });
    expect(brief(late)).toEqual(['denied', 'desk', 'timeout']);
    expect(late.history.at(-1)?.at).toBe(start + 20 * minute);
  });

  test('one that is closed does not join; one that joins at once keeps what a closed target cannot take', () => {
    const late = advance(pair, requestHandoff(pair, 'late', start), start + 11 * minute);
    expect(seen(late)).toMatchObject({ to: 'late', joined: [], unavailable: ['closing'] });
    const closed = requestHandoff(pair, 'closing', start + 10 * minute);
    expect(seen(closed)).toMatchObject({ state: 'requested', joined: ['boss'], unavailable: ['closing'] });
  });
});

describe('rounds', () => {
  const policy = new Map<string, Target>([
    ['level-1', { kind: 'human', acknowledgeWithin: '30m', onTimeout: 'level-2', rounds: 3 }],
    ['level-2', { kind: 'human', acknowledgeWithin: '30m', onTimeout: 'level-1' }],
  ]);

  test('a chain comes round as often as they say, and then pauses', () => {
    const late = advance(policy, requestHandoff(policy, 'level-1', start), start + 600 * minute);
    expect(brief(late)).toEqual(['paused', 'level-2', 'rounds']);
    expect(late.history.map(({ to }) => to)).toEqual([
      ...['level-1', 'level-2', 'level-1', 'level-2', 'level-1', 'level-2'],
      'level-2',
    ]);
    expect(late.history.at(-1)?.at).toBe(start + 180 * minute);
  });

  test('long chains of closed targets end, with many rounds', () => {
    const never = { timezone: 'UTC', days: ['sun' as const], from: '09:00', until: '10:00' };
    const chain = new Map<string, Target>(
      Array.from({ length: 2000 }, (_, index) => [
        `t${index}`,
        { kind: 'human', hours: never, onUnavailable: `t${(index + 1) % 2000}`, ...(index === 0 ? { rounds: 5 } : {}) },
      ]),
    );
    const { because, history } = requestHandoff(chain, 't0', start);
    expect([because, history.length]).toEqual(['rounds', 10_001]);
  });
});

describe('the fallbacks of a rule', () => {
  const lines = new Map<string, Target>([
    ['desk', { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'lead', onReject: 'resume', rounds: 2 }],
    ['lead', { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'desk' }],
  ]);

  test('replace those of its target, in each round, and no others', () => {
    const denying = requestHandoff(lines, 'desk', start, { onTimeout: 'deny' });
    expect(brief(advance(lines, denying, start + 5 * minute))).toEqual(['denied', 'desk', 'timeout']);
    expect(brief(happen(lines, denying, 'rejected', start))).toEqual(['resumed', 'desk', 'rejected']);
    const rejecting = advance(lines, requestHandoff(lines, 'desk', start, { onReject: 'stop' }), start + 11 * minute);
    expect(brief(rejecting)).toEqual(['handed-off', 'desk', 'timeout']);
    expect(brief(happen(lines, rejecting, 'rejected', start + 12 * minute))).toEqual(['stopped', 'desk', 'rejected']);
    const fromLead = advance(lines, requestHandoff(lines, 'lead', start, { onReject: 'stop' }), start + 6 * minute);
    expect(brief(happen(lines, fromLead, 'rejected', start + 7 * minute))).toEqual(['resumed', 'desk', 'rejected']);
  });
});
