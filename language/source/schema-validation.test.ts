import fc from 'fast-check';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../engine/model/json.ts';
import {
  mostProblems,
  validateConfig,
  validateRuleSet,
  validateSamples,
  type SchemaProblem,
} from './schema-validation.ts';

const header = 'escalation: 1\nname: refunds\nversion: 1.0.0\n';

/** `path [part] message => suggestion` of each problem. */
function told(problems: readonly SchemaProblem[]): string[] {
  return problems.map(
    ({ path, part, message, suggestion }) =>
      `${path.join('/')} [${part}] ${message}${suggestion === null ? '' : ` => ${suggestion}`}`,
  );
}

function ofRuleSet(text: string): string[] {
  return told(validateRuleSet(parse(header + text)));
}

describe('keys', () => {
  test('a misspelt key is marked at the key, and what it stands for is not missing as well', () => {
    expect(ofRuleSet('rules: [{ id: a, when: true, decid: pause }]')).toEqual([
      'rules/0/decid [key] `decid` is not a key of a rule. Did you mean `decide`? => decide',
    ]);
  });

  test.each([
    ['rules: [{ id: a, if: true, decide: pause }]', 'rules/0/if', 'when'],
    ['rules: [{ id: a, when: true, action: pause }]', 'rules/0/action', 'decide'],
    ['targets: { a: { kind: human, on_timeout: pause } }', 'targets/a/on_timeout', 'onTimeout'],
    ['signals: { a: { type: number, min: 0 } }', 'signals/a/min', 'minimum'],
    ['hit_policy: first', 'hit_policy', 'hitPolicy'],
  ])('%s: meant is %s', (text, path, suggestion) => {
    expect(validateRuleSet(parse(header + text))).toMatchObject([
      {
        kind: 'unknown-key',
        part: 'key',
        path: path.split('/').map(part => (/^\d+$/.test(part) ? Number(part) : part)),
        suggestion,
      },
    ]);
  });

  test('a key that is like none gets the list of keys', () => {
    expect(ofRuleSet('rollback: { to: 1.0.0, xyzzy: 3 }')).toEqual([
      'rollback/xyzzy [key] `xyzzy` is not a key of a rollback.',
    ]);
    expect(ofRuleSet('targets: { a: { kind: human, failOpen: { xyzzy: 1, atMost: 1, per: 1h } } }')).toEqual([
      'targets/a/failOpen/xyzzy [key] `xyzzy` is not a key of a bound on failing open.',
    ]);
    expect(ofRuleSet('governance: { xyzzy: 1 }')).toEqual([
      'governance/xyzzy [key] `xyzzy` is not a key of governance rules. There are `requiredApprovals` and `approvers`.',
    ]);
  });

  test('a missing key is marked at the key of what lacks it; in a list at its first key; values are listed', () => {
    expect(ofRuleSet('default: { reason: x }')).toEqual([
      'default [key] `decide` is missing: continue, pause, route, escalate or stop.',
    ]);
    expect(ofRuleSet('rules: [{ title: x, when: true, id: a }]')).toEqual([
      'rules/0/when [key] `decide` is missing: continue, pause, route, escalate or stop.',
    ]);
    expect(ofRuleSet('rules: [{}]')).toEqual(['rules/0 [value] `id`, `when` and `decide` are missing.']);
    expect(told(validateRuleSet({ rules: [], name: 'a' }))).toEqual([
      'name [key] `escalation` and `version` are missing.',
    ]);
  });

  test('only a rule set needs a name and a version; a library does not', () => {
    expect(validateRuleSet({ escalation: 1, targets: {} })).toEqual([]);
  });

  test.each([
    ['escalate', '`to` is missing: `escalate` hands over to a target of kind `human`.'],
    ['route', '`to` is missing: `route` hands over to a target of kind `agent`.'],
  ])('%s needs a target', (decide, message) => {
    expect(ofRuleSet(`rules: [{ id: a, when: true, decide: ${decide} }]`)).toEqual([`rules/0/id [key] ${message}`]);
    expect(ofRuleSet(`default: { decide: ${decide} }`)).toEqual([`default [key] ${message}`]);
    expect(ofRuleSet(`default: { decide: ${decide}, to: a }`)).toEqual([]);
  });

  test('what a key needs beside it', () => {
    expect(ofRuleSet('signals: { a: { type: number, maxAge: 5m } }')).toEqual([
      'signals/a/maxAge [key] `maxAge` needs `observedAt` beside it: path into the input of the RFC 3339 time at which the value was observed.',
    ]);
    expect(ofRuleSet('signals: { a: { type: array } }')).toEqual([
      'signals/a [key] A list needs `items`: the schema of each item, such as `items: { type: string }`.',
    ]);
  });

  test('names that cannot be are marked at the key, with the spelling that can', () => {
    expect(
      validateRuleSet(
        parse(`${header}signals: { customer tier: { type: number } }
thresholds: { min-confidence: 1 }
targets: { Support_L1: { kind: human }, pause: { kind: human } }
payloads: { Refund: { fields: {} } }`),
      ).map(({ path, part, suggestion }) => [path.join('/'), part, suggestion]),
    ).toEqual([
      ['signals/customer tier', 'key', 'customer_tier'],
      ['thresholds/min-confidence', 'key', 'min_confidence'],
      ['targets/Support_L1', 'key', 'support-l1'],
      ['targets/pause', 'key', null],
      ['payloads/Refund', 'key', 'refund@1'],
    ]);
  });
});

