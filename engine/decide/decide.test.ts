import { describe, expect, test } from 'vitest';
import type { RuleSet } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';

const at = Date.UTC(2026, 2, 2, 10);
const ruleSet: RuleSet = {
  escalation: 1,
  name: 'refunds',
  version: '1.0.0',
  signals: {
    amount: { type: 'number', required: true },
    flags: { type: 'array', items: { type: 'string' } },
    waited: { type: 'string', format: 'duration' },
  },
  rules: [
    { id: 'flagged', when: '"legal" in flags && waited > duration("5m")', decide: 'stop' },
    { id: 'large', when: 'amount > 3 * 100.0 || amount / 0.0 > 1.0', decide: 'pause', reason: '{{ amount }} is much.' },
    { id: 'watched', when: 'size(flags) > 1', decide: 'stop', status: 'shadow' },
  ],
};
const input = () => ({ amount: 500, flags: ['pii', 'legal'], waited: 'PT1M' });

describe('a record with its trace', () => {
  const whole = JSON.stringify(decide(compile(ruleSet), input(), { at, trace: true }));

  test('is plain data: it can be written, cloned and spread', () => {
    const record = () => decide(compile(ruleSet), input(), { at, trace: true });
    expect(JSON.parse(whole)).toHaveProperty('trace.rules.length', 3);
    expect(JSON.stringify(structuredClone(record()))).toBe(whole);
    expect(JSON.stringify({ ...record() })).toBe(whole);
    expect(Object.keys(record())).toContain('trace');
  });

  test('shows the input as it was, even if it is modified later', () => {
    const given = input();
    const record = decide(compile(ruleSet), given, { at, trace: true });
    given.amount = 1;
    given.flags.splice(0);
    given.waited = '1h';
    expect(JSON.stringify(record)).toBe(whole);
  });

  test('is the same on each access, and can be replaced', () => {
    const record = decide(compile(ruleSet), input(), { at, trace: true });
    expect(record.trace).toBe(record.trace);
    record.trace = { rules: [] };
    expect(record.trace).toEqual({ rules: [] });
  });
});

test('the thousandth decision of a rule set is like the first', () => {
  const compiled = compile(ruleSet);
  const inputs = [input(), { amount: 1 }, {}, null, { ...input(), waited: '6m' }, { amount: 301, flags: 5 }];
  const decideAll = () => inputs.map(each => JSON.stringify(decide(compiled, each, { at, trace: true })));
  const first = decideAll();
  for (let time = 0; time < 200; time++) expect(decideAll()).toEqual(first);
});
