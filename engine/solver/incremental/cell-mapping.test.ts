import { describe, expect, it } from 'vitest';
import { createCachingChecker } from '../../condition/caching-checker.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { analyse, type Analysis } from '../../analysis/analyse.ts';
import { analysisSubject } from '../subject.ts';

const signals: NonNullable<RuleSet['signals']> = {
  score: { type: 'number', minimum: 0, maximum: 1 },
  count: { type: 'integer', minimum: 0, maximum: 9 },
  tags: { type: 'array', items: { type: 'string' }, required: true },
  topic: { type: 'string', required: true },
  note: { type: 'string' },
};

/** Rules with the same condition are the same objects in both analyses. */
function analysed(
  whens: readonly string[],
  known: Map<string, RuleSet['rules'][number]>,
  previous?: Analysis,
): Analysis {
  const rules = whens.map((when): RuleSet['rules'][number] => {
    const decide = known.size % 2 === 0 ? 'stop' : 'continue';
    const rule = known.get(when) ?? { id: `r${known.size}`, when, decide };
    known.set(when, rule);
    return rule;
  });
  const ruleSet: RuleSet = { escalation: 1, name: 'a', version: '1.0.0', signals, rules };
  const subject = analysisSubject(ruleSet, createCachingChecker(declarationsOf(ruleSet)));
  return analyse(subject, { now: 0, ...(previous && { previous: previous.memory }) });
}

/** The facts as users see them. Shares and witnesses are left out, since others may be just as good. */
function reported({ facts }: Analysis): unknown {
  return facts.map(fact => [
    fact.kind,
    'rule' in fact ? (fact.rule?.ref.id ?? null) : null,
    'clause' in fact ? fact.clause.text : null,
    'cover' in fact ? fact.cover.alone.map(rule => rule.ref.id) : null,
    fact.kind === 'uncovered-input' ? fact.regions.map(({ condition }) => condition).sort() : null,
  ]);
}

describe('regions are mapped from the space before an edit to the space after it:', () => {
  it.each<[string, string[], string[]]>([
    [
      'a list with another named value',
      ['tags.all(t, t in ["a", "b"])', '"a" in tags'],
      ['tags.all(t, t in ["a", "b"])', 'tags.all(t, t in ["a", "b", "c"])', '"a" in tags'],
    ],
    [
      'a text with another named value',
      ['topic != "a"', 'topic == "a"'],
      ['topic != "a"', 'topic == "b"', 'topic == "a"'],
    ],
    [
      'a text with other tests',
      ['topic.contains("x")', 'topic.startsWith("y")'],
      ['topic.contains("x")', 'topic.startsWith("x")', 'topic.endsWith("x")'],
    ],
    [
      'an opaque clause over a signal that was missing',
      ['!has(note)', 'has(note)'],
      ['size(note) % 3 == 1', '!has(note)', 'has(note)'],
    ],
    ['rules without conditions', ['true'], ['true && true', 'true']],
    [
      'a number with an added boundary',
      ['score > 0.5', 'score <= 0.5'],
      ['score > 0.5', 'score > 0.7', 'score <= 0.5'],
    ],
    ['a number with a removed boundary', ['score > 0.5', 'score < 0.4', 'score > 0.9'], ['score > 0.5', 'score > 0.9']],
    ['whole numbers', ['count > 3', 'count < 3'], ['count > 3', 'count >= 4', 'count < 3', 'count < 2']],
    ['a size', ['size(tags) > 2', 'size(tags) < 2'], ['size(tags) > 2', 'size(tags) > 4', 'size(tags) < 2']],
    ['a signal that is no longer read', ['score > 0.5 && count > 3', 'score > 0.5'], ['score > 0.5', 'score > 0.6']],
    ['a signal that was not read before', ['score > 0.5'], ['score > 0.5', 'score > 0.6 && count > 3']],
  ])('%s', (_, before, after) => {
    const known = new Map<string, RuleSet['rules'][number]>();
    const first = analysed(before, known);
    expect(reported(analysed(after, known, first))).toEqual(reported(analysed(after, known)));
    const second = analysed(after, known);
    expect(reported(analysed(before, known, second))).toEqual(reported(analysed(before, known)));
  });
});
