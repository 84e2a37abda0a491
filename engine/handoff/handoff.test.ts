import { expect, test } from 'vitest';
import { isEndState, type Target } from '../model/rule-set.ts';
import { advance, happen, isOver, requestHandoff, type Handoff } from './handoff.ts';
import { isOpen } from './opening-hours.ts';

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

test.each([
  ['2026-03-02T07:59:00Z', false],
  ['2026-03-02T08:00:00Z', true],
  ['2026-03-02T16:59:59Z', true],
  ['2026-03-02T17:00:00Z', false],
  ['2026-07-06T07:00:00Z', true],
  ['2026-03-03T10:00:00Z', false],
])('Berlin, Mondays from 9 to 18, at %s: %s', (at, open) => {
  expect(isOpen({ timezone: 'Europe/Berlin', days: ['mon'], from: '09:00', until: '18:00' }, Date.parse(at))).toBe(
    open,
  );
});

test.each([
  ['2026-03-02T22:30:00Z', true],
  ['2026-03-03T05:59:00Z', true],
  ['2026-03-03T06:00:00Z', false],
  ['2026-03-03T22:30:00Z', false],
])('a night shift that begins on Mondays, at %s: %s', (at, open) => {
  expect(isOpen({ timezone: 'UTC', days: ['mon'], from: '22:00', until: '06:00' }, Date.parse(at))).toBe(open);
});

test('a target with an unknown time zone is closed', () => {
  expect(isOpen({ timezone: 'Mars/Olympus', days: ['mon'], from: '00:00', until: '24:00' }, start)).toBe(false);
});
