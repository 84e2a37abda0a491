import { describe, expect, test } from 'vitest';
import { createDecider } from '../decide/decider.ts';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import type { Json } from '../model/json.ts';
import type { RuleSet, Signal, ThresholdDeclaration } from '../model/rule-set.ts';
import { createExpressionChecker } from './check-expression.ts';
import { clausesOf, type Condition } from './condition.ts';
import { declarationsOf } from './declarations.ts';
import { evaluate } from './evaluate.ts';

const signals: Record<string, Signal> = {
  env: { type: 'string', enum: ['dev', 'staging', 'prod'] },
  tenant: { type: 'string' },
  vip: { type: 'boolean' },
  level: { type: 'integer', enum: [1, 2] },
  confidence: { type: 'number', minimum: 0, maximum: 1 },
  amount: { type: 'integer' },
  risk: { type: 'number' },
  waited: { type: 'string', format: 'duration' },
  opened: { type: 'string', format: 'date-time' },
  name: { type: 'string' },
  flags: { type: 'array', items: { type: 'string' } },
};
const thresholds: Record<string, ThresholdDeclaration> = {
  least: { value: 0.7, per: 'env', values: { dev: 0.5, prod: 0.8 } },
  limit: { value: 100, per: 'tenant', values: { acme: 500, 'b "c"': 20, same: 500, below: -5 } },
  factor: { per: 'vip', values: { true: 2, false: 1.5 } },
  floor: { per: 'level', values: { 1: 10, 2: 20 } },
  patience: { value: '2d', per: 'env', values: { dev: '1s', prod: 'PT1H' }, format: 'duration' },
  launch: { value: '2026-03-01T00:00:00Z', per: 'vip', values: { true: '2026-01-01T00:00:00Z' }, format: 'date-time' },
  prefix: { value: 'a', per: 'env', values: { prod: 'say "b"' } },
  strict: { per: 'vip', values: { true: true, false: false } },
  partial: { per: 'env', values: { dev: 1 } },
  divisor: { value: 2, per: 'env', values: { dev: 0 } },
  pattern: { value: '^a', per: 'env', values: { dev: '(' } },
  plain: 5,
};
const declarations = declarationsOf({ signals, thresholds });
const checker = createExpressionChecker(declarations);

function conditionOf(text: string): Condition {
  const { condition, problems } = checker.condition(text);
  expect(problems).toEqual([]);
  if (condition === null) throw new Error(`${text} is no condition`);
  return condition;
}

type Values = Record<string, number | string | boolean | string[]>;
const truthOf = (text: string, values: Values) => evaluate(conditionOf(text), new Map(Object.entries(values)));

