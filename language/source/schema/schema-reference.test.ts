import { describe, expect, test } from 'vitest';
import type { Json } from '../../../engine/model/json.ts';
import {
  describeAt,
  keysAt,
  namesAt,
  schemaAt,
  valuesAt,
  type KeyReference,
  type SchemaKind,
} from './schema-reference.ts';
import { schemaOf, type SchemaNode } from './schema-nodes.ts';

const names = (keys: readonly KeyReference[]): string[] => keys.map(({ key }) => key);
const required = (keys: readonly KeyReference[]): string[] => names(keys.filter(each => each.required));

describe('keys', () => {
  test('of the document, in the order of the schema', () => {
    expect(names(keysAt('rule-set', []))).toEqual([
      ...[
        '$schema',
        'escalation',
        'name',
        'version',
        'description',
        'owner',
        'hitPolicy',
        'onUnknown',
        'imports',
        'signals',
      ],
      ...[
        'thresholds',
        'targets',
        'payloads',
        'rules',
        'default',
        'assumptions',
        'invariants',
        'governance',
        'rollback',
        'exports',
      ],
    ]);
  });

  test('which are required follows from what is there', () => {
    expect(required(keysAt('rule-set', [], { targets: {} }))).toEqual(['escalation']);
    expect(required(keysAt('rule-set', [], { rules: [] }))).toEqual(['escalation', 'name', 'version']);
    const rules = (rule: Json): Json => ({ rules: [rule] });
    expect(required(keysAt('rule-set', ['rules', 0], rules({ decide: 'pause' })))).toEqual(['id', 'when', 'decide']);
    expect(required(keysAt('rule-set', ['rules', 0], rules({ decide: 'route' })))).toEqual([
      'id',
      'when',
      'decide',
      'to',
    ]);
    const signal = { signals: { a: { type: 'array', maxAge: '5m' } } };
    expect(required(keysAt('rule-set', ['signals', 'a'], signal))).toEqual(['type', 'items', 'observedAt']);
  });

  test('say whether they are there, and what they mean', () => {
    const [id, version] = keysAt('rule-set', ['rules', 0], { rules: [{ id: 'a' }] });
    expect(id).toMatchObject({ key: 'id', present: true, title: 'Rule id', required: true, deprecated: false });
    expect(id?.description).toMatch(/^The rule's name, in kebab-case\./);
    expect(version).toMatchObject({ key: 'version', present: false, required: false });
  });

  test('of conditions in conditions', () => {
    expect(names(keysAt('rule-set', ['rules', 0, 'when']))).toEqual(['all', 'any', 'not']);
    expect(names(keysAt('rule-set', ['rules', 3, 'when', 'all', 1, 'any', 0, 'not']))).toEqual(['all', 'any', 'not']);
  });

  test('of a JSON Schema that stands in a payload contract', () => {
    expect(names(keysAt('rule-set', ['payloads', 'a@1', 'schema', 'properties', 'x', 'items']))).toContain('minLength');
    expect(names(keysAt('rule-set', ['payloads', 'a@1', 'schema'], { payloads: { 'a@1': { schema: {} } } }))).toContain(
      'properties',
    );
  });

  test('there are none where the author chooses names, and no schema speaks', () => {
    expect(keysAt('rule-set', ['signals'])).toEqual([]);
    expect(keysAt('rule-set', ['nowhere', 0, 'at'])).toEqual([]);
    expect(keysAt('samples', ['cases', 0, 'input'])).toEqual([]);
    expect(keysAt('rule-set', ['constructor'])).toEqual([]);
    expect(keysAt('rule-set', ['rules', 0, '__proto__'])).toEqual([]);
  });

  test('names that the author chooses', () => {
    expect(namesAt('rule-set', ['signals'])).toEqual({
      title: 'Signal name',
      description: 'A path into the input: names separated by dots.',
    });
    expect(namesAt('rule-set', [])).toBeUndefined();
  });

  test('samples and configuration', () => {
    expect(required(keysAt('samples', ['cases', 2]))).toEqual(['name', 'input']);
    expect(names(keysAt('samples', ['cases', 0, 'handoff', 1, 'expect']))).toEqual([
      'state',
      'to',
      'because',
      'joined',
      'unavailable',
      'approvals',
    ]);
    expect(names(keysAt('config', ['severity']))).toContain('unused-signal');
  });
});

describe('what to insert', () => {
  const snippet = (kind: SchemaKind, path: (string | number)[], key: string) =>
    keysAt(kind, path).find(each => each.key === key)?.insert;

  test.each([
    ['escalation', 'inline', '${1|2,1|}'],
    ['hitPolicy', 'inline', '${1|first,priority,unique,any|}'],
    ['version', 'inline', '${1:1.0.0}'],
    ['name', 'inline', '$1'],
    ['rules', 'sequence', '  - id: $1\n    when: $2\n    decide: ${3|continue,pause,route,escalate,deny,stop|}'],
    ['signals', 'mapping', '  ${1:confidence}:\n    type: ${2|number,integer,string,boolean,array|}'],
    ['payloads', 'mapping', '  ${1:refund-handoff@1}:\n    fields:\n      ${2:name}: $3'],
    ['invariants', 'sequence', '  - id: $1\n    require:\n      $2'],
    ['governance', 'mapping', '  $1'],
  ])('%s', (key, form, text) => {
    expect(snippet('rule-set', [], key)).toEqual({ form, snippet: text });
  });

  test('what YAML would read as something else is quoted; the default comes first', () => {
    expect(snippet('rule-set', ['targets', 'a', 'hours'], 'from')?.snippet).toBe('${1:"09:00"}');
    expect(snippet('rule-set', ['targets', 'a'], 'acknowledgeWithin')?.snippet).toBe('${1:15m}');
    expect(snippet('rule-set', ['payloads', 'a@1', 'schema'], 'type')?.snippet).toContain('"null"');
    expect(snippet('config', ['severity'], 'unused-signal')?.snippet).toBe('${1|hint,error,warning,information,off|}');
    expect(snippet('rule-set', ['rules', 0], 'when')?.snippet).toBe('$1');
  });
});

describe('values', () => {
  test('those that there are, with what they mean', () => {
    expect(valuesAt('rule-set', ['rules', 0, 'decide']).map(({ value, description }) => [value, description])).toEqual([
      ['continue', 'The agent goes on.'],
      ['pause', 'The agent stops and waits.'],
      ['route', 'Another agent takes over: `to` names a target of kind `agent`.'],
      ['escalate', 'A person takes over: `to` names a target of kind `human`.'],
      ['deny', 'The action is denied, whoever asks for it, and the agent goes on with its task.'],
      ['stop', 'The task ends, refused.'],
    ]);
    expect(valuesAt('rule-set', ['rules', 0, 'status']).find(each => each.default)?.value).toBe('active');
    expect(valuesAt('rule-set', ['signals', 'a', 'required']).map(({ value }) => value)).toEqual([true, false]);
    expect(valuesAt('rule-set', ['escalation']).map(({ value }) => value)).toEqual([2, 1]);
    expect(valuesAt('rule-set', ['targets', 'a', 'hours', 'days', 0]).map(({ value }) => value)).toContain('mon');
  });

  test('a list or one of them', () => {
    const decisions = valuesAt('rule-set', ['rules', 0, 'decide']).map(({ value }) => value);
    const require = ['invariants', 0, 'require', 'decide'];
    expect(valuesAt('rule-set', require).map(({ value }) => value)).toEqual(decisions);
    expect(valuesAt('rule-set', [...require, 1]).map(({ value }) => value)).toEqual(decisions);
    expect(
      valuesAt('rule-set', require, { invariants: [{ require: { decide: 'st' } }] }).map(({ value }) => value),
    ).toEqual(decisions);
  });

  test('ends of a handoff, where names of targets will do too', () => {
    const described = describeAt('rule-set', ['targets', 'a', 'onTimeout']);
    expect(described).toMatchObject({ title: 'On timeout', closed: false, default: 'pause', types: ['string'] });
    expect(described?.values.map(({ value }) => value)).toEqual(['pause', 'deny', 'stop', 'resume']);
  });
});

describe('descriptions', () => {
  test('the place itself speaks before what it refers to', () => {
    expect(describeAt('rule-set', ['targets', 'a', 'hours', 'from'])).toEqual({
      title: 'From',
      description: 'The first minute, HH:MM on a 24-hour clock.',
      types: ['string'],
      required: true,
      deprecated: false,
      values: [],
      closed: false,
      format: null,
      examples: ['09:00'],
      default: undefined,
    });
  });

  test('a conditional requirement shows', () => {
    const to = (decide: string) => describeAt('rule-set', ['rules', 0, 'to'], { rules: [{ decide }] })?.required;
    expect([to('pause'), to('escalate')]).toEqual([false, true]);
  });

  test('where no schema speaks there is nothing to say', () => {
    expect(describeAt('rule-set', ['nope'])).toBeUndefined();
    expect(describeAt('rule-set', ['rules', 'id'])).toBeUndefined();
    expect(schemaAt('rule-set', ['rules', 0, 'id', 'deeper'])).toEqual([]);
  });
});

/** A path of keys to each part of a schema, the shortest that the order of its keys leads to first. */
function* paths(
  kind: SchemaKind,
  path: (string | number)[] = [],
  seen = new Set<string>(),
): Generator<(string | number)[]> {
  const nodes: SchemaNode[] = schemaAt(kind, path);
  const part = JSON.stringify(nodes);
  if (seen.has(part)) return;
  seen.add(part);
  yield path;
  for (const { key } of keysAt(kind, path)) yield* paths(kind, [...path, key], seen);
  if (nodes.some(node => node.items !== undefined)) yield* paths(kind, [...path, 0], seen);
  if (nodes.some(node => typeof node.additionalProperties === 'object'))
    yield* paths(kind, [...path, 'any-name'], seen);
}

test.each<SchemaKind>(['rule-set', 'samples', 'config', 'decision-record'])(
  'every key of %s has a title and a description',
  kind => {
    const without = [...paths(kind)].flatMap(path =>
      keysAt(kind, path)
        .filter(each => (each.title ?? '') === '' || !/[.)]$/.test(each.description ?? ''))
        .map(({ key }) => [...path, key].join('/')),
    );
    expect(without).toEqual([]);
    expect(schemaOf(kind).description).toMatch(/\.$/);
  },
);
