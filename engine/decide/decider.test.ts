import { describe, expect, test } from 'vitest';
import { loadVectors } from '../../testing/vectors/load.ts';
import type { Json } from '../model/json.ts';
import type { RuleSet, Signal } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import { createDecider } from './decider.ts';

const at = Date.UTC(2026, 2, 2, 10);

function ruleSet(signals: Record<string, Signal>, ...whens: string[]): RuleSet {
  return {
    escalation: 1,
    name: 'probe',
    version: '1.0.0',
    onUnknown: 'skip',
    signals,
    rules: whens.map((when, index) => ({ id: `rule-${index}`, when, decide: 'stop' })),
  };
}

describe('the decider finds the rule that the record names', () => {
  const byRuleSet = new Map<RuleSet, ReturnType<typeof loadVectors>>();
  for (const vector of loadVectors()) byRuleSet.set(vector.ruleset, [...(byRuleSet.get(vector.ruleset) ?? []), vector]);
  test.each([...byRuleSet.values()].map(vectors => [vectors[0]?.name ?? '', vectors] as const))(
    'in the vectors with the rule set of: %s',
    (_, vectors) => {
      const [first] = vectors;
      if (!first) throw new Error('a group has one at least');
      const compiled = compile(first.ruleset);
      const decider = createDecider(compiled);
      for (const { input, at: time, name } of vectors) {
        const { rule } = decide(compiled, input, { at: Date.parse(time) });
        const decided = first.ruleset.rules[decider.decide(input, Date.parse(time))];
        expect(decided ? { id: decided.id, version: decided.version ?? 1 } : null, name).toEqual(rule);
      }
    },
  );
});

test('more signals of every type than unrolled property reads', () => {
  const count = 40;
  const names = Array.from({ length: count }, (_, index) => `n${index}`);
  const kinds: [Signal, string, Json, Json][] = [
    [{ type: 'number' }, ' > 0.5', 0.6, 0.5],
    [{ type: 'integer' }, ' >= 3', 3, 2],
    [{ type: 'string', enum: ['a', 'b'] }, ' == "b"', 'b', 'a'],
    [{ type: 'string' }, ' == "b"', 'b', 'bb'],
    [{ type: 'boolean' }, '', true, false],
    [{ type: 'array', items: { type: 'string' } }, '.exists(v, v == "b")', ['b'], ['a']],
  ];
  for (const [signal, test, yes, no] of kinds) {
    const set = ruleSet(
      Object.fromEntries(names.map((name): [string, Signal] => [name, signal])),
      ...names.map(name => `${name}${test}`),
    );
    const decider = createDecider(compile(set));
    const input = (one: number) => Object.fromEntries(names.map((name, index) => [name, index === one ? yes : no]));
    for (let one = -1; one < count; one++) expect(decider.decide(input(one), at), `${signal.type} ${one}`).toBe(one);
    expect(decider.decide({}, at)).toBe(-1);
  }
});

describe('signals are read only from own properties of the input', () => {
  const decider = createDecider(
    compile(
      ruleSet(
        { confidence: { type: 'number' }, valueOf: { type: 'string' } satisfies Signal, 'a.b': { type: 'boolean' } },
        'has(confidence)',
        'has(valueOf)',
        'a.b',
      ),
    ),
  );
  test.each<[string, Json, number]>([
    ['an own property', { confidence: 1 }, 0],
    ['nothing that every object has', {}, -1],
    ['an own property of such a name', { valueOf: 'x' }, 1],
    ['a path of own properties', { a: { b: true } }, 2],
    ['nothing of a prototype that JSON brings along', JSON.parse('{"__proto__": {"confidence": 1}}') as Json, -1],
    ['nothing of a prototype', Object.create({ confidence: 1 }) as Json, -1],
    [
      'an own property of an object without prototype',
      Object.assign(Object.create(null), { confidence: 1 }) as Json,
      0,
    ],
    ['nothing of a list', Object.assign([], { confidence: 1 }), -1],
    ['nothing of a text', 'confidence', -1],
    ['a number that is one', { confidence: 1e400 }, -1],
  ])('%s', (_, input, decided) => {
    expect(decider.decide(input, at)).toBe(decided);
  });

  test('not from properties that a library adds to all objects', () => {
    const everywhere = Object.prototype as { confidence?: number };
    try {
      everywhere.confidence = 1;
      expect(decider.decide({}, at)).toBe(-1);
    } finally {
      delete everywhere.confidence;
    }
  });
});

test('a batch has one time for each input, or one for all', () => {
  const set = ruleSet({ p: { type: 'boolean' } }, 'p');
  const [rule] = set.rules;
  if (rule) rule.effective = { from: new Date(at).toISOString() };
  const decider = createDecider(compile(set));
  const inputs = [{ p: true }, { p: true }, { p: false }];
  expect([...decider.decideAll(inputs, at)]).toEqual([0, 0, -1]);
  expect([...decider.decideAll(inputs, [at - 1, at, at])]).toEqual([-1, 0, -1]);
});

test('a coded trace has the truths of all rules and clauses', () => {
  const set = ruleSet(
    { x: { type: 'number' }, y: { type: 'number' } },
    'x > 1 && y > 1',
    '!(x > 1) || has(y)',
    'x > 1',
  );
  set.rules[2] = { id: 'past', when: 'x > 1', decide: 'stop', effective: { until: new Date(at).toISOString() } };
  const { decides, rules, clause } = createDecider(compile(set)).trace({ x: 2 }, at);
  expect(decides).toBe(-1);
  expect([...rules]).toEqual([2, 0, 3]);
  expect([clause(0, 0), clause(0, 1), clause(1, 0), clause(1, 1)]).toEqual(['true', 'unknown', 'true', 'false']);
});
