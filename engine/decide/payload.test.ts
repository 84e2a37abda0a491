import { describe, expect, test } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { Json } from '../model/json.ts';
import type { PayloadContract } from '../model/rule-set.ts';
import { digest } from './digest.ts';
import { payloadAssembler, undeclaredPayload } from './payload.ts';

const checker = createExpressionChecker(
  declarationsOf({ signals: { amount: { type: 'integer' } }, thresholds: { limit: 0.7 } }),
);

function assembled(fields: Record<string, string>, input: Json, schema: PayloadContract['schema'] = true) {
  return payloadAssembler('case@1', { fields, schema }, checker)(input, new Map());
}

describe('a payload', () => {
  test('has what its fields select, and its digest', () => {
    const input = { conversation: { last: 'Hi', events: [{ kind: 'open' }] }, amount: 5 };
    const fields = {
      text: 'conversation.last',
      first: 'conversation.events[0]',
      amount: 'amount',
      limit: 'thresholds.limit',
    };
    const data = { text: 'Hi', first: { kind: 'open' }, amount: 5, limit: 0.7 };
    expect(assembled(fields, input)).toEqual({
      contract: 'case@1',
      data,
      digest: digest(data),
      omitted: [],
      errors: [],
    });
  });

  test('is a frozen deep copy', () => {
    const input = { box: { list: [1] } };
    const { data } = assembled({ box: 'box' }, input);
    input.box.list.push(2);
    expect(data).toEqual({ box: { list: [1] } });
    expect(Object.isFrozen(data)).toBe(true);
    expect(Object.isFrozen((data['box'] as { list: Json }).list)).toBe(true);
  });

  test('omits fields that are absent from the input, and keeps null', () => {
    const fields = { a: 'x.y.z', b: 'items[3]', c: 'nothing', d: 'none' };
    expect(assembled(fields, { x: {}, items: [], none: null })).toMatchObject({
      data: { d: null },
      omitted: ['a', 'b', 'c'],
      errors: [],
    });
  });

  test('reports fields that could not be computed, and is handed over nevertheless', () => {
    const { data, errors, omitted } = assembled({ ok: 'x', 'a/b~c': '1 / int(x)', bad: 'x +' }, { x: 0 });
    expect({ data, omitted }).toEqual({ data: { ok: 0 }, omitted: [] });
    expect(errors).toEqual([
      { path: '/a~1b~0c', message: expect.stringMatching(/division by zero/i) as string },
      { path: '/bad', message: '`x +` is not a valid expression.' },
    ]);
  });

  test('reads no inherited properties of the input', () => {
    const fields = { a: 'x.constructor', b: 'constructor', c: 'x.__proto__', d: 'toString', e: 'items.length' };
    const { data, errors } = assembled(fields, { x: {}, items: [1, 2] });
    expect(data).toEqual({});
    expect(errors).toEqual([]);
  });

  test('calculates with the numbers of the input as doubles', () => {
    expect(
      assembled({ half: 'order.amount / 2', more: 'amount + 1' }, { order: { amount: 5 }, amount: 5 }).data,
    ).toEqual({ half: 2.5, more: 6 });
  });

  test('is empty for an input that is not an object', () => {
    expect(assembled({ a: 'x' }, [1])).toMatchObject({ data: {}, omitted: ['a'] });
  });

  test('is empty for an undeclared contract', () => {
    expect(undeclaredPayload('none@1')).toMatchObject({ contract: 'none@1', data: {}, errors: [{ path: '' }] });
  });
});

describe('violations of the contract are reported with their path', () => {
  const object = (properties: Record<string, Json>, more: Record<string, Json> = {}) => ({
    type: 'object',
    properties,
    ...more,
  });
  test.each<[string, PayloadContract['schema'], Json, { path: string; message: string | RegExp }[]]>([
    ['nothing', object({ x: { type: 'number' } }), 1, []],
    ['a type', object({ x: { type: 'string' } }), 1, [{ path: '/x', message: /type/ }]],
    ['a range', object({ x: { maximum: 5 } }), 9, [{ path: '/x', message: /greater than|maximum|less than/ }]],
    [
      'deep inside',
      object({ x: { items: { properties: { k: { type: 'string' } } } } }),
      [{ k: 'a' }, { k: 1 }],
      [{ path: '/x/1/k', message: /type/ }],
    ],
    ['a required property', object({}, { required: ['y'] }), 1, [{ path: '', message: '`y` is missing.' }]],
    [
      'an additional property',
      object({}, { additionalProperties: false }),
      1,
      [{ path: '', message: '`x` is not part of the contract, or not as the contract wants it.' }],
    ],
    [
      'an unevaluated property',
      object({}, { unevaluatedProperties: false }),
      1,
      [{ path: '', message: '`x` is not part of the contract, or not as the contract wants it.' }],
    ],
    [
      'a property that may not be',
      object({ x: false }),
      1,
      [{ path: '/x', message: 'The contract allows no value here.' }],
    ],
    [
      'a pattern of properties that may not be',
      { patternProperties: { '^x': false } },
      1,
      [{ path: '/x', message: 'The contract allows no value here.' }],
    ],
    [
      'items that may not be',
      object({ x: { items: false } }),
      [1],
      [{ path: '/x/0', message: 'The contract allows no value here.' }],
    ],
    ['everything', false, 1, [{ path: '', message: 'The contract allows no value here.' }]],
    ['a format', object({ x: { format: 'email' } }), 'nobody', [{ path: '/x', message: /email/ }]],
    [
      'a schema file that is not loaded',
      './missing.json',
      1,
      [{ path: '', message: "The contract's schema ./missing.json is not loaded: the payload is not checked." }],
    ],
    [
      'a reference to nothing',
      { $ref: '#/nowhere' },
      1,
      [{ path: '', message: /^The contract's schema cannot be applied: / }],
    ],
    ['a reference to itself', { $ref: '#' }, 1, [{ path: '', message: /^The contract's schema cannot be applied: / }]],
  ])('%s', (_, schema, x, errors) => {
    expect(assembled({ x: 'x' }, { x }, schema).errors).toEqual(
      errors.map(({ path, message }) => ({
        path,
        message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
      })),
    );
  });
});
