import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../engine/model/json.ts';
import {
  maxProblems,
  validateConfig,
  validateRuleSet,
  validateSamples,
  type SchemaProblem,
} from './schema-validation.ts';
import { cases, deep } from '../../../testing/random/random-cases.ts';

/** `path [part] message => suggestion` of each problem. */
function told(problems: readonly SchemaProblem[]): string[] {
  return problems.map(
    ({ path, part, message, suggestion }) =>
      `${path.join('/')} [${part}] ${message}${suggestion === null ? '' : ` => ${suggestion}`}`,
  );
}

describe('bounds', () => {
  /** Sizes at which anything worse than linear never ends; a tenth of them does not in `npm test` either. */
  const large = (size: number): number => (deep ? size : size / 10);

  function bounded(validate: () => SchemaProblem[]): SchemaProblem[] {
    const problems = validate();
    expect(problems.length).toBeLessThanOrEqual(maxProblems + 1);
    return problems;
  }

  const document = (part: JsonObject): JsonObject => ({ escalation: 1, name: 'a', version: '1.0.0', ...part });
  const many = <T>(count: number, of: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => of(index));

  test('very many rules in order, and the same with one fault at the end', () => {
    const rules = many(large(60_000), index => ({
      id: `rule-${index}`,
      when: 'confidence < 0.5',
      decide: 'pause',
      title: 'A title',
    }));
    expect(bounded(() => validateRuleSet(document({ rules })))).toEqual([]);
    const broken = [...rules, { id: 'last', when: true, decide: 'paus' }];
    expect(told(bounded(() => validateRuleSet(document({ rules: broken }))))).toEqual([
      `rules/${rules.length}/decide [value] \`paus\` is not a decision: choose continue, pause, route, escalate, deny or stop. Did you mean pause? => pause`,
    ]);
  });

  test.each<[string, JsonObject]>([
    ['rules that are none', { rules: many(large(200_000), () => 1) }],
    ['rules that lack everything', { rules: many(large(100_000), () => ({})) }],
    [
      'one rule with very many wrong tags',
      { rules: [{ id: 'a', when: true, decide: 'stop', tags: many(large(1_000_000), () => 1) }] },
    ],
    [
      'one condition with very many wrong operands',
      { rules: [{ id: 'a', when: { all: many(large(1_000_000), () => 1) }, decide: 'stop' }] },
    ],
    ['unknown keys', Object.fromEntries(many(large(100_000), index => [`key-${index}`, index]))],
    ['unknown keys of a rule', { rules: [Object.fromEntries(many(large(100_000), index => [`key-${index}`, index]))] }],
    [
      'signals that are none',
      { signals: Object.fromEntries(many(large(100_000), index => [`signal ${index}`, index])) },
    ],
    ['approvers', { governance: { approvers: many(large(1_000_000), () => 1) } }],
    ['a text of 5 MB', { name: 'a-'.repeat(2_500_000) }],
    ['a duration of 5 MB', { targets: { a: { kind: 'human', resolveWithin: '1'.repeat(5_000_000) } } }],
    ['names of 100 kB', { targets: Object.fromEntries(many(50, index => [`${'A'.repeat(100_000)}${index}`, {}])) }],
  ])('%s', (_, part) => {
    const problems = bounded(() => validateRuleSet(document(part)));
    expect(problems.length).toBeGreaterThan(0);
    expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(1_000);
  });

  test('the rest that is not listed is mentioned', () => {
    const problems = validateRuleSet(document({ rules: many(1_000, () => 1) }));
    expect(problems).toHaveLength(maxProblems + 1);
    expect(told(problems).at(-1)).toBe(
      'escalation [key] There are more than 200 schema violations; only the first are shown.',
    );
  });

  const nested = (depth: number, inside: Json, wrap: (value: Json) => Json): Json => {
    let value = inside;
    for (let level = 0; level < depth; level++) value = wrap(value);
    return value;
  };

  test('conditions in conditions: checked to a depth, then refused at their place; the rest is still checked', () => {
    const deep = (depth: number): JsonObject =>
      document({
        rules: [
          { id: 'a', when: nested(depth, 3, value => ({ not: value })), decide: 'stop' },
          { id: 'b', when: true, decide: 'x' },
        ],
      });
    expect(bounded(() => validateRuleSet(deep(200))).map(({ kind }) => kind)).toEqual(['wrong-type', 'wrong-value']);
    for (const depth of [300, 100_000]) {
      const problems = bounded(() => validateRuleSet(deep(depth)));
      expect(problems.map(({ kind, path }) => [kind, path.slice(0, 3).join('/')])).toEqual([
        ['too-large', 'rules/0/when'],
        ['wrong-value', 'rules/1/decide'],
      ]);
    }
  });

  test('the input of a sample may be as large and deep as it likes', () => {
    const input = { deep: nested(10_000, 1, value => [value]), wide: many(100_000, () => 1) };
    const cases = [
      { name: 'a', input, at: 'x' },
      { name: 'b', input },
    ];
    expect(bounded(() => validateSamples({ samples: 1, ruleset: 'a', cases })).map(({ path }) => path)).toEqual([
      ['cases', 0, 'at'],
    ]);
  });

  test('cycles, and aliases that multiply', () => {
    const cyclic: JsonObject = document({});
    cyclic['rollback'] = cyclic;
    expect(bounded(() => validateRuleSet(cyclic)).length).toBeGreaterThan(0);
    const doubling = nested(40, 'a', value => ({ all: [value, value] }));
    expect(
      told(bounded(() => validateRuleSet(document({ rules: [{ id: 'a', when: doubling, decide: 'stop' }] })))),
    ).toEqual([
      'escalation [key] With its aliases expanded, the document has more than 3,000,000 values. Avoid aliases of aliases.',
    ]);
  });
});

