import { expect, test } from 'vitest';
import { approverOf, approverProven, readPerson, sameIdentity, samePerson } from './person.ts';

test.each([
  ['Alice Example <alice@example.org>', { name: 'Alice Example', email: 'alice@example.org' }],
  ['<alice@example.org>', { name: '', email: 'alice@example.org' }],
  ['alice@example.org', { name: '', email: 'alice@example.org' }],
  ['alice', { name: 'alice', email: null }],
  ['Alice <>', { name: 'Alice', email: null }],
  ['<>', { name: '', email: null }],
])('%s', (who, person) => {
  expect(readPerson(who)).toEqual(person);
});

test.each([
  ['Alice <alice@example.org>', 'A. Example <ALICE@example.org>', true],
  ['Alice <alice@example.org>', 'Alice <alice@elsewhere.org>', true],
  ['<alice@example.org>', '<alice@elsewhere.org>', false],
  ['<alice@example.org>', '<bob@example.org>', false],
  ['Alice <alice@example.org>', 'alice', true],
  ['Alice Example <ae@example.org>', 'alice example', true],
  ['Alice Example <ae@example.org>', 'ae', true],
  ['alice', 'ALICE', true],
  ['Jos\u00e9', 'Jose\u0301', true],
  ['alice', 'bob', false],
  ['Alice <>', 'Alice <alice@example.org>', true],
  ['Alice B. Jr. <a@example.org>', 'Alice B Jr', true],
  ['<>', '<>', true],
  ['\u200b', 'Alice <alice@example.org>', true],
  ['Alice <alice@example.org>', 'alice@example.org', true],
])('%s and %s: the same person is %s', (a, b, same) => {
  expect(samePerson(a, b)).toBe(same);
  expect(samePerson(b, a)).toBe(same);
});

test('an approver is matched by address, name, or the part before the @', () => {
  const approvers = ['alice', 'bob@example.org', 'Carol Example'];
  expect(approverOf('Alice <alice@example.org>', approvers)).toBe('alice');
  expect(approverOf('Bob <BOB@example.org>', approvers)).toBe('bob@example.org');
  expect(approverOf('carol example', approvers)).toBe('Carol Example');
  expect(approverOf('Mallory <mallory@example.org>', approvers)).toBeNull();
  expect(approverOf('Bob <bob@elsewhere.org>', approvers)).toBeNull();
});

test.each(['Evil <bob@>', '<bob@example.org@evil.org>', 'bob@example.org@evil.org', 'bob@', '<@bob>'])(
  '%s is no approver, since it holds no address',
  who => {
    expect(approverOf(who, ['bob', 'bob@example.org'])).toBeNull();
  },
);

test.each([
  ['Alice <alice@example.org>', 'A. Example <ALICE@example.org>', true],
  ['Alice <alice@example.org>', 'Alice <alice@elsewhere.org>', false],
  ['Alice <alice@example.org>', 'alice', true],
])('%s says to be %s: %s', (a, b, same) => {
  expect(sameIdentity(a, b)).toBe(same);
});

test('a signature proves an address, not a name', () => {
  const approvers = ['alice', 'bob@example.org', 'Carol <carol@example.org>'];
  expect(approverProven('alice@example.org', approvers)).toBeNull();
  expect(approverProven('alice', approvers)).toBe('alice');
  expect(approverProven('BOB@example.org', approvers)).toBe('bob@example.org');
  expect(approverProven('carol@example.org', approvers)).toBe('Carol <carol@example.org>');
  expect(approverProven('Carol', approvers)).toBeNull();
});
