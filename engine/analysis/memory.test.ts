import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { analyse } from './analyse.ts';
import { translationsFrom, type Memory } from './memory.ts';
import { analysisSubject } from './subject.ts';

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

describe('what an analysis remembers', () => {
  it('is not used where two conditions with errors have one text, which would be taken for each other', () => {
    const told = analysed(['x > 1.0', 'b >', 'c >']);
    expect(translationsFrom(told, analysed(['x > 2.0', 'b >', 'c >']).ground)).not.toBeNull();
    const alike = analysed(['x > 1.0', 'b >', 'b >']);
    expect(translationsFrom(alike, analysed(['x > 2.0', 'b >', 'b >']).ground)).toBeNull();
  });

  it('does not hold on to analyses before the last', async () => {
    setFlagsFromString('--expose_gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    let memory = analysed(['x > 0.0']);
    const first = new WeakRef(memory.ground);
    for (let edit = 1; edit < 4; edit++) memory = analysed([`x > ${edit}.0`], memory);
    // What a weak reference was made of lives until the turn is over.
    await nextTurn();
    collectGarbage();
    expect(first.deref()).toBeUndefined();
    expect(memory.ground.rules).toHaveLength(1);
  });
});
