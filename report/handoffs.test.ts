import { expect, test } from 'vitest';
import { courseOf, escalationPath, handoffChanges } from '../engine/index.ts';
import type { RuleSet, Target } from '../engine/model/rule-set.ts';
import { assumptionText, beginnersText, changedCourses, courseText, waysFrom, wayText } from './handoffs.ts';

const hours = { timezone: 'UTC', days: ['mon' as const], from: '09:00', until: '17:00' };
const targets: Record<string, Target> = {
  'fraud-desk': {
    kind: 'human',
    acknowledgeWithin: '5m',
    resolveWithin: '2h',
    remindAfter: '2m',
    onTimeout: 'on-call',
    onUnavailable: 'on-call',
    onReject: 'stop',
    also: { target: 'lead', after: '3m' },
    breaker: { failures: 2, within: '1h', cooldown: '1h', then: 'on-call' },
    hours,
  },
  'on-call': { kind: 'human', acknowledgeWithin: '15m', onTimeout: 'pause', hours },
  lead: { kind: 'human' },
  first: { kind: 'human', resolveWithin: '1h30m', onTimeout: 'first', rounds: 2 },
};
const course = (to: string) => courseOf(targets, { to, fallbacks: {} });

test.each([
  ['fraud-desk', 'asked → +2m reminded → +3m lead joins → +5m not taken: on-call → +20m pause'],
  ['lead', 'asked → waits for ever'],
  ['first', 'asked → +1h30m not resolved: first, round 2 → +3h pause, after the last round'],
])('the course of a handoff to %s', (to, text) => {
  expect(courseText(course(to))).toBe(text);
});

test('that targets take a handoff at once is not said of each', () => {
  expect(courseText(courseOf(targets, { to: 'fraud-desk', fallbacks: {} }, 'acknowledged'))).toBe(
    'asked → +3m lead joins → +2h not resolved: on-call → waits for ever',
  );
});

test('an assumption names the targets that have opening hours', () => {
  expect(assumptionText([course('fraud-desk'), course('on-call')])).toBe(
    'Assumes that fraud-desk and on-call are open.',
  );
  expect(assumptionText([course('lead')])).toBe('');
});

test('rules are listed as long as they are few', () => {
  const rules = ['a', 'b', 'c', 'd', 'e'].map(id => ({ id, version: 1 }));
  expect(beginnersText(rules.slice(0, 4))).toBe('begun by a@1, b@1, c@1 and d@1');
  expect(beginnersText(rules)).toBe('begun by a@1, b@1, c@1 and 2 other rules');
  expect(beginnersText([null])).toBe('begun by the default');
  expect(beginnersText([])).toBe('');
});

test('ways to the same place are one', () => {
  const { edges } = escalationPath(targets, { to: 'fraud-desk', fallbacks: {} });
  expect(waysFrom(edges, 'fraud-desk').map(({ to, edges: all }) => `${to}: ${all.map(wayText).join(', ')}`)).toEqual([
    'on-call: not taken for 5m, not resolved for 2h, unavailable, breaker open',
    'stop: rejected',
    'lead: joins after 3m',
  ]);
});

test('a target that joins and takes the handoff later is in two ways', () => {
  const { edges } = escalationPath(
    { desk: { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'lead', also: { target: 'lead', after: '0s' } } },
    { to: 'desk', fallbacks: {} },
  );
  expect(waysFrom(edges, 'desk').map(({ to, edges: all }) => `${to}: ${all.map(wayText).join(', ')}`)).toEqual([
    'lead: not taken for 5m',
    'pause: unavailable, rejected',
    'lead: joins at once',
  ]);
});

test('only the courses that differ are worth showing', () => {
  const ruleSet = (change: Partial<Target>): RuleSet => ({
    escalation: 2,
    name: 'refunds',
    version: '1.0.0',
    targets: { ...targets, 'on-call': { ...(targets['on-call'] as Target), ...change } },
    rules: [{ id: 'fraud', when: true, decide: 'escalate', to: 'fraud-desk' }],
  });
  const courses = (change: Partial<Target>) => handoffChanges(ruleSet({}), ruleSet(change)).map(changedCourses);
  expect(courses({ acknowledgeWithin: '20m' })).toEqual([['unanswered'], ['unanswered']]);
  expect(courses({ resolveWithin: '1h' })).toEqual([['unresolved'], ['unresolved']]);
  expect(courses({ onReject: 'stop' })).toEqual([[], []]);
});
