import { expect, test } from 'vitest';
import { approverOf, readPerson, samePerson } from './person.ts';

test.each([
  ['Alice Example <alice@example.org>', { name: 'Alice Example', email: 'alice@example.org' }],
  ['<alice@example.org>', { name: '', email: 'alice@example.org' }],
  ['alice@example.org', { name: '', email: 'alice@example.org' }],
  ['alice', { name: 'alice', email: null }],
  ['Alice <>', { name: 'Alice <>', email: null }],
])('%s', (who, person) => {
  expect(readPerson(who)).toEqual(person);
});

test.each([
  ['Alice <alice@example.org>', 'A. Example <ALICE@example.org>', true],
  ['Alice <alice@example.org>', 'Alice <alice@elsewhere.org>', false],
  ['Alice <alice@example.org>', 'alice', true],
  ['Alice Example <ae@example.org>', 'alice example', true],
  ['Alice Example <ae@example.org>', 'ae', true],
  ['alice', 'ALICE', true],
  ['Jos\u00e9', 'Jose\u0301', true],
  ['alice', 'bob', false],
  ['Alice <alice@example.org>', 'alice@example.org', true],
])('%s and %s: the same person is %s', (a, b, same) => {
  expect(samePerson(a, b)).toBe(same);
  expect(samePerson(b, a)).toBe(same);
});

test('an approver stands in the list by an address, a name, or what comes before the @', () => {
  const approvers = ['alice', 'bob@example.org', 'Carol Example'];
  expect(approverOf('Alice <alice@example.org>', approvers)).toBe('alice');
  expect(approverOf('Bob <BOB@example.org>', approvers)).toBe('bob@example.org');
  expect(approverOf('carol example', approvers)).toBe('Carol Example');
  expect(approverOf('Mallory <mallory@example.org>', approvers)).toBeNull();
  expect(approverOf('Bob <bob@elsewhere.org>', approvers)).toBeNull();
});
