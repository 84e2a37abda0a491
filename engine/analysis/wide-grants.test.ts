import { expect, test } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet, Signal } from '../model/rule-set.ts';
import { analysisSubject } from '../solver/subject.ts';
import { analyse } from './analyse.ts';

function openSignals(when: string, count: Signal): string[] {
  const ruleSet: RuleSet = {
    escalation: 2,
    name: 'grants',
    version: '1.0.0',
    signals: { n: { ...count, required: true }, tool: { type: 'string', required: true } },
    targets: { desk: { kind: 'human' } },
    rules: [{ id: 'ask', when, decide: 'escalate', to: 'desk', grant: { validFor: '30m', bind: ['tool'] } }],
    default: { decide: 'continue' },
  };
  const { facts } = analyse(analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet))), { now: 0 });
  return facts.flatMap(fact => (fact.kind === 'wide-grant' ? fact.signals : []));
}

test.each<[string, Signal, string[]]>([
  ['n > 1 && tool == "x"', { type: 'integer', minimum: 0, maximum: 2 }, []],
  ['n > 1 && tool == "x"', { type: 'integer', minimum: 0, maximum: 3 }, ['n']],
  ['n == 1 && tool == "x"', { type: 'integer' }, []],
  ['n > 1 && tool == "x"', { type: 'number', minimum: 0, maximum: 2 }, ['n']],
  ['n > 1 && tool == "x"', { type: 'number', enum: [0, 2] }, []],
])('a grant leaves open only what cases of its rule can differ in: %s of %o', (when, count, expected) => {
  expect(openSignals(when, count)).toEqual(expected);
});