describe('values', () => {
  test.each([
    [
      'hitPolicy: frist',
      'hitPolicy [value] `frist` is not a hit policy: choose first, priority, unique or any. Did you mean first? => first',
    ],
    ['hitPolicy:', 'hitPolicy [value] `hitPolicy` is empty. Choose first, priority, unique or any.'],
    ['rules: yes', 'rules [value] `rules` expects a list, and this is the text `yes`. Write it as a list: [yes].'],
    ['signals:', 'signals [value] `signals` is empty. It expects a mapping.'],
    [
      'signals: { a: number }',
      'signals/a [value] `a` expects the declaration of a signal, such as { type: number }, and this is the text `number`.',
    ],
    [
      'signals: { a: { type: bool } }',
      'signals/a/type [value] `bool` is not a type: choose number, integer, string, boolean or array. Did you mean boolean? => boolean',
    ],
    [
      'signals: { a: { type: string, enum: [free, 1] } }',
      'signals/a/enum/1 [value] This item expects a text, and this is the number 1. Put it in quotes.',
    ],
    [
      'signals: { a: { type: array, items: { type: integer, enum: [1.5] } } }',
      'signals/a/items/enum/0 [value] This item expects a whole number, and this is the number 1.5.',
    ],
    [
      'signals: { a: { type: number, minimum: "0" } }',
      'signals/a/minimum [value] `minimum` expects a number, and this is the text `0`. Write 0 without quotes.',
    ],
    [
      'signals: { a: { type: string, pattern: "(" } }',
      'signals/a/pattern [value] `(` is not a regular expression (RE2).',
    ],
    [
      'signals: { a: { type: number, required: "yes" } }',
      'signals/a/required [value] `required` expects true or false, and this is the text `yes`. Write true.',
    ],
    [
      'targets: { a: { kind: human, resolveWithin: 4 hours } }',
      'targets/a/resolveWithin [value] `4 hours` is not a duration: write 15m, 1h30m, 500ms or 2d, or ISO 8601 as in PT15M. Did you mean 4h? => 4h',
    ],
    [
      'targets: { a: { kind: human, resolveWithin: 4 } }',
      'targets/a/resolveWithin [value] `resolveWithin` expects a duration, such as 15m, and this is the number 4.',
    ],
    [
      'targets: { a: { kind: human, capacity: 0 } }',
      'targets/a/capacity [value] `capacity` is at least 1, and this is 0.',
    ],
    [
      'rollback: { to: 2.2 }',
      'rollback/to [value] `to` expects a SemVer version with three numbers, such as 2.3.0, and this is the number 2.2.',
    ],
    [
      'rollback: { to: v2.2 }',
      'rollback/to [value] `v2.2` is not a SemVer version: three numbers as in 2.3.0. Did you mean 2.2.0? => 2.2.0',
    ],
    [
      'rules: [text]',
      'rules/0 [value] This item expects a rule: a mapping with `id`, `when` and `decide`, and this is the text `text`.',
    ],
    [
      'rules: [{ id: Large Refund, when: true, decide: stop }]',
      'rules/0/id [value] `Large Refund` is not a name in kebab-case: lower-case letters and digits, with single hyphens between them. Did you mean large-refund? => large-refund',
    ],
    [
      'rules: [{ id: a, when: 3, decide: stop }]',
      'rules/0/when [value] `when` expects a condition: a CEL expression, true, false, or `all`, `any` or `not` over conditions, and this is the number 3. Put it in quotes.',
    ],
    ['rules: [{ id: a, when: { all: [] }, decide: stop }]', 'rules/0/when/all [value] `all` is an empty list.'],
    [
      'rules: [{ id: a, when: { all: [b], any: [c] }, decide: stop }]',
      'rules/0/when [key] A condition has exactly one of `all`, `any` and `not`. Put one inside of the other to combine them.',
    ],
    [
      'rules: [{ id: a, when: { any: [b, { not: 3 }] }, decide: stop }]',
      'rules/0/when/any/1/not [value] `not` expects a condition: a CEL expression, true, false, or `all`, `any` or `not` over conditions, and this is the number 3. Put it in quotes.',
    ],
    [
      'rules: [{ id: a, when: true, decide: stop, effective: { from: 2026-03-02 } }]',
      'rules/0/effective/from [value] `2026-03-02` is not a time: write date, time and zone (RFC 3339), as in 2026-03-02T10:00:00Z. Did you mean 2026-03-02T00:00:00Z? => 2026-03-02T00:00:00Z',
    ],
    [
      'rules: [{ id: a, when: true, decide: stop, payload: refund }]',
      'rules/0/payload [value] `refund` does not name a payload contract: its name, `@` and its version, as in refund-handoff@1. Did you mean refund@1? => refund@1',
    ],
    [
      'invariants: [{ id: a, require: { decide: [stop, stpo] } }]',
      'invariants/0/require/decide/1 [value] `stpo` is not a decision: choose continue, pause, route, escalate or stop. Did you mean stop? => stop',
    ],
    [
      'invariants: [{ id: a, require: { decide: stpo } }]',
      'invariants/0/require/decide [value] `stpo` is not a decision: choose continue, pause, route, escalate or stop. Did you mean stop? => stop',
    ],
    [
      'invariants: [{ id: a, require: {} }]',
      'invariants/0/require [key] An invariant requires something: `decide`, `to` or `payload`.',
    ],
    [
      'payloads: { a@1: { fields: { b: 3 } } }',
      'payloads/a@1/fields/b [value] `b` expects a text, and this is the number 3. Put it in quotes.',
    ],
  ])('%s', (text, problem) => {
    expect(ofRuleSet(text)).toEqual([problem]);
  });

  test('hours: an unknown time zone, a day that stands twice, a time that is none', () => {
    const hours = 'hours: { timezone: Europe/Berln, days: [monday, tue, tue], from: 9:00, until: "24:00" }';
    expect(ofRuleSet(`targets: { a: { kind: human, ${hours} } }`)).toEqual([
      'targets/a/hours/timezone [value] `Europe/Berln` is not a time zone: use its IANA name, such as Europe/Berlin. Did you mean Europe/Berlin? => Europe/Berlin',
      'targets/a/hours/days/0 [value] `monday` is not a day of the week: choose mon, tue, wed, thu, fri, sat or sun. Did you mean mon? => mon',
      'targets/a/hours/days/2 [value] `tue` stands here twice.',
      'targets/a/hours/from [value] `9:00` is not a time of day: write HH:MM on a 24-hour clock, as in 09:00.',
    ]);
  });

  test('another version of the language', () => {
    expect(told(validateRuleSet({ escalation: 2 }))).toEqual([
      'escalation [value] The version of the rule language is `1`; no other is known. (The version of the rule set itself is `version`.)',
    ]);
  });

  test('a document that is no mapping', () => {
    expect(told(validateRuleSet([]))).toEqual([
      ' [value] This document expects a rule set: a mapping with `escalation`, `name`, `version` and `rules`, and this is a list.',
    ]);
    expect(told(validateRuleSet(undefined))).toEqual([
      ' [value] This document is empty. It expects a rule set: a mapping with `escalation`, `name`, `version` and `rules`.',
    ]);
  });

  test('numbers that JSON does not have', () => {
    expect(ofRuleSet('signals: { a: { type: number, minimum: .nan } }')).toEqual([
      'signals/a/minimum [value] `minimum` expects a number, and this is the number NaN.',
    ]);
  });
});

