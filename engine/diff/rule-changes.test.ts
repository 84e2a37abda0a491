import { expect, test } from 'vitest';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import { ruleChanges } from './rule-changes.ts';

const rule = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  when: `n == ${id.length}`,
  decide: 'pause',
  ...more,
});
const [a, bb, ccc, dddd] = ['a', 'bb', 'ccc', 'dddd'].map(id => rule(id)) as [Rule, Rule, Rule, Rule];

function changes(before: Rule[], after: Rule[]): string[] {
  const of = (rules: Rule[]): RuleSet => ({ escalation: 1, name: 'x', version: '1.0.0', rules });
  const { rules, unchanged } = ruleChanges(of(before), of(after));
  const told = rules.map(change => {
    const name = 'after' in change ? change.after.id : change.before.id;
    const from = change.kind === 'renamed' ? ` from ${change.before.id}` : '';
    const fields = 'fields' in change && change.fields.length > 0 ? ` ${change.fields.join()}` : '';
    return `${change.kind} ${name}${from}${fields}${'moved' in change && change.moved ? ' moved' : ''}`;
  });
  return [...told, `unchanged ${unchanged}`];
}

test('a rule inserted between others moves none of them', () => {
  expect(changes([a, bb, ccc], [a, dddd, bb, ccc])).toEqual(['added dddd', 'unchanged 3']);
  expect(changes([a, bb, ccc], [a, ccc])).toEqual(['removed bb', 'unchanged 2']);
});

test('as few rules as possible are reported as moved', () => {
  expect(changes([a, bb, ccc, dddd], [bb, ccc, dddd, a])).toEqual(['moved a', 'unchanged 3']);
  expect(changes([a, bb, ccc, dddd], [dddd, a, bb, ccc])).toEqual(['moved dddd', 'unchanged 3']);
});

test('changed fields are named', () => {
  expect(changes([a, bb], [{ ...a, decide: 'stop', reason: 'Why' }, bb])).toEqual([
    'edited a decide,reason',
    'unchanged 1',
  ]);
  expect(changes([a, bb, ccc], [{ ...ccc, title: 'C' }, a, bb])).toEqual(['edited ccc title moved', 'unchanged 2']);
});

test('a rule is matched by id after a new version, and by content after a new id', () => {
  expect(changes([a], [{ ...a, version: 2 }])).toEqual(['edited a version', 'unchanged 0']);
  expect(changes([a, bb], [{ ...a, id: 'first' }, bb])).toEqual(['renamed first from a', 'unchanged 1']);
  expect(changes([a, bb], [{ ...a, id: 'first', title: 'A' }, bb])).toEqual([
    'renamed first from a title',
    'unchanged 1',
  ]);
  const both = changes([a, { ...a, version: 2, status: 'draft' }], [a, { ...a, version: 2 }]);
  expect(both).toEqual(['edited a status', 'unchanged 1']);
});
