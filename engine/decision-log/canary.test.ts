import { expect, it } from 'vitest';
import { canarySession, isCanary } from './canary.ts';
import { readLoggedLine, readLogLine } from './log-line.ts';

const line = (session: string) =>
  JSON.stringify({ type: 'decision', id: '01JD', at: '2026-03-02T10:00:00Z', case: session, input: { amount: 1 } });

it('takes a decision about a call that nobody made for an event without an input', () => {
  expect(readLogLine(line(canarySession('1')))).toBe('event');
  expect(readLogLine(line('s-1'))).toMatchObject({ input: { amount: 1 } });
});

it('still reads it as an event', () => {
  const read = readLoggedLine(line(canarySession('1')));
  expect(read).toMatchObject({ kind: 'event', event: { type: 'decision' } });
  expect(isCanary({ case: canarySession('1') })).toBe(true);
  expect(isCanary({})).toBe(false);
});