test('samples', () => {
  const text = `
samples: 1
ruleset: ./a.escalation.yaml
cases:
  - { name: a, inputs: {} }
  - { name: b, input: [], at: yesterday, expect: { decision: stop } }
  - { name: c, input: null, expect: {} }
  - { name: d, input: 1, handoff: [{ after: 16m, expect: { state: handedoff, because: timout } }, { afer: 5s, event: ackd }] }
  - { name: e, input: 1, expect: { to: null, payload: null, rule: default, missing: [] } }`;
  expect(told(validateSamples(parse(text)))).toEqual([
    'cases/0/inputs [key] `inputs` is not a key of a sample. Did you mean `input`? => input',
    'cases/1/expect/decision [key] `decision` is not a key of an expected decision. Did you mean `decide`? => decide',
    'cases/3/handoff/1/afer [key] `afer` is not a key of a step of a handoff. Did you mean `after`? => after',
    'cases/1/at [value] `yesterday` is not a time: write date, time and zone (RFC 3339), as in 2026-03-02T10:00:00Z.',
    'cases/2/expect [key] Nothing is expected here: write `decide`, `to`, `payload`, `rule`, `reasonCode`, `missing` or `firedOnUnknown`, or leave `expect` out.',
    'cases/3/handoff/0/expect/state [value] `handedoff` is not a state: choose requested, handed-off, acknowledged, resolved, paused, stopped or resumed. Did you mean handed-off? => handed-off',
    'cases/3/handoff/0/expect/because [value] `timout` is not a cause: choose timeout, rejected, unavailable, failed, loop or null. Did you mean timeout? => timeout',
    'cases/3/handoff/1/event [value] `ackd` is not an event: choose acknowledged, resolved, rejected, failed or unavailable.',
  ]);
});

