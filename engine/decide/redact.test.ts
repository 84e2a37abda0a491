import { expect, test } from 'vitest';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { Json } from '../model/json.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import { digest } from './digest.ts';
import { grantFor } from './grants.ts';
import { redactor } from './redact.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'payments',
  version: '1.0.0',
  signals: {
    'tool.name': { type: 'string' },
    'tool.args.account': { type: 'string', sensitive: true, pattern: '^[A-Z]' },
    'tool.args.amount': { type: 'number', sensitive: true },
    'session.id': { type: 'string' },
  },
  thresholds: { limit: { value: 100, per: 'tool.args.account', values: { SECRET: 777 } } },
  targets: { owner: { kind: 'human' } },
  payloads: {
    'payment@1': {
      fields: {
        tool: 'tool.name',
        account: 'tool.args.account',
        arguments: 'tool.args',
        said: 'conversation.last_message',
      },
      sensitive: ['said'],
      schema: { type: 'object', properties: { account: { type: 'string', maxLength: 3 } } },
    },
  },
  rules: [
    {
      id: 'ask',
      when: 'tool.args.amount > thresholds.limit && tool.args.account != "ALICE"',
      decide: 'escalate',
      to: 'owner',
      payload: 'payment@1',
      reason: '{{ tool.name }} of {{ tool.args.amount }} to {{ tool.args.account }} ({{ thresholds.limit }}).',
      grant: { validFor: '30m', bind: ['tool.args.account', 'tool.name'], scope: 'session.id' },
    },
  ],
};
const compiled = compile(ruleSet);
const at = Date.parse('2026-03-02T10:00:00Z');
const input = {
  tool: { name: 'pay', args: { account: 'SECRET', amount: 4242, note: 'rent' } },
  conversation: { last_message: 'HUSH', turns: 3 },
  session: { id: 's-1' },
};
const key = utf8ToBytes('a key of the log');

function recordOf(given: Json, grants: unknown[] = []) {
  return decide(compiled, given, { at, trace: true, grants });
}

test('takes sensitive values out of an input and leaves the rest', () => {
  expect(redactor(ruleSet, null).input(input)).toEqual({
    tool: { name: 'pay', args: { account: '[redacted]', amount: '[redacted]', note: 'rent' } },
    conversation: { last_message: '[redacted]', turns: 3 },
    session: { id: 's-1' },
  });
});

test('leaves no sensitive value anywhere in a record', () => {
  const other = grantFor(compiled, 'ask', {
    input: { ...input, tool: { name: 'pay', args: { account: 'OTHER', amount: 4242 } } },
    at,
    by: 'me',
    id: 'g',
  });
  const record = recordOf(input, [other]);
  expect(JSON.stringify(record)).toMatch(/SECRET.*OTHER|OTHER.*SECRET/);
  for (const each of [redactor(ruleSet, null), redactor(ruleSet, key)]) {
    const clean = each.record(record);
    expect(JSON.stringify(clean)).not.toMatch(/4242|SECRET|OTHER|HUSH|777|3465/);
    expect(clean).toMatchObject({ decision: 'escalate', to: 'owner', digest: record.digest });
  }
});

test('keeps what a reason says beside sensitive values', () => {
  const { reason } = redactor(ruleSet, null).record(recordOf(input));
  expect(reason).toBe('pay of [redacted] to [redacted] ([redacted]).');
});

test('redacts all placeholders if the text does not tell which value is whose', () => {
  const tricky = { ...input, tool: { ...input.tool, name: 'pay of 1 to' } };
  const { reason } = redactor(ruleSet, null).record(recordOf(tricky));
  expect(reason).toBe('[redacted] of [redacted] to [redacted] ([redacted]).');
});

test('keeps equal values equal under a key, and different ones different', () => {
  const withKey = redactor(ruleSet, key);
  const account = (name: string): Json => withKey.bound({ 'tool.args.account': name, 'tool.name': 'pay' });
  expect(account('SECRET')).toEqual(account('SECRET'));
  expect(account('SECRET')).not.toEqual(account('OTHER'));
  expect(account('SECRET')).toMatchObject({
    'tool.args.account': expect.stringMatching(/^\[redacted [0-9a-f]{16}\]$/) as string,
    'tool.name': 'pay',
  });
  expect(redactor(ruleSet, utf8ToBytes('another key')).input(input)).not.toEqual(withKey.input(input));
});

test('redacts payload fields that read a sensitive value, and takes the digest of what is left', () => {
  const { payload } = redactor(ruleSet, null).record(recordOf(input));
  expect(payload?.data).toEqual({ tool: 'pay', account: '[redacted]', arguments: '[redacted]', said: '[redacted]' });
  expect(payload?.digest).toBe(digest(payload?.data));
  expect(payload?.errors).toEqual([{ path: '/account', message: '[redacted]' }]);
});

test('redacts a text that stands in the place of an object with a sensitive value', () => {
  const asText = { tool: { name: 'pay', args: '{"account":"SECRET"}' }, conversation: null };
  expect(redactor(ruleSet, null).input(asText)).toEqual({
    tool: { name: 'pay', args: '[redacted]' },
    conversation: null,
  });
  expect(redactor(ruleSet, null).input('SECRET')).toBe('[redacted]');
});

test('redacts the details of values that are no valid signals', () => {
  const wrong = { ...input, tool: { name: 'pay', args: { account: 'secret', amount: 'HUSH' } } };
  const { missing } = redactor(ruleSet, null).record(recordOf(wrong));
  expect(missing).toEqual([
    { signal: 'tool.args.account', cause: 'out-of-schema', detail: '[redacted]' },
    { signal: 'tool.args.amount', cause: 'wrong-type', detail: '[redacted]' },
  ]);
});

test('redacts the whole reason of a rule that it does not know', () => {
  const record = recordOf(input);
  expect(redactor({ ...ruleSet, rules: [] }, null).record(record).reason).toBe('[redacted]');
});

test('returns everything as it is if nothing is sensitive', () => {
  const plain = redactor({ ...ruleSet, signals: { 'tool.name': { type: 'string' } }, payloads: {} }, key);
  const record = recordOf(input);
  expect(plain.redacts).toBe(false);
  expect(plain.input(input)).toBe(input);
  expect(plain.record(record)).toBe(record);
});

test('takes a value that looks redacted for any other', () => {
  const each = redactor(ruleSet, key);
  const shown = each.bound({ 'tool.args.account': '4242' })['tool.args.account'] ?? '';
  expect(each.bound({ 'tool.args.account': shown })['tool.args.account']).not.toBe(shown);
});
