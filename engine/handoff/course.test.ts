import { expect, test } from 'vitest';
import type { Fallbacks, Target } from '../model/rule-set.ts';
import { type Course, courseOf, type TargetResponse } from './course.ts';

const minute = 60_000;
const open = { timezone: 'UTC', days: ['mon' as const], from: '09:00', until: '17:00' };

const targets: Record<string, Target> = {
  desk: {
    kind: 'human',
    acknowledgeWithin: '5m',
    resolveWithin: '2h',
    remindAfter: '2m',
    onTimeout: 'on-call',
    onUnavailable: 'lead',
  },
  'on-call': { kind: 'human', acknowledgeWithin: '15m', remindAfter: '15m', onTimeout: 'stop', hours: open },
  lead: { kind: 'human', remindAfter: '1h' },
  approvers: {
    kind: 'human',
    resolveWithin: '15m',
    approvals: 2,
    also: { target: 'lead', after: '7m' },
    onTimeout: 'first',
  },
  first: { kind: 'human', acknowledgeWithin: '30m', onTimeout: 'second', rounds: 2 },
  second: { kind: 'human', acknowledgeWithin: '30m', onTimeout: 'first' },
  ping: { kind: 'agent', acknowledgeWithin: '1m', onTimeout: 'pong' },
  pong: { kind: 'agent', acknowledgeWithin: '1m', onTimeout: 'ping' },
};

/** `+5 requested on-call (acknowledge)`, with times in minutes. */
function brief({ steps, then }: Course): string[] {
  const lines = steps.map(step => {
    const missed = 'missed' in step && step.missed !== null ? ` (${step.missed})` : '';
    const round = step.what === 'requested' && step.round !== null ? `, round ${step.round}` : '';
    const end = step.what === 'ended' ? ` ${step.end} by ${step.because}` : '';
    return `+${step.at / minute} ${step.what} ${step.target}${end}${missed}${round}`;
  });
  return [...lines, then];
}

const play = (to: string, fallbacks: Fallbacks = {}, response: TargetResponse = 'none') =>
  brief(courseOf(targets, { to, fallbacks }, response));

test('each target in turn is asked, reminded, and loses the handoff at its deadline', () => {
  expect(play('desk')).toEqual([
    '+0 requested desk',
    '+2 reminded desk',
    '+5 requested on-call (acknowledge)',
    '+20 ended on-call stop by timeout (acknowledge)',
    'over',
  ]);
});

test('the fallbacks of a rule replace those of the first target', () => {
  expect(play('desk', { onTimeout: 'deny' })).toEqual([
    '+0 requested desk',
    '+2 reminded desk',
    '+5 ended desk deny by timeout (acknowledge)',
    'over',
  ]);
});

test('a target without a deadline is waited for', () => {
  expect(play('lead')).toEqual(['+0 requested lead', '+60 reminded lead', 'waits']);
});

test('a second target joins, and a target that is asked again begins the next round', () => {
  expect(play('approvers')).toEqual([
    '+0 requested approvers',
    '+7 joined lead',
    '+15 requested first (resolve), round 1',
    '+45 requested second (acknowledge)',
    '+75 requested first (acknowledge), round 2',
    '+105 requested second (acknowledge)',
    '+135 ended second pause by rounds (acknowledge)',
    'over',
  ]);
});

test('a loop without rounds ends the handoff', () => {
  expect(play('ping').at(-2)).toBe('+2 ended pong pause by loop (acknowledge)');
});

test('a target that acknowledges is not reminded, and has until its deadline to resolve the handoff', () => {
  expect(play('desk', {}, 'acknowledged')).toEqual([
    '+0 requested desk',
    '+0 acknowledged desk',
    '+120 requested on-call (resolve)',
    '+120 acknowledged on-call',
    'waits',
  ]);
  expect(play('approvers', {}, 'acknowledged').slice(0, 4)).toEqual([
    '+0 requested approvers',
    '+0 acknowledged approvers',
    '+7 joined lead',
    '+15 requested first (resolve), round 1',
  ]);
});

test('targets with opening hours are assumed to be open', () => {
  expect(courseOf(targets, { to: 'desk', fallbacks: {} }).assumedOpen).toEqual(['on-call']);
});

test('a course that is too long is not followed to its end', () => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, at): [string, Target] => [
      `t${at}`,
      { kind: 'human', acknowledgeWithin: '1m', onTimeout: `t${at + 1}` },
    ]),
  );
  const { steps, then } = courseOf(many, { to: 't0', fallbacks: {} });
  expect([steps.length, then]).toEqual([40, 'more']);
});
