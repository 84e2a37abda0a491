import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import type { Json, JsonObject } from '../../engine/model/json.ts';
import { decisions, type RuleSet, type Signal } from '../../engine/model/rule-set.ts';
import { at } from '../../testing/oracle/generate.ts';
import { expressions, names, thresholds } from '../../testing/oracle/generate-expressions.ts';
import { print } from '../../testing/oracle/expression.ts';
import { cases } from '../../testing/random/random-cases.ts';

const signals: Record<string, Signal> = {
  x: { type: 'number', minimum: 0, multipleOf: 0.01 },
  y: { type: 'number', maxAge: '5m', observedAt: 'meta.at' },
  'order.total': { type: 'number' },
  i: { type: 'integer' },
  j: { type: 'integer', required: true },
  s: { type: 'string', pattern: '^(a+)+$', maxLength: 2000 },
  t: { type: 'string', format: 'email' },
  p: { type: 'boolean' },
  q: { type: 'boolean' },
  flags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, uniqueItems: true },
  words: { type: 'array', items: { type: 'string' } },
  scores: { type: 'array', items: { type: 'number' } },
  counts: { type: 'array', items: { type: 'integer' } },
  waited: { type: 'string', format: 'duration' },
  opened: { type: 'string', format: 'date-time' },
  constructor: { type: 'string' } satisfies Signal,
};

const ruleSet: RuleSet = {
  escalation: 1,
  name: 'fuzz',
  version: '1.0.0',
  signals,
  thresholds,
  targets: { desk: { kind: 'human' } },
  payloads: {
    'everything@1': {
      schema: {
        type: 'object',
        properties: {
          x: { type: 'number' },
          all: { type: 'array', items: { $ref: '#/properties/x' }, uniqueItems: true },
          word: { anyOf: [{ type: 'string', pattern: '^(a+)+$' }, { propertyNames: { pattern: '^(a|aa)+$' } }] },
        },
        additionalProperties: false,
      },
      fields: {
        x: 'x',
        all: 'order.items',
        first: 'words[0]',
        sum: 'x + y',
        word: 'conversation.last.text',
        inherited: 'constructor.name',
        proto: 'meta.__proto__',
      },
    },
  },
  rules: [
    { id: 'opaque', when: 'x > 3 * y || words.exists(w, w.matches("^(a+)+$"))', decide: 'stop', status: 'shadow' },
    { id: 'text', when: 's.contains("b") && t.lowerAscii().matches("(a|aa)+$")', decide: 'pause' },
    { id: 'later', when: 'x > 1', decide: 'stop', effective: { from: '2030-01-01T00:00:00Z' } },
    { id: 'was', when: 'x > 1', decide: 'stop', effective: { until: '2020-01-01T00:00:00Z' } },
    { id: 'numbers', when: '10 / i > j && scores.map(v, v * 2).exists(v, v > x)', decide: 'continue' },
    { id: 'times', when: 'opened + waited > timestamp("2026-01-01T00:00:00Z")', decide: 'stop', status: 'shadow' },
    {
      id: 'rest',
      when: 'true',
      decide: 'escalate',
      to: 'desk',
      payload: 'everything@1',
      reason: '{{ x }} {{ s }} {{ words }} {{ opened + waited }} {{ constructor }}',
    },
  ],
  assumptions: [{ when: 'i > j', holds: 'size(flags) < size(words)' }],
};
const compiled = compile(ruleSet);

/** Expects the properties that every record has. */
function expectRecord(record: DecisionRecord): void {
  expect(decisions).toContain(record.decision);
  expect(record.digest).toMatch(/^[0-9a-f]{64}$/);
  // Records survive JSON unchanged, except for minus zero, which JSON.stringify writes as 0.
  expect(JSON.parse(JSON.stringify(record))).toEqual(withoutMinusZero(record));
}

function withoutMinusZero(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMinusZero);
  if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutMinusZero(item)]));
}

function decideOn(input: Json): DecisionRecord {
  return decide(compiled, input, { at, trace: true });
}

const shapes: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
  [...Object.values(names).flat(), 'constructor', 'meta', 'conversation', 'order', '__proto__'].map(name => [
    name.split('.')[0] ?? name,
    fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom<unknown>('15m', '2026-03-02T10:00:00Z', -0, 1e308, '\ud800'),
    ),
  ]),
);

