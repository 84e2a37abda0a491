import { expect, test } from 'vitest';
import { handoffChanges } from '../../engine/diff/handoffs/handoff-changes.ts';
import type { RuleSet, Target } from '../../engine/model/rule-set.ts';
import { fitting, laneOf, rowsOf, type TimeLabel } from './lane.ts';
import { timeScale } from './time-scale.ts';

const targets: Record<string, Target> = {
  desk: {
    kind: 'human',
    acknowledgeWithin: '10m',
    remindAfter: '5m',
    onTimeout: 'lead',
    also: { target: 'bot', after: '5m' },
  },
  lead: { kind: 'human', acknowledgeWithin: '10m' },
  night: { kind: 'human' },
  bot: { kind: 'human' },
};

/** The lanes of a handoff to `desk` before and after a change of targets. */
function lanes(change: Record<string, Target>) {
  const ruleSet = (more: Record<string, Target>): RuleSet => ({
    escalation: 2,
    name: 'oversight',
    version: '1.0.0',
    targets: { ...targets, ...more },
    rules: [{ id: 'large', when: true, decide: 'escalate', to: 'desk' }],
  });
  const found = handoffChanges(ruleSet({}), ruleSet(change)).find(({ target }) => target === 'desk');
  const [before, after] = [found?.before.unanswered, found?.after.unanswered];
  if (before === undefined || after === undefined) throw new Error('There is no change.');
  const scale = timeScale([before, after]);
  return { before: laneOf(before, after, scale), after: laneOf(after, before, scale) };
}

test('a target has the handoff from its request to the next one, or to the end', () => {
  const { before, after } = lanes({ desk: { ...(targets['desk'] as Target), acknowledgeWithin: '30m' } });
  expect(before.held).toEqual([
    { target: 'desk', from: 0, until: 0.25, isOpen: false, mark: 'changed' },
    { target: 'lead', from: 0.25, until: 0.5, isOpen: false, mark: 'same' },
  ]);
  expect(after.held.map(({ until, mark }) => [until, mark])).toEqual([
    [0.75, 'changed'],
    [1, 'same'],
  ]);
  expect(before.end).toMatchObject({ at: 0.5, step: { end: 'pause', mark: 'shifted' } });
});

test('reminders and joining targets are events, and each time has one label', () => {
  const { after } = lanes({ desk: { ...(targets['desk'] as Target), acknowledgeWithin: '30m' } });
  expect(after.events.map(({ step }) => `${step.what} ${step.target}`)).toEqual(['joined bot', 'reminded desk']);
  expect(after.times.map(({ text, isMarked }) => [text, isMarked])).toEqual([
    ['+5m', false],
    ['+30m', true],
    ['+40m', false],
  ]);
});

test('a target that waits for ever has the handoff to the right margin', () => {
  const { before, after } = lanes({ desk: { ...(targets['desk'] as Target), onTimeout: 'night' } });
  expect(before.held.at(-1)).toMatchObject({ target: 'lead', mark: 'only', isOpen: false });
  expect(after.held.at(-1)).toMatchObject({ target: 'night', mark: 'only', until: 1, isOpen: true });
  expect([after.end, after.then]).toEqual([null, { text: 'waits for ever', isMarked: true }]);
  const waiting = lanes({ lead: { kind: 'human' } });
  expect(waiting.after.held.at(-1)).toMatchObject({ target: 'lead', mark: 'changed', isOpen: true });
});

test('events that would overlap are in different rows', () => {
  const { events } = lanes({ desk: { ...(targets['desk'] as Target), acknowledgeWithin: '30m' } }).after;
  expect(rowsOf(events, 800).map(row => row.map(({ step }) => step.what))).toEqual([['joined'], ['reminded']]);
  const later = lanes({ desk: { ...(targets['desk'] as Target), remindAfter: '9m' } }).after.events;
  expect(rowsOf(later, 800).map(row => row.map(({ step }) => step.what))).toEqual([['joined', 'reminded']]);
  expect(rowsOf(later, 80)).toHaveLength(2);
});

test('where labels would overlap, those of changes are shown first, then those of turns', () => {
  const label = (text: string, at: number, more: Partial<TimeLabel> = {}): TimeLabel => ({
    ...{ at, text, isMarked: false, isTurn: false },
    ...more,
  });
  const labels = [label('+2m', 0.1), label('+3m', 0.12, { isTurn: true }), label('+9m', 0.9)];
  expect(fitting(labels, 400).map(({ text }) => text)).toEqual(['+3m', '+9m']);
  expect(fitting(labels, 4000).map(({ text }) => text)).toEqual(['+2m', '+3m', '+9m']);
  expect(fitting([...labels, label('+4m', 0.13, { isMarked: true })], 400).map(({ text }) => text)).toEqual([
    '+9m',
    '+4m',
  ]);
});
