import { expect, test } from 'vitest';
import type { RuleSet } from '../model/rule-set.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import { grantFor } from './grants.ts';

const ruleSet: RuleSet = {
  escalation: 2,
  name: 'r',
  version: '1.0.0',
  signals: {
    tool: { type: 'string', required: true },
    account: { type: 'string' },
    amount: { type: 'number' },
    'task.id': { type: 'string' },
  },
  targets: { owner: { kind: 'human' } },
  rules: [
    {
      id: 'ask',
      when: 'tool == "transfer" && amount > 10',
      decide: 'escalate',
      to: 'owner',
      grant: { validFor: '30m', uses: 2, bind: ['tool', 'account'], scope: 'task.id' },
    },
  ],
  default: { decide: 'continue' },
};
const at = Date.parse('2026-03-02T10:00:00Z');
const minute = 60_000;
const input = { tool: 'transfer', account: 'a', amount: 20, task: { id: 't1' } };
const compiled = compile(ruleSet);
const grant = grantFor(compiled, 'ask', { input, at, by: 'ann', id: 'g1' });

test('a grant holds the values of the case, for as long and as often as the rule allows', () => {
  expect(grant).toMatchObject({
    id: 'g1',
    rule: { id: 'ask', version: 1 },
    issuedAt: '2026-03-02T10:00:00Z',
    expiresAt: '2026-03-02T10:30:00Z',
    usesLeft: 2,
    bound: { tool: 'transfer', account: 'a', 'task.id': 't1' },
    by: 'ann',
  });
});

test('a matching grant keeps the rule from firing, and is spent', () => {
  const record = decide(compiled, { ...input, amount: 30 }, { at: at + 29 * minute, grants: [grant], trace: true });
  expect(record).toMatchObject({
    decision: 'continue',
    rule: null,
    grants: [{ id: 'g1', rule: { id: 'ask', version: 1 } }],
    grantsRefused: [],
  });
  expect(record.trace?.rules[0]?.condition.children.map(({ text, value }) => [text, value])).toEqual([
    ['tool == "transfer" && amount > 10', 'true'],
    ['!granted("ask")', 'false'],
  ]);
});

test('a grant that its rule does not need is not spent', () => {
  expect(decide(compiled, { ...input, amount: 5 }, { at, grants: [grant] })).toMatchObject({ grants: [] });
});

test.each([
  ['expired', { at: at + 30 * minute }, {}],
  ['not-yet', { at: at - minute - 1 }, {}],
  ['spent', {}, { usesLeft: 0 }],
  ['too-wide', {}, { usesLeft: 3 }],
  ['too-wide', {}, { expiresAt: '2026-03-02T10:30:01Z' }],
  ['too-wide', {}, { bound: { tool: 'transfer' } }],
  ['too-wide', {}, { bound: { ...grant?.bound, amount: 20 } }],
  ['other-case', {}, { bound: { ...grant?.bound, account: 'b' } }],
  ['other-case', { input: { ...input, account: null } }, {}],
  ['other-terms', {}, { terms: 'x' }],
  ['not-grantable', {}, { rule: { id: 'other', version: 1 } }],
  ['malformed', {}, { issuedAt: 'yesterday' }],
  ['malformed', {}, { usesLeft: 0.5 }],
])('refuses a grant: %s', (because, decision, change) => {
  const { at: when, input: given } = { at, input, ...decision };
  const record = decide(compiled, given, { at: when, grants: [{ ...grant, ...change }] });
  expect(record).toMatchObject({ decision: 'escalate', grants: [], grantsRefused: [{ index: 0, id: 'g1', because }] });
});

test('the refusal of a grant with nested values says how they are written', () => {
  const bound = { tool: 'transfer', account: 'a', task: { id: 't1' } };
  const detail = 'it does not bind `task.id`: a key of `bound` is the name of a signal, with its dots';
  expect(decide(compiled, input, { at, grants: [{ ...grant, bound }] })).toMatchObject({
    grantsRefused: [{ because: 'too-wide', detail }],
  });
});

test('a grant is refused as soon as the condition or its terms change, and not for another version alone', () => {
  const [ask] = ruleSet.rules;
  const decidedBy = (change: Partial<RuleSet['rules'][number]>) =>
    decide(compile({ ...ruleSet, rules: [{ ...ask, ...change } as RuleSet['rules'][number]] }), input, {
      at,
      grants: [grant],
    });
  expect(decidedBy({ version: 2, title: 'Ask', reason: 'other' })).toMatchObject({ decision: 'continue' });
  const refused = { decision: 'escalate', grantsRefused: [{ because: 'other-terms' }] };
  expect(decidedBy({ when: 'tool == "transfer" && amount > 9' })).toMatchObject(refused);
  expect(decidedBy({ grant: { validFor: '1h', uses: 2, bind: ['tool', 'account'], scope: 'task.id' } })).toMatchObject(
    refused,
  );
});

test('bound values are compared as signals read them', () => {
  const timed = compile({
    ...ruleSet,
    signals: { waited: { type: 'string', format: 'duration' }, due: { type: 'string', format: 'date-time' } },
    rules: [
      {
        id: 'ask',
        when: 'waited > duration("1m")',
        decide: 'escalate',
        to: 'owner',
        grant: { validFor: '30m', bind: ['waited', 'due'] },
      },
    ],
  });
  const issued = grantFor(timed, 'ask', {
    input: { waited: '30m', due: '2026-03-02T10:00:00Z' },
    at,
    by: 'ann',
    id: 'g',
  });
  const bound = { waited: 'PT30M', due: '2026-03-02T11:00:00.000+01:00' };
  const record = decide(timed, { waited: '0.5h', due: '2026-03-02T10:00:00Z' }, { at, grants: [{ ...issued, bound }] });
  expect(record).toMatchObject({ decision: 'continue', grantsRefused: [] });
});

test('grants that only together keep a rule from firing are all spent', () => {
  const asks = ['a', 'b', 'd'].map(id => ({
    id,
    when: `tool == "${id}"`,
    decide: 'escalate' as const,
    to: 'owner',
    grant: { validFor: '30m', bind: ['tool'] },
  }));
  const gate = { id: 'gate', when: '!(granted("a") && (granted("b") || granted("d")))', decide: 'stop' as const };
  const gated = compile({ ...ruleSet, rules: [gate, ...asks] });
  const grants = ['a', 'b', 'd'].flatMap(id => grantFor(gated, id, { input, at, by: 'ann', id }) ?? []);
  const spent = (given: readonly unknown[]) => decide(gated, input, { at, grants: given }).grants?.map(({ id }) => id);
  expect(spent(grants)).toEqual(['a', 'b', 'd']);
  expect(spent(grants.slice(0, 2))).toEqual(['a', 'b']);
});

test('what is no list of grants is refused like any other wrong grant', () => {
  const record = decide(compiled, input, { at, grants: {} as never });
  expect(record).toMatchObject({ decision: 'escalate', grants: [], grantsRefused: [{ because: 'malformed' }] });
  const backwards = { ...grant, issuedAt: '2026-03-02T10:01:00Z', expiresAt: '2026-03-02T10:00:30Z' };
  expect(decide(compiled, input, { at, grants: [backwards] }).grantsRefused).toMatchObject([{ because: 'expired' }]);
});
