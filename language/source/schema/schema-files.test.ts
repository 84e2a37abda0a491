import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';
import { parseDuration } from '../../../engine/model/time/duration.ts';
import { compile } from '../../../engine/decide/compile.ts';
import { decide } from '../../../engine/decide/decide.ts';
import {
  decisions,
  endStates,
  hitPolicies,
  unknownPolicies,
  weekdays,
  type RuleSet,
} from '../../../engine/model/rule-set.ts';
import { handoffEvents } from '../../../engine/model/samples.ts';
import { guardInWords } from '../../findings/finding.ts';
import { findingDefinitions } from '../../findings/index.ts';
import { formats } from './schema-formats.ts';
import { valuesAt } from './schema-reference.ts';
import { validateRuleSet, validateSamples } from './schema-validation.ts';
import { cases } from '../../../testing/random/random-cases.ts';

const folder = new URL('../../../schemas/', import.meta.url);
const files = readdirSync(folder).filter(name => name.endsWith('.json'));
type Schema = Record<string, unknown> & { $id: string };
const schemas = new Map(files.map(name => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Schema]));

const annotations = [
  ...['alsoKnownAs', 'describedBy', 'enumDescriptions', 'errorMessage', 'expects', 'patternErrorMessage', 'spelling'],
  ...['suggestionDescriptions', 'suggestions', 'writtenAs', 'since'],
];

function compiler() {
  return new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTypes: false,
    allowUnionTypes: true,
    keywords: annotations,
    formats,
  });
}

describe.each(files)('%s', name => {
  const schema = schemas.get(name);
  /** Reports, lists and events are written by programs: no person reads errors about them. */
  const isWrittenByPeople = !/report|event|export-targets/.test(name);

  /** Every node of the schema that is a schema itself. */
  function* nodes(value: unknown): Generator<Record<string, unknown>> {
    if (typeof value !== 'object' || value === null) return;
    if (!Array.isArray(value)) yield value as Record<string, unknown>;
    for (const [key, inside] of Object.entries(value)) {
      if (!['examples', 'default', 'const', 'enum'].includes(key)) yield* nodes(inside);
    }
  }

  test('is a JSON Schema of draft 2020-12 with a stable identifier', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://handrail.dev/schemas/${name}`,
    });
    expect(() => compiler().compile(schema ?? false)).not.toThrow();
  });

  test('has no alternatives whose errors nobody understands', () => {
    const forked = [...nodes(schema)].flatMap(node =>
      ['anyOf', 'oneOf', 'not'].filter(
        keyword => node[keyword] !== undefined && !('title' in (node[keyword] as object)),
      ),
    );
    if (isWrittenByPeople) expect(forked).toEqual([]);
  });

  test('describes each value of an enum that it describes at all', () => {
    for (const node of nodes(schema)) {
      if (Array.isArray(node['enumDescriptions']))
        expect(node['enumDescriptions']).toHaveLength((node['enum'] as unknown[]).length);
      if (Array.isArray(node['suggestionDescriptions']))
        expect(node['suggestionDescriptions']).toHaveLength((node['suggestions'] as unknown[]).length);
    }
  });

  test('says of every pattern what it wants', () => {
    for (const node of nodes(schema)) {
      if (typeof node['pattern'] === 'string' && node['type'] === 'string' && isWrittenByPeople) {
        expect(node, JSON.stringify(node)).toHaveProperty('patternErrorMessage');
      }
    }
  });

  test('gives examples that are right', () => {
    const ajv = compiler();
    ajv.addSchema(schema ?? false);
    for (const node of nodes(schema)) {
      if (!Array.isArray(node['examples']) || typeof node['title'] !== 'string') continue;
      const validate = ajv.compile({ ...node, $defs: schema?.['$defs'], $id: `urn:example:${Math.random()}` });
      for (const example of node['examples'])
        expect(validate(example), `${node['title']}: ${JSON.stringify(example)}`).toBe(true);
    }
  });
});

