import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { validateConfig, validateRuleSet, validateSamples, type SchemaProblem } from './schema-validation.ts';

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

describe('what people write in place of what is expected', () => {
  test.each([
    [
      'default: pause',
      'default [value] `default` expects a mapping, but this is the text `pause`. Write `default: { decide: pause }`.',
    ],
    ['default: Pause', 'default [value] `default` expects a mapping, but this is the text `Pause`.'],
    [
      'rollback: 1.0.0',
      'rollback [value] `rollback` expects a mapping, but this is the text `1.0.0`. Write `rollback: { to: 1.0.0 }`.',
    ],
    [
      'targets: { desk: human }',
      'targets/desk [value] `desk` expects the declaration of a target, such as { kind: human }, but this is the text `human`. Write `desk: { kind: human }`.',
    ],
    [
      'targets: { desk: { kind: human, hours: 9-18 } }',
      'targets/desk/hours [value] `hours` expects opening hours, such as { timezone: Europe/Berlin, days: [mon, fri], from: "09:00", until: "18:00" }, but this is the text `9-18`.',
    ],
    [
      'signals: { a: { type: Duration } }',
      'signals/a/type [value] `Duration` is not a type: write `type: string, format: duration`.',
    ],
    [
      'signals: { a: { type: float } }',
      'signals/a/type [value] `float` is not a type: choose number, integer, string, boolean or array. Did you mean number? => number',
    ],
  ])('%s', (text, problem) => {
    expect(ofRuleSet(text)).toEqual([problem]);
  });
});

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
      'governance/xyzzy [key] `xyzzy` is not a key of governance rules. Possible keys are `requiredApprovals`, `approvers` and `signatures`.',
    ]);
  });

  test('a missing key is marked at the key of what lacks it; in a list at its first key; values are listed', () => {
    expect(ofRuleSet('default: { reason: x }')).toEqual([
      'default [key] `decide` is missing: continue, pause, route, escalate, deny or stop.',
    ]);
    expect(ofRuleSet('rules: [{ title: x, when: true, id: a }]')).toEqual([
      'rules/0/when [key] `decide` is missing: continue, pause, route, escalate, deny or stop.',
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
      'signals/a/maxAge [key] `maxAge` also needs `observedAt`: path into the input of the RFC 3339 time at which the value was observed.',
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
    ['rules: yes', 'rules [value] `rules` expects a list, but this is the text `yes`. Write it as a list: [yes].'],
    ['signals:', 'signals [value] `signals` is empty. It expects a mapping.'],
    [
      'signals: { a: number }',
      'signals/a [value] `a` expects the declaration of a signal, such as { type: number }, but this is the text `number`. Write `a: { type: number }`.',
    ],
    [
      'signals: { a: { type: bool } }',
      'signals/a/type [value] `bool` is not a type: choose number, integer, string, boolean or array. Did you mean boolean? => boolean',
    ],
    [
      'signals: { a: { type: string, enum: [free, 1] } }',
      'signals/a/enum/1 [value] This item expects text, but this is the number 1. Put it in quotes.',
    ],
    [
      'signals: { a: { type: array, items: { type: integer, enum: [1.5] } } }',
      'signals/a/items/enum/0 [value] This item expects a whole number, but this is the number 1.5.',
    ],
    [
      'signals: { a: { type: number, minimum: "0" } }',
      'signals/a/minimum [value] `minimum` expects a number, but this is the text `0`. Write 0 without quotes.',
    ],
    [
      'signals: { a: { type: string, pattern: "(" } }',
      'signals/a/pattern [value] `(` is not a regular expression (RE2).',
    ],
    [
      'signals: { a: { type: number, required: "yes" } }',
      'signals/a/required [value] `required` expects true or false, but this is the text `yes`. Write true.',
    ],
    [
      'targets: { a: { kind: human, resolveWithin: 4 hours } }',
      'targets/a/resolveWithin [value] `4 hours` is not a duration: write 15m, 1h30m, 500ms or 2d, or ISO 8601 as in PT15M. Did you mean 4h? => 4h',
    ],
    [
      'targets: { a: { kind: human, resolveWithin: 4 } }',
      'targets/a/resolveWithin [value] `resolveWithin` expects a duration, such as 15m, but this is the number 4.',
    ],
    [
      'targets: { a: { kind: human, capacity: 0 } }',
      'targets/a/capacity [value] `capacity` must be at least 1, but is 0.',
    ],
    [
      'rollback: { to: 2.2 }',
      'rollback/to [value] `to` expects a SemVer version with three numbers, such as 2.3.0, but this is the number 2.2.',
    ],
    [
      'rollback: { to: v2.2 }',
      'rollback/to [value] `v2.2` is not a SemVer version: three numbers as in 2.3.0. Did you mean 2.2.0? => 2.2.0',
    ],
    [
      'rules: [text]',
      'rules/0 [value] This item expects a rule: a mapping with `id`, `when` and `decide`, but this is the text `text`.',
    ],
    [
      'rules: [{ id: Large Refund, when: true, decide: stop }]',
      'rules/0/id [value] `Large Refund` is not a name in kebab-case: lower-case letters and digits, with single hyphens between them. Did you mean large-refund? => large-refund',
    ],
    [
      'rules: [{ id: a, when: 3, decide: stop }]',
      'rules/0/when [value] `when` expects a condition: a CEL expression, true, false, or `all`, `any` or `not` over conditions, but this is the number 3. Put it in quotes.',
    ],
    ['rules: [{ id: a, when: { all: [] }, decide: stop }]', 'rules/0/when/all [value] `all` is an empty list.'],
    [
      'rules: [{ id: a, when: { all: [b], any: [c] }, decide: stop }]',
      'rules/0/when [key] A condition has exactly one of `all`, `any` and `not`. Put one inside of the other to combine them.',
    ],
    [
      'rules: [{ id: a, when: { any: [b, { not: 3 }] }, decide: stop }]',
      'rules/0/when/any/1/not [value] `not` expects a condition: a CEL expression, true, false, or `all`, `any` or `not` over conditions, but this is the number 3. Put it in quotes.',
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
      'invariants/0/require/decide/1 [value] `stpo` is not a decision: choose continue, pause, route, escalate, deny or stop. Did you mean stop? => stop',
    ],
    [
      'invariants: [{ id: a, require: { decide: stpo } }]',
      'invariants/0/require/decide [value] `stpo` is not a decision: choose continue, pause, route, escalate, deny or stop. Did you mean stop? => stop',
    ],
    [
      'rules: [{ id: a, when: true, decide: block }]',
      'rules/0/decide [value] `block` is not a decision: choose continue, pause, route, escalate, deny or stop. Did you mean deny? => deny',
    ],
    [
      'default: { decide: Allow }',
      'default/decide [value] `Allow` is not a decision: choose continue, pause, route, escalate, deny or stop. Did you mean continue? => continue',
    ],
    [
      'invariants: [{ id: a, require: {} }]',
      'invariants/0/require [key] An invariant requires something: `decide`, `to` or `payload`.',
    ],
    [
      'payloads: { a@1: { fields: { b: 3 } } }',
      'payloads/a@1/fields/b [value] `b` expects text, but this is the number 3. Put it in quotes.',
    ],
  ])('%s', (text, problem) => {
    expect(ofRuleSet(text)).toEqual([problem]);
  });

  test('hours: an unknown time zone, a day that stands twice, a time that is none', () => {
    const hours = 'hours: { timezone: Europe/Berln, days: [monday, tue, tue], from: 9:00, until: "24:00" }';
    expect(ofRuleSet(`targets: { a: { kind: human, ${hours} } }`)).toEqual([
      'targets/a/hours/timezone [value] `Europe/Berln` is not a time zone: use its IANA name, such as Europe/Berlin. Did you mean Europe/Berlin? => Europe/Berlin',
      'targets/a/hours/days/0 [value] `monday` is not a day of the week: choose mon, tue, wed, thu, fri, sat or sun. Did you mean mon? => mon',
      'targets/a/hours/days/2 [value] `tue` is listed twice.',
      'targets/a/hours/from [value] `9:00` is not a time of day: write HH:MM on a 24-hour clock, as in 09:00.',
    ]);
  });

  test('another version of the language', () => {
    expect(told(validateRuleSet({ escalation: 3 }))).toEqual([
      'escalation [value] The version of the rule language is `1` or `2`; no other is known here. (The version of the rule set itself is `version`.)',
    ]);
  });

  test('a document that is no mapping', () => {
    expect(told(validateRuleSet([]))).toEqual([
      ' [value] This document expects a rule set: a mapping with `escalation`, `name`, `version` and `rules`, but this is a list.',
    ]);
    expect(told(validateRuleSet(undefined))).toEqual([
      ' [value] This document is empty. It expects a rule set: a mapping with `escalation`, `name`, `version` and `rules`.',
    ]);
  });

  test('numbers that JSON does not have', () => {
    expect(ofRuleSet('signals: { a: { type: number, minimum: .nan } }')).toEqual([
      'signals/a/minimum [value] `minimum` expects a number, but this is the number NaN.',
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
    'cases/3/handoff/0/expect/state [value] `handedoff` is not a state: choose requested, handed-off, acknowledged, resolved, paused, denied, stopped or resumed. Did you mean handed-off? => handed-off',
    'cases/3/handoff/0/expect/because [value] `timout` is not a cause: choose timeout, rejected, unavailable, failed, loop, rounds or null. Did you mean timeout? => timeout',
    'cases/3/handoff/1/event [value] `ackd` is not an event: choose acknowledged, approved, resolved, rejected, failed or unavailable.',
  ]);
});

test('a configuration', () => {
  expect(told(validateConfig({ severity: { 'unused-signals': 'off', 'fails-open': 'warn' } }))).toEqual([
    'severity/unused-signals [key] `unused-signals` is not a key of a severity table. Did you mean `unused-signal`? => unused-signal',
    'severity/fails-open [value] `warn` is not a severity: choose error, warning, information, hint or off. Did you mean warning? => warning',
  ]);
});
