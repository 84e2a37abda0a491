import { describe, expect, it } from 'vitest';
import { createCachingChecker } from '../../condition/caching-checker.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { analyse } from '../analyse.ts';
import type { Memory } from '../../solver/incremental/memory.ts';
import { analysisSubject } from '../../solver/subject.ts';

type When = Record<string, string>;

/** The cover of a rule that never decides, with and without memory of the analysis before an edit. Any of several minimal covers is right. */
function coversOf(before: When, after: When): unknown[] {
  const ids = Object.keys(before);
  const analysed = (whens: When, previous?: Memory) => {
    const ruleSet: RuleSet = {
      escalation: 1,
      name: 'a',
      version: '1.0.0',
      signals: { x: { type: 'integer', minimum: 0, maximum: 9, required: true } },
      rules: ids.map(id => ({ id, when: whens[id] ?? '', decide: id === 'never' ? 'continue' : 'stop' })),
    };
    const subject = analysisSubject(ruleSet, createCachingChecker(declarationsOf(ruleSet)));
    return analyse(subject, { now: 0, ...(previous && { previous }) });
  };
  const told = ({ facts }: ReturnType<typeof analysed>) =>
    facts.flatMap(fact =>
      fact.kind !== 'shadowed-rule'
        ? []
        : [
            {
              alone: fact.cover.alone.map(rule => rule.ref.id),
              deciders: fact.cover.deciders.map(({ rule, all }) => [rule.ref.id, all, rule.rule.when]),
            },
          ],
    );
  return [told(analysed(after, analysed(before).memory)), told(analysed(after))];
}

describe('the cover of a rule that never decides, after an edit of another rule', () => {
  const rules = {
    zero: 'x < 1',
    first: 'x < 2',
    low: 'x < 3',
    hidden: 'x < 2',
    high: 'x > 2',
    never: 'x < 8 && x != 5',
    last: 'x != 7',
  };

  it.each([
    ['that takes more of its inputs', { first: 'x < 3' }],
    ['that takes all of them', { low: 'x < 8' }],
    ['that takes none any more', { first: 'x > 7' }],
    ['that takes none, and could take some', { hidden: 'x < 1' }],
    ['that takes none, and could take all', { hidden: 'x < 3 || x > 1' }],
    ['that takes less than it could', { first: 'x < 2 && x > 0' }],
    ['behind it', { last: 'x == 7' }],
  ])('%s', (_, change) => {
    const [kept, anew] = coversOf(rules, { ...rules, ...change });
    expect(kept).toEqual(anew);
  });
});
