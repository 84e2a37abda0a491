import { describe, expect, test } from 'vitest';
import type { GrantTerms, Rule, RuleSet } from '../../model/rule-set.ts';
import { grantConsequences } from './grants.ts';

const withGrant = (grant: GrantTerms | undefined, more: Partial<Rule> = {}): RuleSet => ({
  escalation: 2,
  name: 'r',
  version: '1.0.0',
  rules: [
    { id: 'ask', when: true, decide: 'escalate', to: 'owner', ...(grant === undefined ? {} : { grant }), ...more },
  ],
});
const grant: GrantTerms = { validFor: '30m', bind: ['tool', 'account'], scope: 'task.id' };

describe('a changed grant', () => {
  test.each<[string, GrantTerms | undefined, GrantTerms | undefined, string]>([
    ['added', undefined, grant, 'loosened'],
    ['removed', grant, undefined, 'tightened'],
    ['longer', grant, { ...grant, validFor: '1h' }, 'loosened'],
    ['shorter', grant, { ...grant, validFor: '10m' }, 'tightened'],
    ['more uses', grant, { ...grant, uses: 2 }, 'loosened'],
    ['fewer uses', { ...grant, uses: 2 }, grant, 'tightened'],
    ['fewer bound signals', grant, { ...grant, bind: ['tool'] }, 'loosened'],
    ['more bound signals', grant, { ...grant, bind: ['tool', 'account', 'amount'] }, 'tightened'],
    ['other bound signals', grant, { ...grant, bind: ['tool', 'amount'] }, 'loosened'],
    ['another scope', grant, { ...grant, scope: 'session.id' }, 'loosened'],
    ['no scope', grant, { validFor: '30m', bind: ['tool', 'account'] }, 'loosened'],
  ])('%s', (_, before, after, expected) => {
    const found = grantConsequences(withGrant(before), withGrant(after));
    expect(found.map(each => each.class)).toEqual([expected]);
    expect(found[0]?.message).toMatch(/^A .*\.$/);
  });

  test.each<[string, GrantTerms, GrantTerms]>([
    ['written differently', grant, { ...grant, validFor: 'PT30M', uses: 1, bind: ['account', 'tool'] }],
    ['with the scope among the bound signals', grant, { validFor: '30m', bind: ['tool', 'account', 'task.id'] }],
  ])('%s means the same', (_, before, after) => {
    expect(grantConsequences(withGrant(before), withGrant(after))).toEqual([]);
  });

  test('of a rule that decides nothing is neutral', () => {
    const [found] = grantConsequences(
      withGrant(undefined, { status: 'shadow' }),
      withGrant(grant, { status: 'shadow' }),
    );
    expect(found?.class).toBe('neutral');
  });

  test('says how wide it is', () => {
    const [found] = grantConsequences(withGrant(undefined), withGrant(grant));
    expect(found?.message).toBe(
      'A reviewer of `ask` can grant 1 action within 30 min, with the same value of `tool`, `account` and `task.id`.',
    );
  });
});
