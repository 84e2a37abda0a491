import { expect, test } from 'vitest';
import type { RuleSet } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import { prepare, restore } from './prepared.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'all-kinds',
  version: '1.0.0',
  signals: {
    amount: { type: 'number' },
    count: { type: 'integer' },
    limit: { type: 'integer' },
    env: { type: 'string', enum: ['dev', 'prod'] },
    text: { type: 'string' },
    other: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  thresholds: { most: { value: 10, per: 'env', values: { dev: 100 } } },
  targets: { lead: { kind: 'human' } },
  payloads: { 'case@1': { fields: { text: 'text', sum: 'amount * 2.0' } } },
  assumptions: [{ when: 'env == "dev"', holds: 'count + limit < 1000', reason: 'small' }],
  rules: [
    { id: 'draft', when: 'true', decide: 'stop', status: 'draft' },
    {
      id: 'table',
      when: 'amount > thresholds.most',
      decide: 'escalate',
      to: 'lead',
      payload: 'case@1',
      reason: '{{ amount }}!',
    },
    { id: 'terms', when: 'count + limit > 50', decide: 'pause' },
    { id: 'opaque', when: 'count % 2 == 1 || text.matches("^a+$")', decide: 'deny', reason: 'odd' },
    { id: 'same', when: 'text == other', decide: 'pause' },
    {
      id: 'lists',
      when: '"a" in tags && size(tags) > 1 && !(text.startsWith("x") ? has(other) : false)',
      decide: 'stop',
    },
    { id: 'broken', when: 'nothing > 1', decide: 'pause', onUnknown: 'skip' },
    { id: 'odd', when: 'amount / 0.0 > 3.0 || amount == -0.0', decide: 'pause', status: 'shadow' },
  ],
  default: { decide: 'continue', reason: 'fine' },
};

test('restored rules of every kind of clause give the same records', () => {
  const compiled = compile(ruleSet);
  const restored = restore(ruleSet, JSON.parse(JSON.stringify(prepare(compiled))) as ReturnType<typeof prepare>);
  const values = {
    amount: [undefined, 0, 11, 101],
    count: [undefined, 1, 2, 40, 990],
    limit: [undefined, 20],
    env: [undefined, 'dev', 'prod'],
    text: ['aa', 'x', 'b', undefined],
    other: ['x', undefined],
    tags: [['a', 'b'], ['c']],
  };
  let inputs: object[] = [{}];
  for (const [name, of] of Object.entries(values))
    inputs = inputs.flatMap(input => of.map(value => (value === undefined ? input : { ...input, [name]: value })));
  const decided = new Set<string>();
  for (const input of inputs) {
    const record = decide(compiled, input as never, { at: 0 });
    decided.add(record.rule?.id ?? 'default');
    expect(decide(restored, input as never, { at: 0 })).toEqual(record);
  }
  expect([...decided].sort()).toEqual(['default', 'lists', 'opaque', 'same', 'table', 'terms']);
});

test('the digest is that of the rule set, and nothing is lost on the way through JSON', () => {
  const prepared = prepare(compile(ruleSet));
  expect(JSON.parse(JSON.stringify(prepared))).toEqual(prepared);
  expect(restore(ruleSet, prepared).digest).toBe(compile(ruleSet).digest);
});