describe('a clause that names a table', () => {
  test('has the value that the signal chooses', () => {
    const text = 'confidence < thresholds.least';
    expect(['dev', 'staging', 'prod'].map(env => truthOf(text, { env, confidence: 0.75 }))).toEqual([
      'false',
      'false',
      'true',
    ]);
    expect(truthOf(text, { env: 'staging', confidence: 0.65 })).toBe('true');
  });

  test('is unknown while the signal is missing, also where each column would give the same', () => {
    expect(truthOf('confidence < thresholds.least', { confidence: 0.1 })).toBe('unknown');
    expect(truthOf('confidence < thresholds.least || vip', { confidence: 0.1, vip: true })).toBe('true');
    expect(truthOf('thresholds.limit > -100', {})).toBe('unknown');
    expect(truthOf('thresholds.limit > -100', { tenant: 'x' })).toBe('true');
  });

  test('is unknown where the table has no entry and no value for all others', () => {
    expect(truthOf('amount > thresholds.partial', { amount: 5, env: 'dev' })).toBe('true');
    expect(truthOf('amount > thresholds.partial', { amount: 5, env: 'prod' })).toBe('unknown');
  });

  test('reads keys with any characters, booleans and integers', () => {
    expect(truthOf('amount > thresholds.limit', { amount: 50, tenant: 'b "c"' })).toBe('true');
    expect(truthOf('amount > thresholds.limit', { amount: -4, tenant: 'below' })).toBe('true');
    expect(truthOf('amount > thresholds.limit', { amount: 50, tenant: 'toString' })).toBe('false');
    expect(truthOf('risk > thresholds.factor', { risk: 1.75, vip: false })).toBe('true');
    expect(truthOf('risk > thresholds.factor', { risk: 1.75, vip: true })).toBe('false');
    expect(truthOf('amount > thresholds.floor', { amount: 15, level: 1 })).toBe('true');
    expect(truthOf('amount > thresholds.floor', { amount: 15, level: 2 })).toBe('false');
  });

  test('may be a comparison of durations, times, texts and booleans', () => {
    expect(truthOf('waited > thresholds.patience', { waited: 100_000_000, env: 'staging' })).toBe('false');
    expect(truthOf('waited > thresholds.patience', { waited: 3_600_001, env: 'prod' })).toBe('true');
    expect(truthOf('opened < thresholds.launch', { opened: Date.UTC(2026, 1, 1), vip: true })).toBe('false');
    expect(truthOf('opened < thresholds.launch', { opened: Date.UTC(2026, 1, 1), vip: false })).toBe('true');
    expect(truthOf('name.startsWith(thresholds.prefix)', { name: 'say "b" now', env: 'prod' })).toBe('true');
    expect(truthOf('thresholds.prefix.size() == 7', { env: 'prod' })).toBe('true');
    expect(truthOf('thresholds.strict', { vip: true })).toBe('true');
    expect(truthOf('thresholds.strict == (amount > 3)', { vip: false, amount: 3 })).toBe('true');
  });

  test('may name several tables, by the same signal or by others, and read the signals too', () => {
    const text = 'risk * 2.0 > thresholds.limit * thresholds.factor + thresholds.plain';
    expect(truthOf(text, { risk: 502.6, tenant: 'acme', vip: true })).toBe('true');
    expect(truthOf(text, { risk: 502.4, tenant: 'acme', vip: true })).toBe('false');
    expect(truthOf(text, { risk: 502.6, tenant: 'acme' })).toBe('unknown');
    expect(truthOf('amount in [thresholds.limit, thresholds.floor]', { amount: 20, tenant: 'x', level: 2 })).toBe(
      'true',
    );
    expect(truthOf('vip != (risk > thresholds.factor)', { vip: true, risk: 1.75 })).toBe('true');
  });

  test('needs a table in the branch of a choice only if the branch is taken', () => {
    const text = 'amount > (vip ? thresholds.limit : 3)';
    expect(truthOf(text, { amount: 4, vip: false })).toBe('true');
    expect(truthOf(text, { amount: 4, vip: true })).toBe('unknown');
    expect(truthOf(text, { amount: 600, vip: true, tenant: 'same' })).toBe('true');
  });

  test('is exact if it is with the values of each column; columns with equal values are one', () => {
    const condition = conditionOf('amount > 2 * thresholds.limit');
    expect(condition).toMatchObject({
      kind: 'table',
      signal: 'tenant',
      signals: ['amount', 'tenant'],
      thresholds: ['limit'],
    });
    expect(condition.kind === 'table' && condition.columns).toHaveLength(4);
    const texts = clausesOf(condition).map(({ text, test: { kind } }) => `${kind} ${text}`);
    expect(texts).toEqual([
      'one-of tenant in ["acme", "same"]',
      'compare amount > 2 * 500',
      'one-of tenant in ["b \\"c\\""]',
      'compare amount > 2 * 20',
      'one-of tenant in ["below"]',
      'compare amount > 2 * (-5)',
      'one-of tenant in ["acme", "b \\"c\\"", "same", "below"]',
      'compare amount > 2 * 100',
    ]);
  });

  test('is opaque if its tables have too many combinations of columns', () => {
    const many = (per: string) => ({
      value: 0,
      per,
      values: Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`k${at}`, at + 1])),
    });
    const large = createExpressionChecker(
      declarationsOf({ signals, thresholds: { a: many('tenant'), b: many('name') } }),
    );
    const { condition, problems } = large.condition('amount > thresholds.a + thresholds.b');
    expect(problems).toEqual([]);
    expect(condition).toMatchObject({ kind: 'clause', test: { kind: 'opaque' }, needs: ['amount', 'tenant', 'name'] });
    const truth = (values: Values) => condition && evaluate(condition, new Map(Object.entries(values)));
    expect(truth({ amount: 6, tenant: 'k1', name: 'k2' })).toBe('true');
    expect(truth({ amount: 5, tenant: 'k1', name: 'k2' })).toBe('false');
    expect(truth({ amount: 5, tenant: 'k1' })).toBe('unknown');
  });

  test('with 200 columns is one condition', () => {
    const values = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`t${at}`, at]));
    const large = createExpressionChecker(
      declarationsOf({ signals, thresholds: { each: { per: 'tenant', value: 9, values } } }),
    );
    const { condition } = large.condition('amount > thresholds.each');
    expect(condition && clausesOf(condition).every(({ test: { kind } }) => kind !== 'opaque')).toBe(true);
    expect(
      condition &&
        evaluate(
          condition,
          new Map<string, string | number>([
            ['tenant', 't150'],
            ['amount', 151],
          ]),
        ),
    ).toBe('true');
  });
});

