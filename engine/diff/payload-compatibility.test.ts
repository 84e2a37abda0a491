import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import { payloadChanges } from './payload-compatibility.ts';

const schema: JsonObject = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string', maxLength: 500 },
    urgency: { type: 'string', enum: ['low', 'high'] },
    case: { type: 'object', properties: { amount: { type: 'number', minimum: 0 } } },
    events: { type: 'array', items: { $ref: '#/$defs/event' } },
  },
  $defs: { event: { type: 'object', properties: { at: { type: 'string' } } } },
};
const fields = { message: 'conversation.last', urgency: '"low"' };

function changed(edit: (schema: JsonObject) => void, old = schema) {
  const next = structuredClone(old);
  edit(next);
  return payloadChanges({ schema: old, fields }, { schema: next, fields }).map(({ path, message, breaking }) => [
    path.slice(1).join('.'),
    message,
    breaking,
  ]);
}

const at = (of: JsonObject, ...path: string[]): JsonObject => path.reduce((found, key) => found[key] as JsonObject, of);

describe('payload contracts', () => {
  test('equal contracts, and one with other texts', () => {
    expect(changed(() => undefined)).toEqual([]);
    expect(changed(next => void (at(next, 'properties', 'message')['description'] = 'What they said'))).toEqual([]);
  });

  test('removed fields are breaking, added fields are not, changed expressions are reported', () => {
    const of = (some: Record<string, string>) => payloadChanges({ fields }, { fields: some });
    expect(of({ message: 'conversation.last' })).toMatchObject([
      { path: ['fields', 'urgency'], message: 'The field `urgency` no longer travels.', breaking: true },
    ]);
    expect(of({ ...fields, graph: 'graph' })).toMatchObject([{ path: ['fields', 'graph'], breaking: false }]);
    expect(of({ ...fields, urgency: 'urgency' })).toMatchObject([
      { message: 'The field `urgency` holds `urgency`, no longer `"low"`.', breaking: false },
    ]);
  });

  test.each<[name: string, edit: (schema: JsonObject) => void, expected: [string, string, boolean][]]>([
    [
      'a property goes',
      next => delete at(next, 'properties')['urgency'],
      [['properties.urgency', 'The field `urgency` is gone from the schema.', true]],
    ],
    [
      'a property comes',
      next => void (at(next, 'properties')['tone'] = { type: 'string' }),
      [['properties.tone', 'The schema has a new field `tone`.', false]],
    ],
    [
      'another type',
      next => void (at(next, 'properties', 'message')['type'] = 'array'),
      [['properties.message.type', '`message` is of type array, no longer of type string.', true]],
    ],
    [
      'a value goes',
      next => void (at(next, 'properties', 'urgency')['enum'] = ['low']),
      [['properties.urgency.enum', '`urgency` can no longer be `"high"`.', true]],
    ],
    [
      'a value comes',
      next => void (at(next, 'properties', 'urgency')['enum'] = ['low', 'high', 'now']),
      [['properties.urgency.enum', '`urgency` can also be `"now"`.', false]],
    ],
    [
      'required now',
      next => void (next['required'] = ['message', 'urgency']),
      [['required', '`urgency` is required now.', true]],
    ],
    [
      'no longer required',
      next => void (next['required'] = []),
      [['required', '`message` need not be there any more.', true]],
    ],
    [
      'a narrower range',
      next => void (at(next, 'properties', 'case', 'properties', 'amount')['minimum'] = 10),
      [['properties.case.properties.amount.minimum', 'The `minimum` of `case.amount` is 10, no longer 0.', true]],
    ],
    [
      'a wider range',
      next => void (at(next, 'properties', 'message')['maxLength'] = 900),
      [['properties.message.maxLength', 'The `maxLength` of `message` is 900, no longer 500.', false]],
    ],
    [
      'inside a reference',
      next => void (at(next, '$defs', 'event', 'properties', 'at')['type'] = 'number'),
      [
        [
          'properties.events.items.properties.at.type',
          '`events[].at` is of type number, no longer of type string.',
          true,
        ],
      ],
    ],
    [
      'closed to other fields',
      next => void (next['additionalProperties'] = false),
      [['additionalProperties', 'The payload may have no other fields any more.', true]],
    ],
    [
      'what is not understood',
      next => void (next['anyOf'] = [{ required: ['urgency'] }]),
      [['anyOf', 'The `anyOf` of the payload changed.', true]],
    ],
  ])('%s', (_, edit, expected) => {
    expect(changed(edit)).toEqual(expected);
  });

  test('a removed schema, and an added one', () => {
    expect(payloadChanges({ schema, fields }, { fields })).toMatchObject([{ breaking: true }]);
    expect(payloadChanges({ fields }, { schema, fields })).toMatchObject([{ breaking: true }]);
  });
});
