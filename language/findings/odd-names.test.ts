import { expect, test } from 'vitest';
import { compile, decide } from '../../engine/index.ts';
import type { Json } from '../../engine/model/json.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { createQueries } from '../queries/create-queries.ts';
import type { CheckedFile } from './check.ts';

const at = Date.UTC(2026, 0, 15, 12);

async function check(body: string): Promise<CheckedFile> {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': `escalation: 1\nname: a\nversion: 1.0.0\n${body}` });
  return createQueries(workspace, { clock: () => at }).findings(workspace.uri('a.escalation.yaml'));
}

/** One name for a signal, for parts of others, a threshold, a variable, and keys of the input and of a payload. */
const named = (name: string) => `
signals:
  x: { type: number }
  ${name}: { type: boolean, required: true }
  a.${name}: { type: integer, minimum: 0, maximum: 9, maxAge: 1h, observedAt: b.${name}.at }
  c.${name}.d: { type: string, enum: [${name}, other] }
  l: { type: array, items: { type: integer } }
thresholds: { ${name}: 4 }
targets: { desk: { kind: human } }
payloads: { p@1: { fields: { ${name}: 'q.${name}', e: 'x + 1' } } }
rules:
  - { id: sum, when: 'x * 2.0 > thresholds.${name} + 90 && !has(c.${name}.d)', decide: pause, reason: "{{ thresholds.${name} }}" }
  - { id: high, when: 'x > thresholds.${name}', decide: escalate, to: desk, payload: p@1 }
  - { id: never, when: '${name} && x > 6.0', decide: continue, onUnknown: skip }
  - { id: items, when: 'l.exists(${name}, ${name} > 4) && a.${name} > 2', decide: stop, onUnknown: skip }
  - { id: text, when: 'c.${name}.d == "${name}"', decide: stop, onUnknown: skip, reason: "{{ a.${name} }}" }
default: { decide: continue }
invariants:
  - { id: broken, when: '!${name}', require: { decide: stop } }
  - { id: kept, when: 'a.${name} > 2 && x > 5.0', require: { decide: [stop, pause, escalate] } }
`;

const inputs = (name: string): Json[] => [
  {},
  { x: 1, [name]: true, c: { [name]: { d: name } }, a: {} },
  { x: 60, [name]: false, a: { [name]: 7 }, b: { [name]: { at: '2026-01-15T12:00:00Z' } }, q: { [name]: 1 } },
  { x: 1, [name]: false, a: { [name]: 7 }, b: { [name]: { at: '2026-01-15T12:00:00Z' } }, l: [5] },
];

/** What is found, and what is decided on the inputs, with another name in place of the name. */
async function told(name: string): Promise<string> {
  const checked = await check(named(name));
  if (checked.kind !== 'rule-set' || !checked.valid) throw new Error(checked.findings[0]?.message);
  const compiled = compile(checked.project.ruleSet);
  const findings = checked.findings.map(({ fixes: _, ...each }) => each);
  const records = inputs(name).map(input => ({ ...decide(compiled, input, { at, trace: true }), digest: '' }));
  return JSON.stringify({ findings, records }, (key, value: unknown) => (key === 'digest' ? '' : value));
}

test.each(['constructor', 'toString', 'hasOwnProperty'])('%s is a name like any other', async name => {
  const other = 'z'.repeat(name.length);
  expect(await told(name)).toBe((await told(other)).replaceAll(other, name));
});

test.each([
  ['signals: { prototype: { type: boolean } }', 'prototype'],
  ['signals: { prototype.a: { type: boolean } }', 'prototype'],
  ['signals: { a.__proto__.b: { type: boolean } }', '__proto__'],
  ['signals: { a.in: { type: boolean } }', 'in'],
  ['thresholds: { prototype: 1 }', 'prototype'],
])('%s is refused at the name', async (declaration, name) => {
  const { findings } = await check(`${declaration}\nrules: [{ id: r, when: true, decide: stop }]\n`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors).toMatchObject([{ code: 'schema', range: { start: { line: 3 } } }]);
  expect(errors[0]?.message).toContain(`\`${name}\` is reserved in expressions`);
});

test.each([
  ['l.exists(size, size > 4)', 9, 'cannot name a variable'],
  ['l.exists(i, i in [1] && {"constructor": i}.size() > 0)', 25, 'cannot be a key of a map'],
])('%s has names that cannot be', async (condition, column, message) => {
  const { findings } = await check(`signals: { l: { type: array, items: { type: integer } } }
rules:
- id: r
  decide: stop
  when: |-
    ${condition}
`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors).toMatchObject([{ code: 'condition-type', range: { start: { character: 4 + column } } }]);
  expect(errors[0]?.message).toContain(message);
});