test('an error of one column says in which', () => {
  expect(checker.condition('amount > 10 / thresholds.divisor').problems).toEqual([
    { kind: 'type', message: expect.stringContaining('This is so if `env` is "dev".') as string, start: 14, end: 32 },
  ]);
  expect(checker.condition('name.matches(thresholds.pattern)').problems).toEqual([
    { kind: 'type', message: expect.stringMatching(/RE2.*if `env` is "dev"/) as string, start: 13, end: 31 },
  ]);
});

test('a table without a signal that can choose makes its clauses broken, without a problem of their own', () => {
  const odd: Record<string, ThresholdDeclaration> = {
    nowhere: { per: 'nothing', values: { a: 1 }, value: 1 },
    number: { per: 'risk', values: { 1: 1 }, value: 1 },
  };
  const broken = createExpressionChecker(declarationsOf({ signals, thresholds: odd }));
  for (const name of Object.keys(odd)) {
    const { condition, problems } = broken.condition(`amount > thresholds.${name} || vip`);
    expect([problems, condition]).toMatchObject([[], { operands: [{ kind: 'broken' }, { kind: 'clause' }] }]);
  }
});

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'tables',
  version: '1.0.0',
  signals,
  thresholds,
  targets: { desk: { kind: 'human' } },
  payloads: { 'case@1': { schema: true, fields: { limit: 'thresholds.limit', plain: 'thresholds.plain' } } },
  rules: [
    {
      id: 'unsure',
      when: 'confidence < thresholds.least',
      decide: 'escalate',
      to: 'desk',
      payload: 'case@1',
      reason: 'Below {{ thresholds.least }} of {{ thresholds.limit }}.',
    },
  ],
};

describe('a decision', () => {
  const compiled = compile(ruleSet);
  const record = (input: Json) => decide(compiled, input, { at: 0, trace: true });

  test('has the chosen values in its reason and its payload', () => {
    const { rule, reason, payload } = record({ env: 'prod', confidence: 0.75, tenant: 'acme' });
    expect([rule?.id, reason, payload?.data]).toEqual(['unsure', 'Below 0.8 of 500.', { limit: 500, plain: 5 }]);
  });

  test('says what is missing', () => {
    const { rule, reason, payload, firedOnUnknown } = record({ confidence: 0.75 });
    expect([rule?.id, firedOnUnknown, reason]).toEqual([
      'unsure',
      true,
      'Below [env is missing] of [tenant is missing].',
    ]);
    expect(payload).toMatchObject({ data: { plain: 5 }, omitted: ['limit'], errors: [] });
  });

  test('traces the clause as written, with the value and the signal that chose it', () => {
    const clause = (input: Json) => record(input).trace?.rules[0]?.condition;
    expect(clause({ env: 'prod', confidence: 0.75 })).toMatchObject({
      kind: 'clause',
      value: 'true',
      text: 'confidence < thresholds.least',
      children: [],
      reads: [
        { signal: 'confidence', value: 0.75 },
        { signal: 'env', value: 'prod' },
      ],
      thresholds: [{ name: 'least', value: 0.8, per: { signal: 'env', value: 'prod' } }],
      distance: expect.closeTo(-0.05) as number,
      error: null,
    });
    expect(clause({ confidence: 0.75 })).toMatchObject({
      value: 'unknown',
      thresholds: [{ name: 'least', value: null, per: { signal: 'env', missing: 'absent' } }],
      distance: null,
      error: null,
    });
  });

  test('names an entry that is missing', () => {
    const partial = compile({ ...ruleSet, rules: [{ id: 'a', when: 'amount > thresholds.partial', decide: 'stop' }] });
    const { trace } = decide(partial, { amount: 3, env: 'prod' }, { at: 0, trace: true });
    expect(trace?.rules[0]?.condition).toMatchObject({
      value: 'unknown',
      error: '`partial` has no entry for "prod"',
    });
  });

  test('is the same with an index', () => {
    const decider = createDecider(compiled);
    for (const env of ['dev', 'staging', 'prod', 'test', undefined]) {
      for (const confidence of [0.4, 0.5, 0.7, 0.8, 0.9, undefined]) {
        const input = JSON.parse(JSON.stringify({ env, confidence })) as Json;
        const { rule } = decide(compiled, input, { at: 0 });
        expect(decider.decide(input, 0)).toBe(rule === null ? -1 : 0);
      }
    }
  });
});
