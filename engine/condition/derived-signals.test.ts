import { describe, expect, test } from 'vitest';
import { compile } from '../decide/compile.ts';
import { createDecider } from '../decide/decider.ts';
import { decide } from '../decide/decide.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { createExpressionChecker } from './check-expression.ts';
import { declarationsOf } from './declarations.ts';

const friday = Date.parse('2026-11-27T21:30:00Z');

function ruleSet(when: string, changes: Partial<RuleSet> = {}): RuleSet {
  return {
    escalation: 2,
    name: 'times',
    version: '1.0.0',
    signals: { opened: { type: 'string', format: 'date-time' } },
    rules: [{ id: 'rule', when, decide: 'pause', reason: 'Decided at {{ at }}.' }],
    default: { decide: 'continue' },
    ...changes,
  };
}

describe('the decision time', () => {
  test.each([
    ['at > timestamp("2026-11-27T21:29:59Z")', 'pause'],
    ['at.getHours() == 21', 'pause'],
    ['at.getHours("Europe/Berlin") == 22', 'pause'],
    ['at.getHours("Asia/Kolkata") == 3 && at.getDayOfWeek("Asia/Kolkata") == 6', 'pause'],
    ["at.getMinutes('Asia/Kolkata') == 0", 'pause'],
    ['at.getDayOfWeek("Europe/Berlin") in [0, 6]', 'continue'],
    ['at.getDate() == 27 && at.getMonth() == 10 && at.getFullYear() == 2026', 'pause'],
    ['at.getHours("+05:30") < 3.5', 'pause'],
    ['at.getHours() + 1 == 22', 'pause'],
    ['at - opened > duration("2h")', 'pause'],
    ['has(at)', 'pause'],
  ])('%s: %s', (when, decision) => {
    const compiled = compile(ruleSet(when));
    expect(compiled.problems).toEqual([]);
    const input = { opened: '2026-11-27T19:00:00Z' };
    const record = decide(compiled, input, { at: friday });
    expect(record.decision).toBe(decision);
    expect(createDecider(compiled).decide(input, friday)).toBe(decision === 'pause' ? 0 : -1);
    if (decision === 'pause') expect(record.reason).toBe('Decided at 2026-11-27T21:30:00Z.');
    expect(record.missing).toEqual([]);
  });

  test('is not in the input, and is what a trace shows', () => {
    const compiled = compile(ruleSet('at.getHours("Europe/Berlin") >= 18 && at < timestamp("2027-01-01T00:00:00Z")'));
    const record = decide(compiled, { at: '2030-01-01T00:00:00Z' }, { at: friday, trace: true });
    expect(record.trace?.rules[0]?.condition.children.map(({ reads, distance }) => [reads, distance])).toEqual([
      [[{ signal: 'at.getHours("Europe/Berlin")', value: 22 }], 4],
      [[{ signal: 'at', value: '2026-11-27T21:30:00Z' }], friday - Date.parse('2027-01-01T00:00:00Z')],
    ]);
  });

  test('gives way to a signal of that name', () => {
    const compiled = compile(ruleSet('at > 3', { signals: { at: { type: 'integer' } } }));
    expect(decide(compiled, { at: 4 }, { at: friday }).decision).toBe('pause');
    const inside = compile(ruleSet('at.desk', { signals: { 'at.desk': { type: 'boolean' } } }));
    expect(decide(inside, { at: { desk: true } }, { at: friday }).decision).toBe('pause');
  });

  test('is unknown in version 1, which says since when there is one', () => {
    const checker = createExpressionChecker(declarationsOf(ruleSet('true', { escalation: 1 })));
    expect(checker.condition('at.getHours() > 3').problems).toMatchObject([
      {
        kind: 'undefined-signal',
        name: 'at',
        message:
          'There is no signal `at`. From version 2 of the rule language on, it is the decision time: write `escalation: 2`.',
      },
    ]);
  });

  test('a time zone that nobody knows is an error', () => {
    expect(compile(ruleSet('at.getHours("Mars/Olympus") > 3')).problems).toMatchObject([
      { message: expect.stringContaining('`Mars/Olympus` is not a time zone') as string },
    ]);
  });
});
