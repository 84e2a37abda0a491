import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { analyse, type Analysis } from '../../analysis/analyse.ts';
import { cellMappingsFrom, type Memory } from './memory.ts';
import { analysisSubject } from '../subject.ts';

function analysed(whens: readonly string[], previous?: Memory): Memory {
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'a',
    version: '1.0.0',
    signals: { x: { type: 'number', required: true } },
    rules: whens.map((when, index) => ({ id: `r${index + 1}`, when, decide: 'pause' })),
  };
  const subject = analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
  return analyse(subject, { now: 0, ...(previous && { previous }) }).memory;
}

describe('the memory of an analysis', () => {
  it('does not keep an irrelevant clause if earlier rules change, even on inputs on which the rule does not fire', () => {
    const signals: RuleSet['signals'] = {
      x: { type: 'number', required: true },
      p: { type: 'boolean', required: true },
    };
    const after = (first: string, previous?: Memory): Analysis => {
      const rules: RuleSet['rules'] = [
        { id: 'first', when: first, decide: 'pause' },
        { id: 'second', when: 'x < 1.0 && !p', decide: 'stop' },
      ];
      const ruleSet: RuleSet = { escalation: 1, name: 'a', version: '1.0.0', signals, rules };
      const subject = analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
      return analyse(subject, { now: 0, ...(previous && { previous }) });
    };
    const clauses = ({ facts }: Analysis): string[] =>
      facts.flatMap(fact => (fact.kind === 'irrelevant-clause' ? [fact.clause.text] : []));
    const before = after('p');
    expect(clauses(before)).toEqual(['!p']);
    expect(clauses(after('p && x > 1.0', before.memory))).toEqual([]);
  });

  it('is not used if two conditions with errors have the same text and could be confused', () => {
    const first = analysed(['x > 1.0', 'b >', 'c >']);
    expect(cellMappingsFrom(first, analysed(['x > 2.0', 'b >', 'c >']).problem)).not.toBeNull();
    const alike = analysed(['x > 1.0', 'b >', 'b >']);
    expect(cellMappingsFrom(alike, analysed(['x > 2.0', 'b >', 'b >']).problem)).toBeNull();
  });

  it('does not reuse the truth of an opaque clause if a threshold in it has changed', () => {
    const after = (most: number, previous?: Memory): Analysis => {
      const ruleSet: RuleSet = {
        escalation: 1,
        name: 'a',
        version: '1.0.0',
        signals: { x: { type: 'number', required: true }, y: { type: 'number', required: true } },
        thresholds: { most },
        rules: [{ id: 'both', when: 'x + y > thresholds.most', decide: 'pause' }],
      };
      const subject = analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
      return analyse(subject, { now: 0, ...(previous && { previous }) });
    };
    const uncovered = ({ facts }: Analysis): unknown[] =>
      facts.flatMap(fact => (fact.kind === 'uncovered-input' ? fact.regions.map(({ witness }) => witness) : []));
    const before = after(2);
    expect(uncovered(after(-5, before.memory))).toEqual(uncovered(after(-5)));
    expect(uncovered(after(-5))).not.toEqual(uncovered(before));
  });

  it.each([
    ['does not keep analyses before the last alive', false],
    ['of an old analysis does not keep later ones alive', true],
  ])('%s', async (_, keepsFirst) => {
    setFlagsFromString('--expose_gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    let memory = analysed(['x > 0.0']);
    const kept = keepsFirst ? memory : null;
    memory = analysed(['x > 1.0'], memory);
    const second = [new WeakRef(memory.problem), new WeakRef(memory.problem.space)];
    for (let edit = 2; edit < 5; edit++) memory = analysed([`x > ${edit}.0`], memory);
    // The target of a new weak reference stays alive until the end of the turn.
    for (let turn = 0; turn < 10 && second.some(each => each.deref() !== undefined); turn++) {
      await nextTurn();
      collectGarbage();
    }
    expect(second.map(each => each.deref())).toEqual([undefined, undefined]);
    expect(memory.problem.rules).toHaveLength(1);
    expect(kept?.problem.rules.length).toBe(keepsFirst ? 1 : undefined);
  });
});