describe('decide gives a record for', () => {
  test('any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), input => expectRecord(decideOn(input as Json))),
      { numRuns: cases(40) },
    );
  });

  test('any JSON in the places of the signals', () => {
    fc.assert(
      fc.property(fc.record(shapes, { requiredKeys: [] }), input => expectRecord(decideOn(input as Json))),
      { numRuns: cases(60) },
    );
  });

  test('inputs as a client sends them: inherited names, minus zero, numbers beyond doubles, lone surrogates', () => {
    for (const text of [
      '{"__proto__": {"x": 5}, "constructor": {"prototype": {"x": 1}}, "meta": {"__proto__": {"at": 1}}}',
      '{"x": -0, "i": -0, "j": 1e400, "scores": [-1e400, 1e308, -0]}',
      '{"s": "\\ud800", "t": "\\udc00@x", "words": ["\\ud83d", "\\u0000"], "constructor": "\\udfff\\ud800"}',
      '{"toString": 1, "hasOwnProperty": null, "valueOf": {}, "order": {"toString": 5, "items": [{"__proto__": []}]}}',
      '{"x": 1e308, "y": 1e308, "i": 9007199254740991, "j": -9007199254740991}',
      '{"": {"": []}, "\\u0000": 1}',
      '[{"x": 1}]',
      '"x"',
    ])
      expectRecord(decideOn(JSON.parse(text) as Json));
  });

  test('nesting a hundred thousand levels deep, anywhere', () => {
    let list: Json = [];
    let object: Json = {};
    for (let depth = 0; depth < 100_000; depth++) {
      list = [list];
      object = { order: object };
    }
    for (const deep of [list, object])
      for (const name of ['x', 's', 'words', 'order', 'conversation', 'meta', 'other', 'constructor'])
        expectRecord(decideOn({ [name]: deep }));
    expect(decideOn(list).inputValid).toBe(false);
    const rest = { s: 'a', t: 'x@example.org' };
    expect(decideOn({ ...rest, order: { items: list } }).payload?.errors).toContainEqual({
      path: '/all',
      message: expect.stringContaining('nested too deeply') as string,
    });
  });

  test('lists and texts of a million, and texts that make backtracking patterns slow', () => {
    const million = Array.from({ length: 1_000_000 }, (_, index) => index);
    // Long enough for a backtracking engine to exceed the limit, and short enough for it to finish.
    const slow = `${'a'.repeat(27)}!`;
    expectRecord(decideOn({ scores: million, counts: million, words: million.map(String) }));
    for (const input of [
      { words: Array.from({ length: 6 }, () => slow), s: slow, t: slow },
      { t: `${'a.'.repeat(50_000)}@`, s: 'a'.repeat(1_000_000) },
      { scores: Array.from({ length: 10_000 }, (_, index) => index), x: 1, i: 1, j: 1 },
      { order: { items: Array.from({ length: 100_000 }, () => ({ a: [1, 2, 3] })) } },
    ])
      expect(decideOn(input).decision).toMatch(/escalate|pause/);
  });
});

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }));

/** Expressions with a few characters removed, inserted or doubled: almost correct, as while typing. */
const mutated = fc
  .tuple(
    expressions,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom(
          '',
          '(',
          ')',
          '"',
          "'",
          '.',
          '!',
          '?',
          ':',
          '[',
          '{{',
          '\\',
          '\n',
          '&&',
          'é',
          '\ud800',
          '0x',
          'e9',
        ),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  )
  .map(([expression, edits]) =>
    edits.reduce((written, [place, inserted]) => {
      const index = place % (written.length + 1);
      return written.slice(0, index) + inserted + written.slice(index + (inserted === '' ? 1 : 0));
    }, print(expression)),
  );

/** The rule set with this text in every place for an expression, a template, a pattern or a time. */
function writtenEverywhere(written: string): RuleSet {
  return {
    ...ruleSet,
    signals: {
      ...signals,
      s: { type: 'string', pattern: written },
      d: { type: 'number', maxAge: written, observedAt: written },
    },
    thresholds: { ...thresholds, odd: { value: written, format: 'duration' } },
    payloads: { 'everything@1': { schema: { properties: { x: { pattern: written } } }, fields: { x: written } } },
    rules: [
      { id: 'plain', when: written, decide: 'stop', reason: written, effective: { until: written } },
      {
        id: 'nested',
        when: { all: ['p', { not: { any: [written, 'q'] } }] },
        decide: 'stop',
        reason: `{{ ${written} }}`,
      },
      { id: 'rest', when: 'true', decide: 'escalate', to: 'desk', payload: 'everything@1' },
    ],
    assumptions: [{ when: written, holds: written }],
  };
}

const inputs: JsonObject[] = [{}, { p: true, q: true, x: 'aaaa', s: 'a', d: 1, i: 1, j: 2, words: ['a'], scores: [1] }];

function compileAndDecide(set: RuleSet): void {
  const made = compile(set);
  for (const input of inputs) expectRecord(decide(made, input, { at, trace: true }));
}

