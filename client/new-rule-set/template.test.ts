import { describe, expect, it } from 'vitest';
import { problemWithName } from './template.ts';

describe('the name of a new rule set', () => {
  it.each(['refunds', 'refunds-assistant', 'tier-2'])('may be %s', name => expect(problemWithName(name)).toBeNull());

  it.each([
    '',
    'Refunds',
    'refunds assistant',
    '-refunds',
    'refunds-',
    'a--b',
    '2fast',
    'a.b',
    'a/b',
    '../a',
    'a\n',
    'a'.repeat(101),
  ])('may not be %j', name => expect(problemWithName(name)).toMatch(/\w/));
});