describe('whatever the value', () => {
  const keys = fc.constantFrom(
    ...[
      'escalation',
      'name',
      'version',
      'rules',
      'signals',
      'targets',
      'when',
      'all',
      'not',
      'decide',
      'to',
      'id',
      'type',
      'items',
    ],
    ...[
      'enum',
      'hours',
      'days',
      'effective',
      'expect',
      'handoff',
      'cases',
      'input',
      '__proto__',
      'constructor',
      'toString',
      '',
      'a/b~c',
    ],
  );
  const { value } = fc.letrec<{ value: Json }>(tie => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<Json>(null, true, 0, 1, 1.5, NaN, Infinity, '', 'escalate', 'number', 'array', '15m', 'x'),
      fc.array(tie('value'), { maxLength: 4 }),
      fc
        .array(fc.tuple(keys, tie('value')), { maxLength: 6 })
        .map((entries): JsonObject => Object.fromEntries<Json>(entries)),
    ),
  }));

  function isSound(problems: readonly SchemaProblem[], whole: unknown): void {
    const places = problems.map(({ path, part, kind }) => JSON.stringify([path, part, kind === 'missing-key']));
    expect(new Set(places).size).toBe(places.length);
    for (const { path, part, message } of problems) {
      expect(message).not.toMatch(/\[object|undefined|schema in|must /);
      let inside = whole;
      for (const step of path) {
        expect(typeof inside === 'object' && inside !== null && Object.hasOwn(inside, step)).toBe(true);
        inside = (inside as Record<string | number, unknown>)[step];
      }
      if (part === 'key') expect(typeof path.at(-1)).toBe('string');
    }
  }

  test('nothing is thrown, and every problem is at a place that exists', () => {
    fc.assert(
      fc.property(value, given => {
        isSound(validateRuleSet(given), given);
        isSound(validateSamples(given), given);
        isSound(validateConfig(given), given);
      }),
      { numRuns: cases(250) },
    );
  });

  test('also with what is not JSON at all', () => {
    const odd = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
      withObjectString: true,
    });
    fc.assert(
      fc.property(odd, keys, (given, key) => {
        validateRuleSet(given);
        validateRuleSet({ escalation: 1, [key]: given });
        validateSamples({ samples: 1, cases: [given, { [key]: given }] });
      }),
      { numRuns: cases(250) },
    );
  });

  test('a key named __proto__ is an unknown key like any other', () => {
    expect(told(validateRuleSet(JSON.parse('{"escalation": 1, "__proto__": {"rules": 3}}')))).toEqual([
      expect.stringMatching(/^__proto__ \[key\] `__proto__` is not a key of a rule set/),
    ]);
  });
});
