import { describe, expect, test } from 'vitest';
import type { Signal } from '../model/rule-set.ts';
import {
  conditionEnvironment,
  declarationsOf,
  isReservedName,
  signalType,
  thresholdConstant,
  thresholdType,
} from './declarations.ts';

test.each<[Signal, string]>([
  [{ type: 'number' }, 'double'],
  [{ type: 'integer' }, 'int'],
  [{ type: 'boolean' }, 'bool'],
  [{ type: 'string' }, 'string'],
  [{ type: 'string', format: 'email' }, 'string'],
  [{ type: 'string', format: 'duration' }, 'duration'],
  [{ type: 'string', format: 'date-time' }, 'timestamp'],
  [{ type: 'array', items: { type: 'integer' } }, 'list<int>'],
  [{ type: 'array' }, 'list<string>'],
])('the CEL type of %j is %s', (signal, type) => {
  expect(signalType(signal)).toBe(type);
});

test.each([
  [{ value: 4000 }, 'int', 4000],
  [{ value: 0.5 }, 'double', 0.5],
  [{ value: 2 ** 60 }, 'double', 2 ** 60],
  [{ value: 'x' }, 'string', 'x'],
  [{ value: true }, 'bool', true],
  [{ value: '15m', format: 'duration' as const }, 'duration', 900_000],
  [{ value: '2026-01-01T00:00:00Z', format: 'date-time' as const }, 'timestamp', Date.UTC(2026, 0)],
  [{ value: 'soon', format: 'duration' as const }, 'duration', undefined],
])('the threshold %j is of type %s', (threshold, type, constant) => {
  expect(thresholdType(threshold)).toBe(type);
  expect(thresholdConstant(threshold)).toBe(constant);
});

describe('names', () => {
  test.each(['int', 'in', 'thresholds.x', 'input', 'has', 'prototype', 'x.__proto__', 'x.in', 'list.length'])(
    '%s is reserved',
    name => {
      expect(isReservedName(name)).toBe(true);
    },
  );
  test.each(['amount', 'x.int', 'customer.prototype', 'constructor'])('%s is not', name => {
    expect(isReservedName(name)).toBe(false);
  });

  test('names that CEL cannot have are left out, the rest is declared', () => {
    const names = ['ok', 'a', 'a.b', 'x-y', '', '5', 'in', 'deep.er.name', '.', 'a..b'];
    const signals = Object.fromEntries(names.map(name => [name, { type: 'boolean' as const }]));
    const environment = conditionEnvironment(declarationsOf({ signals }));
    expect(['ok', 'a', 'deep', 'x-y', '', 'in'].filter(name => environment.hasVariable(name))).toEqual([
      'ok',
      'a',
      'deep',
    ]);
    expect(environment.check('deep.er.name').type).toBe('bool');
  });
});