test('a configuration', () => {
  expect(told(validateConfig({ severity: { 'unused-signals': 'off', 'fails-open': 'warn' } }))).toEqual([
    'severity/unused-signals [key] `unused-signals` is not a key of a severity table. Did you mean `unused-signal`? => unused-signal',
    'severity/fails-open [value] `warn` is not a severity: choose error, warning, information, hint or off. Did you mean warning? => warning',
  ]);
});

describe('bounds', () => {
  /** Milliseconds that a language server can spend on one keystroke in the largest document, on a slow machine. */
  const patience = 5_000;

  function timed(validate: () => SchemaProblem[]): SchemaProblem[] {
    const started = performance.now();
    const problems = validate();
    expect(performance.now() - started).toBeLessThan(patience);
    expect(problems.length).toBeLessThanOrEqual(mostProblems + 1);
    return problems;
  }

  const document = (part: JsonObject): JsonObject => ({ escalation: 1, name: 'a', version: '1.0.0', ...part });
  const many = <T>(count: number, of: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => of(index));

  test('5 MB of rules in order, and the same with one fault at the end', () => {
    const rules = many(60_000, index => ({
      id: `rule-${index}`,
      when: 'confidence < 0.5',
      decide: 'pause',
      title: 'A title',
    }));
    expect(JSON.stringify(rules).length).toBeGreaterThan(4_500_000);
    expect(timed(() => validateRuleSet(document({ rules })))).toEqual([]);
    const broken = [...rules, { id: 'last', when: true, decide: 'paus' }];
    expect(told(timed(() => validateRuleSet(document({ rules: broken }))))).toEqual([
      'rules/60000/decide [value] `paus` is not a decision: choose continue, pause, route, escalate or stop. Did you mean pause? => pause',
    ]);
  });

  test.each<[string, JsonObject]>([
    ['rules that are none', { rules: many(1_000_000, () => 1) }],
    ['rules that lack everything', { rules: many(500_000, () => ({})) }],
    [
      'one rule with a million wrong tags',
      { rules: [{ id: 'a', when: true, decide: 'stop', tags: many(1_000_000, () => 1) }] },
    ],
    [
      'one condition with a million wrong operands',
      { rules: [{ id: 'a', when: { all: many(1_000_000, () => 1) }, decide: 'stop' }] },
    ],
    ['unknown keys', Object.fromEntries(many(300_000, index => [`key-${index}`, index]))],
    ['unknown keys of a rule', { rules: [Object.fromEntries(many(300_000, index => [`key-${index}`, index]))] }],
    ['signals that are none', { signals: Object.fromEntries(many(300_000, index => [`signal ${index}`, index])) }],
    ['approvers', { governance: { approvers: many(1_000_000, () => 1) } }],
    ['a text of 5 MB', { name: 'a-'.repeat(2_500_000) }],
    ['a duration of 5 MB', { targets: { a: { kind: 'human', resolveWithin: '1'.repeat(5_000_000) } } }],
    ['names of 100 kB', { targets: Object.fromEntries(many(50, index => [`${'A'.repeat(100_000)}${index}`, {}])) }],
  ])('%s', (_, part) => {
    const problems = timed(() => validateRuleSet(document(part)));
    expect(problems.length).toBeGreaterThan(0);
    expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(1_000);
  });

  test('the rest that is not listed is mentioned', () => {
    const problems = validateRuleSet(document({ rules: many(1_000, () => 1) }));
    expect(problems).toHaveLength(mostProblems + 1);
    expect(told(problems).at(-1)).toBe(
      'escalation [key] There are more than 200 places that break the schema; these are the first.',
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
    expect(timed(() => validateRuleSet(deep(200))).map(({ kind }) => kind)).toEqual(['wrong-type', 'wrong-value']);
    for (const depth of [300, 100_000]) {
      const problems = timed(() => validateRuleSet(deep(depth)));
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
    expect(timed(() => validateSamples({ samples: 1, ruleset: 'a', cases })).map(({ path }) => path)).toEqual([
      ['cases', 0, 'at'],
    ]);
  });

  test('cycles, and aliases that multiply', () => {
    const cyclic: JsonObject = document({});
    cyclic['rollback'] = cyclic;
    expect(timed(() => validateRuleSet(cyclic)).length).toBeGreaterThan(0);
    const doubling = nested(40, 'a', value => ({ all: [value, value] }));
    expect(
      told(timed(() => validateRuleSet(document({ rules: [{ id: 'a', when: doubling, decide: 'stop' }] })))),
    ).toEqual([
      'escalation [key] With its aliases expanded the document holds more than 3,000,000 values. Write it without aliases of aliases.',
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
      { numRuns: 3_000 },
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
      { numRuns: 2_000 },
    );
  });

  test('a key named __proto__ is an unknown key like any other', () => {
    expect(told(validateRuleSet(JSON.parse('{"escalation": 1, "__proto__": {"rules": 3}}')))).toEqual([
      expect.stringMatching(/^__proto__ \[key\] `__proto__` is not a key of a rule set/),
    ]);
  });
});