describe('schemas and engine agree', () => {
  const values = (...path: (string | number)[]) => valuesAt('rule-set', path).map(({ value }) => value);

  test('on the words', () => {
    expect(values('rules', 0, 'decide')).toEqual([...decisions]);
    expect(values('default', 'decide')).toEqual([...decisions]);
    expect(values('hitPolicy')).toEqual([...hitPolicies]);
    expect(values('onUnknown')).toEqual([...unknownPolicies]);
    expect(values('targets', 'a', 'onTimeout')).toEqual([...endStates]);
    expect(values('targets', 'a', 'hours', 'days', 0)).toEqual([...weekdays]);
    expect(valuesAt('samples', ['cases', 0, 'handoff', 0, 'event']).map(({ value }) => value)).toEqual([
      ...handoffEvents,
    ]);
    expect(valuesAt('samples', ['cases', 0, 'expect', 'decide']).map(({ value }) => value)).toEqual([...decisions]);
    expect(valuesAt('decision-record', ['decision']).map(({ value }) => value)).toEqual([...decisions]);
  });

  test('on the findings and their severities', () => {
    const configurable = schemas.get('config.schema.json') as {
      properties: { severity: { properties: Record<string, { default: string; description: string; $ref: string }> } };
    } & Schema;
    const { properties } = configurable.properties.severity;
    const expected = Object.fromEntries(findingDefinitions.map(({ code, severity }) => [code, severity]));
    const listed = Object.fromEntries(
      Object.entries(properties)
        .filter(([code]) => code in expected)
        .map(([code, each]) => [code, each.default]),
    );
    expect(listed).toEqual(expected);
    for (const definition of findingDefinitions) {
      const { description = '', $ref } = properties[definition.code] ?? {};
      const guard = guardInWords(definition);
      expect($ref, definition.code).toBe(`#/$defs/${definition.guards ?? 'severity'}`);
      if (guard !== null) expect(description).toMatch(new RegExp(`Always an error: ${guard}\\.$`));
    }
  });

  test('on what a duration is', () => {
    const problems = (resolveWithin: string) =>
      validateRuleSet({ escalation: 1, targets: { a: { kind: 'human', resolveWithin } } });
    const pieces = fc.constantFrom(
      '1',
      '15',
      '0.5',
      'm',
      'h',
      's',
      'ms',
      'd',
      'P',
      'T',
      'M',
      'H',
      'S',
      'W',
      'D',
      ' ',
      '-',
      'us',
      'µs',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 7 }), parts => {
        const text = parts.join('');
        if (problems(text).length === 0) expect(parseDuration(text), text).toBeDefined();
      }),
      { numRuns: cases(1000) },
    );
    for (const text of ['15m', '1h30m', '500ms', '2d', '1.5h', 'PT15M', 'P1DT2H', 'P1W', 'PT0.5S'])
      expect(problems(text), text).toEqual([]);
    for (const text of ['', '15', 'm', '-5m', 'P', 'PT', 'P1M', 'P1Y', '5 m', '1h 30m', '15M'])
      expect(problems(text), text).toHaveLength(1);
  });
});

describe('the documentation', () => {
  const blocks = [
    ...readFileSync(new URL('../../../docs/language.md', import.meta.url), 'utf8').matchAll(/```yaml\n(.*?)```/gs),
  ].map(match => match[1] ?? '');

  test('its rule set and samples are right', () => {
    const whole = blocks
      .map(text => parseAllDocuments(text))
      .flat()
      .map(document => document.toJS() as Record<string, unknown>);
    const ruleSets = whole.filter(each => 'escalation' in each);
    const samples = whole.filter(each => 'samples' in each);
    expect([ruleSets.length, samples.length].every(count => count > 0)).toBe(true);
    expect(ruleSets.flatMap(validateRuleSet)).toEqual([]);
    expect(samples.flatMap(validateSamples)).toEqual([]);
  });
});

test.each(['first', 'priority'])('a decision record is as its schema says, under the hit policy %s', hitPolicy => {
  const text = `
escalation: 2
hitPolicy: ${hitPolicy}
name: refunds
version: 1.0.0
signals: { amount: { type: number, required: true }, age: { type: number, maxAge: 5m, observedAt: at } }
payloads: { a@1: { schema: { required: [missing] }, fields: { amount: amount, other: nothing } } }
targets: { people: { kind: human } }
rules:
  - { id: shadow, status: shadow, when: amount > 0, decide: stop }
  - { id: old, when: age > 3, decide: pause }
  - { id: large, when: { all: [amount > 3, { any: [true, age < 1] }] }, decide: escalate, to: people, payload: a@1, severity: high, reasonCode: large }
  - { id: huge, when: amount > 9, decide: deny }
assumptions: [{ holds: amount < 3, reason: small }]`;
  const compiled = compile(parse(text) as RuleSet);
  const validate = compiler().compile(schemas.get('decision-record.schema.json') ?? false);
  const known = Object.keys((schemas.get('decision-record.schema.json') as { properties: object } & Schema).properties);
  for (const input of [{ amount: 10, age: null }, { amount: 'x' }, {}, 3, null]) {
    const record = JSON.parse(JSON.stringify(decide(compiled, input, { at: 0, trace: true }))) as Record<
      string,
      unknown
    >;
    validate(record);
    expect(validate.errors ?? []).toEqual([]);
    expect(Object.keys(record).filter(key => !known.includes(key))).toEqual([]);
    validate({ ...record, input, verdict: { decide: 'stop', by: 'alice', at: '2026-03-02T10:00:00Z' } });
    expect(validate.errors ?? []).toEqual([]);
  }
});

test('the generated validators evaluate nothing and need nothing at run time', () => {
  const code = readFileSync(new URL('./generated/validators.js', import.meta.url), 'utf8');
  expect(code.match(/^import .*$/gm)?.filter(line => !line.includes('"../schema-formats.ts"'))).toEqual([]);
  expect(code).not.toMatch(/\beval\(|new Function|__require\(|process\.|Buffer\b/);
});
