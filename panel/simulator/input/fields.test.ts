import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../engine/model/rule-set.ts';
import { controlFor, fieldState, settableStates, type FieldState } from './fields.ts';

describe('controlFor', () => {
  it.each<[Signal, string]>([
    [{ type: 'number' }, 'number'],
    [{ type: 'integer', enum: [1, 2] }, 'choice'],
    [{ type: 'string', enum: ['a'] }, 'choice'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'string' }, 'text'],
    [{ type: 'string', format: 'duration' }, 'text'],
    [{ type: 'array', items: { type: 'string', enum: ['a'] } }, 'set'],
    [{ type: 'array', items: { type: 'integer' } }, 'list'],
    [{ type: 'array' }, 'list'],
  ])('%j', (signal, kind) => expect(controlFor(signal).kind).toBe(kind));
});

describe('fieldState', () => {
  const missing = [
    { signal: 'age', cause: 'stale' as const, detail: '12 min old, at most 5m' },
    { signal: 'gone', cause: 'absent' as const, required: true as const },
  ];

  it('knows absent and null from the input, before the decision is there', () => {
    expect(fieldState('customer.tier', { customer: {} }, [])).toMatchObject({ state: 'absent' });
    expect(fieldState('a', { a: null }, [])).toMatchObject({ state: 'null' });
    expect(fieldState('gone', {}, missing)).toMatchObject({ state: 'absent', required: true });
  });

  it('takes states that depend on the schema or the clock from the decision', () => {
    expect(fieldState('age', { age: 1 }, missing)).toMatchObject({ state: 'stale', detail: '12 min old, at most 5m' });
    expect(fieldState('other', { other: 1 }, missing)).toEqual({ state: 'given' });
    expect(fieldState('gone', { gone: 1 }, missing)).toEqual({ state: 'given' });
  });
});

const absent: FieldState = { state: 'absent', detail: null, required: false };

describe('settableStates', () => {
  const names = (signal: Signal) =>
    settableStates('x', signal, '2026-03-02T10:00:00Z', absent).map(({ state }) => state);

  it('offers every cause for which the signal can be missing', () => {
    expect(names({ type: 'boolean' })).toEqual(['given', 'absent', 'null', 'wrong-type']);
    expect(names({ type: 'number', maximum: 1 })).toContain('out-of-schema');
    expect(names({ type: 'number', maxAge: '5m', observedAt: 'seen.at' })).toEqual(
      expect.arrayContaining(['stale', 'age-unknown']),
    );
  });

  it('makes a signal stale by changing its time of observation', () => {
    const signal: Signal = { type: 'number', minimum: 0, maximum: 1, maxAge: '5m', observedAt: 'seen.at' };
    const staleFrom = (now: FieldState) =>
      settableStates('x', signal, '2026-03-02T10:00:00Z', now).find(({ state }) => state === 'stale')?.edits;
    const observed = { path: ['seen', 'at'], value: '2026-03-02T09:50:00Z' };
    expect(staleFrom(absent)).toEqual([{ path: ['x'], value: 0.5 }, observed]);
    expect(staleFrom({ state: 'given' })).toEqual([observed]);
  });
});
