import { describe, expect, test } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { analysisSubject } from '../../solver/subject.ts';
import { semanticDiff } from '../semantic-diff.ts';

const before: RuleSet = {
  escalation: 2,
  name: 'x',
  version: '1.0.0',
  signals: {
    n: { type: 'integer', minimum: 0, maximum: 9 },
    'calls.hour': { type: 'integer', counts: 'call', within: '1h', minimum: 0 },
    'calls.day': { type: 'integer', counts: 'call', within: '24h', minimum: 0 },
  },
  targets: {
    desk: { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'lead' },
    lead: { kind: 'human', approvals: 2 },
    spare: { kind: 'human' },
  },
  payloads: { 'case@1': { schema: true, fields: { a: 'n', b: 'n' } } },
  rules: [{ id: 'high', when: 'n > 5 && calls.hour > 3', decide: 'escalate', to: 'desk', payload: 'case@1' }],
  default: { decide: 'pause', reason: 'Nothing else.' },
  assumptions: [{ holds: 'n != 7' }, { holds: 'n != 8' }],
  governance: { requiredApprovals: { loosening: 2, other: 1 }, approvers: ['ann'] },
};

function diff(after: Partial<RuleSet>) {
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  return semanticDiff(subject(before), subject({ ...before, ...after }), { now: Date.UTC(2026, 0, 15) });
}

describe('each consequence belongs to one edit', () => {
  test.each<[string, Partial<RuleSet>, Record<string, string[]>]>([
    [
      'an outcome and a text of the default',
      { default: { decide: 'stop', reason: 'Nothing at all.' } },
      { 'default decide': ['default'], 'default reason': ['default.reason'] },
    ],
    [
      'an assumption that is replaced, and one that is gone',
      { assumptions: [{ holds: 'n != 9' }] },
      { 'assumption 1 ': ['assumptions.0', 'assumptions.0'], 'assumption 2 ': ['assumptions.1'] },
    ],
    [
      'numbers of approvals, and who approves',
      { governance: { requiredApprovals: { loosening: 1, other: 2 }, approvers: ['bob'] } },
      {
        'governance requiredApprovals.loosening': ['governance.requiredApprovals.loosening'],
        'governance requiredApprovals.other': ['governance.requiredApprovals.other'],
        'governance approvers': ['governance.approvers'],
      },
    ],
    [
      'fields of a payload',
      { payloads: { 'case@1': { schema: true, fields: { a: 'n', c: 'n' } } } },
      { 'case@1 c': ['payloads.case@1.fields.c'], 'case@1 b': ['payloads.case@1.fields.b'] },
    ],
    [
      'a target that is reached only now, instead of one with more approvals',
      { targets: { ...before.targets, desk: { kind: 'human', acknowledgeWithin: '5m', onTimeout: 'spare' } } },
      { 'desk onTimeout': ['targets.desk.onTimeout', 'targets.spare.approvals'] },
    ],
    [
      'what counters say about each other',
      { signals: { ...before.signals, 'calls.day': { type: 'integer', counts: 'call', within: '30m', minimum: 0 } } },
      { 'calls.day within': ['signals.calls.day', 'signals.calls.day.counts', 'signals.calls.hour.counts'] },
    ],
  ])('%s', (_, after, expected) => {
    const { edits, consequences } = diff(after);
    const owned = edits.map(({ name, key, consequences: own }): [string, string[]] => [
      `${name} ${key}`,
      own.map(at => (consequences[at]?.path ?? []).join('.')).sort(),
    ]);
    expect(Object.fromEntries(owned)).toEqual(expected);
  });
});

describe('edits as an author wrote them', () => {
  test('a new default and one that is gone are one edit each, at the place where they are', () => {
    const rest = { ...before };
    delete rest.default;
    const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
    const edits = semanticDiff(subject(before), subject(rest), { now: 0 }).edits;
    expect(edits).toMatchObject([{ about: 'default', part: 'outcome', side: 'before', path: ['default'] }]);
    const back = semanticDiff(subject(rest), subject(before), { now: 0 }).edits;
    expect(back).toMatchObject([{ about: 'default', side: 'after', after: before.default }]);
  });

  test('a text says which key was edited, and keeps its id whichever it is', () => {
    const [one] = diff({ targets: { ...before.targets, spare: { kind: 'human', title: 'Spare' } } }).edits;
    const [two] = diff({ targets: { ...before.targets, spare: { kind: 'human', description: 'Spare' } } }).edits;
    expect([one, two]).toMatchObject([
      { key: 'title', path: ['targets', 'spare', 'title'], after: 'Spare' },
      { key: 'description', path: ['targets', 'spare', 'description'] },
    ]);
    expect(one?.id).toBe(two?.id);
  });

  test('only the keys of the default that changed', () => {
    const { edits } = diff({ default: { decide: 'stop', reason: 'Nothing else.' } });
    expect(edits).toMatchObject([{ key: 'decide', path: ['default', 'decide'], before: 'pause', after: 'stop' }]);
  });
});