describe('compile takes', () => {
  test('any text for an expression', () => {
    fc.assert(
      fc.property(text, written => compileAndDecide(writtenEverywhere(written))),
      { numRuns: cases(20) },
    );
  });

  test('expressions with a slip of the hand', () => {
    fc.assert(
      fc.property(mutated, written => compileAndDecide(writtenEverywhere(written))),
      { numRuns: cases(20) },
    );
  });

  const many = 20_000;
  test.each([
    ['parentheses', '('.repeat(many)],
    ['closed parentheses', `${'('.repeat(many)}p${')'.repeat(many)}`],
    ['negations', `${'!'.repeat(4000)}p`],
    ['minuses', `${'-'.repeat(4000)}x > 1`],
    ['a conjunction', Array.from({ length: 1400 }, () => 'p').join(' && ')],
    ['a disjunction that is too long', Array.from({ length: many }, () => 'p').join(' || ')],
    ['a sum', `${Array.from({ length: 1500 }, () => 'x').join(' + ')} > 1`],
    ['a sum of constants', `x > ${Array.from({ length: 1500 }, () => '1').join(' + ')}`],
    ['a linear chain', `${Array.from({ length: 800 }, () => '2 * ').join('')}x > 1`],
    ['a choice of choices', `${Array.from({ length: 900 }, () => 'p ? q : ').join('')}p`],
    ['lists in lists', `${'['.repeat(4000)}${']'.repeat(4000)} == []`],
    ['a long list', `i in [${Array.from({ length: 2000 }, (_, index) => index).join(', ')}]`],
    ['selections', `${'order.'.repeat(1500)}total > 1`],
    [
      'macros in macros',
      `${Array.from({ length: 30 }, (_, n) => `words.exists(w${n}, `).join('')}true${')'.repeat(30)}`,
    ],
    ['a long string', `t == "${'x'.repeat(9000)}"`],
    ['an open string', `t == "${'x'.repeat(many)}`],
    ['a large number', `x > ${'9'.repeat(4000)}`],
    ['a small number', `x > 0.${'0'.repeat(4000)}1`],
    ['braces', '{{'.repeat(4000)],
    ['a pattern with many repeats', `t.matches("${'(a{1,50}){1,50}'.repeat(20)}")`],
    ['nulls', '\u0000'.repeat(1000)],
  ])('%s', (_, written) => {
    compileAndDecide(writtenEverywhere(written));
  });

  test('all/any/not nested a thousand levels deep, and empty ones', () => {
    let nested: RuleSet['rules'][number]['when'] = 'p';
    for (let depth = 0; depth < 1000; depth++) nested = depth % 2 === 0 ? { not: nested } : { all: [nested] };
    compileAndDecide({ ...ruleSet, rules: [{ id: 'deep', when: nested, decide: 'stop' }] });
    for (const when of [{ all: [] }, { any: [] }, { not: { all: [] } }])
      compileAndDecide({ ...ruleSet, rules: [{ id: 'empty', when, decide: 'stop' }] });
  });

  test('names that are in the way of each other, of CEL, or of the language', () => {
    const odd = [
      'a',
      'a.b',
      'a.b.c',
      'in',
      'int',
      'size',
      'input',
      'thresholds',
      '__proto__',
      'x.__proto__',
      'has',
      '',
    ];
    const set: RuleSet = {
      ...ruleSet,
      signals: Object.fromEntries(odd.map(name => [name, { type: 'string' as const }])),
      thresholds: Object.fromEntries(odd.map(name => [name, 'x'])),
      rules: odd.map((name, index) => ({
        id: `rule-${index}`,
        when: `${name} == "x" || thresholds.${name} == "x" || has(${name})`,
        decide: 'stop' as const,
        reason: `{{ ${name} }}`,
      })),
    };
    compileAndDecide(set);
    const made = compile(set);
    expectRecord(decide(made, { a: 'x', in: 'x', x: { __proto__: 'x' } }, { at, trace: true }));
    expectRecord(decide(made, { a: { b: { c: 'x' } } }, { at, trace: true }));
    expectRecord(decide(made, { a: { b: 'x' } }, { at, trace: true }));
  });

  test('references to nothing, and payload schemas that cannot be applied', () => {
    for (const schema of [
      { $ref: '#/nowhere' },
      { $ref: '#' },
      { properties: { x: { $ref: '#/properties/x' } } },
      { pattern: '(' },
      { $id: 'not a uri', $schema: 'nonsense' },
      'missing.json',
      false,
      true,
    ])
      compileAndDecide({
        ...ruleSet,
        payloads: { 'everything@1': { schema, fields: { x: 'x', __proto__: 'x', 'a/b~c': 'nowhere.at.all' } } },
      });
    compileAndDecide({
      escalation: 1,
      name: 'bare',
      version: '0.0.0',
      rules: [
        {
          id: 'bare',
          when: 'nothing > 1',
          decide: 'escalate',
          to: 'nobody',
          payload: 'none@1',
          reason: '{{ nothing }}',
        },
      ],
    });
  });
});
