import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';

const at = Date.UTC(2026, 0, 1);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function decideOn(input: JsonObject, rule: { when: string; reason?: string }, more: Partial<RuleSet> = {}) {
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'bounded',
    version: '1.0.0',
    signals: {
      scores: { type: 'array', items: { type: 'number' } },
      words: { type: 'array', items: { type: 'string' } },
      text: { type: 'string' },
    },
    rules: [{ id: 'only', decide: 'stop', ...rule }],
    ...more,
  };
  return decide(compile(ruleSet), input, { at, trace: true });
}

describe('a condition that exceeds its work limit is unknown, with the cause in the trace', () => {
  const cause = 'it takes more than 1,000,000 steps';
  test.each<[string, string, JsonObject]>([
    ['macros in macros', 'scores.exists(a, scores.exists(b, a + b == -1.0))', { scores: numbers(10_000) }],
    [
      'three of them, the cause not absorbed by what follows',
      'scores.exists(a, scores.exists(b, scores.exists(c, a + b + c == -1.0)) || a == -1.0)',
      { scores: numbers(10_000) },
    ],
    ['lists made of lists', 'scores.map(a, scores.map(b, a + b)).size() > 5', { scores: numbers(10_000) }],
    [
      'a long text for each item of a list',
      'words.exists(w, text.contains(w))',
      { words: numbers(10_000).map(String), text: 'x'.repeat(1_000_000) },
    ],
    [
      'texts that double',
      'cel.bind(a, text + text, cel.bind(b, a + a, cel.bind(c, b + b, cel.bind(d, c + c, d + d)))).contains("b")',
      { text: 'a'.repeat(1_000_000) },
    ],
  ])('%s', (_, when, input) => {
    const { rule, firedOnUnknown, trace } = decideOn(input, { when });
    expect(rule?.id).toBe('only');
    expect(firedOnUnknown).toBe(true);
    expect(trace?.rules[0]?.condition.error).toBe(cause);
  });

  test.each<[string, string, JsonObject, string]>([
    [
      'macros in macros over some hundred items',
      'scores.all(a, scores.all(b, a + b >= 0.0))',
      { scores: numbers(300) },
      'true',
    ],
    [
      'one macro over the longest list',
      'scores.map(a, a * 2.0).exists(a, a < 0.0)',
      { scores: numbers(10_000) },
      'false',
    ],
    [
      'long texts in one macro',
      'words.exists(w, w.matches("^(a+)+$"))',
      { words: numbers(200).map(() => `${'a'.repeat(5000)}!`) },
      'false',
    ],
    [
      'a long text outside of macros',
      'text.matches("^(a|aa)+b$") || text.lowerAscii() == "b"',
      { text: 'a'.repeat(1_000_000) },
      'false',
    ],
  ])('%s stays inside of it', (_, when, input, value) => {
    expect(decideOn(input, { when }).trace?.rules[0]).toMatchObject({ value, condition: { value } });
  });

  test('a pattern from the input has a maximum length', () => {
    const input = { text: 'a', words: ['a?'.repeat(50_000)] };
    expect(decideOn(input, { when: 'words.exists(w, text.matches(w))' }).trace?.rules[0]?.condition.error).toBe(
      'a pattern that is not written in the rule has at most 200 characters, and this one 100000',
    );
  });
});

test('data copied into a record is bounded even if an expression multiplies it', () => {
  const input = { scores: numbers(100), words: numbers(500).map(String) };
  const copies = 'scores.map(a, scores.map(b, words))';
  const record = decideOn(
    input,
    { when: 'true', reason: `{{ ${copies} }}` },
    {
      payloads: { 'case@1': { fields: { copies, scores: 'scores' } } },
      targets: { desk: { kind: 'human' } },
      rules: [
        { id: 'only', when: 'true', decide: 'escalate', to: 'desk', payload: 'case@1', reason: `{{ ${copies} }}` },
      ],
    },
  );
  expect(record.reason).toMatch(/… \[cut after 100,000 characters\]$/);
  expect(record.reason?.length).toBeLessThan(101_000);
  expect(record.payload?.data).toEqual({ scores: input.scores });
  expect(record.payload?.errors).toEqual([
    { path: '/copies', message: expect.stringContaining('holds more than 1,000,000 values') as string },
  ]);
});

test('a payload pattern that would backtrack stays fast on a long conversation', () => {
  const record = decideOn(
    { conversation: `${'a'.repeat(50_000)}!` },
    { when: 'true' },
    {
      targets: { desk: { kind: 'human' } },
      payloads: {
        'case@1': {
          schema: { properties: { text: { type: 'string', pattern: '^(a+)+$' } } },
          fields: { text: 'conversation' },
        },
      },
      rules: [{ id: 'only', when: 'true', decide: 'escalate', to: 'desk', payload: 'case@1' }],
    },
  );
  expect(record.payload?.errors).toEqual([
    { path: '/text', message: 'The text does not match the pattern `^(a+)+$`.' },
  ]);
});
