import { describe, expect, it } from 'vitest';
import type { Region } from '../../../engine/diff/facts.ts';
import type { Comparison } from '../../../protocol/server.ts';
import type { ReviewSubject } from '../../../protocol/review.ts';
import { initialModel, isOpen, keptState, nextQuestion, reviewedState, update, type Model } from './model.ts';

const pair = (name: string) => ({
  name,
  path: `${name}.escalation.yaml`,
  before: { uri: `git:${name}`, label: 'HEAD' },
  after: { uri: `file:${name}`, label: 'working copy' },
});
const subject: ReviewSubject = { title: 'Changes', pairs: [pair('a'), pair('b')] };
const comparison = { diff: null } as unknown as Comparison;
const opened = update(initialModel, { type: 'open', subject, rule: null, kept: null });

const answer = (model: Model): Model => {
  const question = nextQuestion(model);
  if (question === null) throw new Error('Nothing is asked.');
  return update(model, { type: 'compared', ...question, comparison, marks: {} });
};

describe('a review', () => {
  it('compares the selected rule set first, then the others, then nothing', () => {
    const second = update(opened, { type: 'select', pair: 1 });
    expect(nextQuestion(second)).toEqual({ pair: 1, revision: 0 });
    expect(nextQuestion(answer(second))).toEqual({ pair: 0, revision: 0 });
    expect(nextQuestion(answer(answer(second)))).toBeNull();
  });

  it('compares again if a text changes, also during a comparison', () => {
    const changed = update(answer(answer(opened)), { type: 'changed', pairs: [1] });
    expect(nextQuestion(changed)).toEqual({ pair: 1, revision: 1 });
    const late = update(changed, { type: 'compared', pair: 1, revision: 0, comparison, marks: {} });
    expect(nextQuestion(late)).toEqual({ pair: 1, revision: 1 });
  });

  it('does not repeat a failed comparison', () => {
    const failed = update(opened, { type: 'notCompared', pair: 0, revision: 0, message: 'No.' });
    expect(failed.pairs[0]?.failure).toBe('No.');
    expect(nextQuestion(failed)).toEqual({ pair: 1, revision: 0 });
  });

  it('measures everything again on another log', () => {
    const log = { uri: 'file:log', name: 'log' };
    const chosen = update(answer(answer(opened)), { type: 'chooseLog', log });
    expect([chosen.log, nextQuestion(chosen)]).toEqual([log, { pair: 0, revision: 1 }]);
  });

  it('is restored after a reload, unless its subject is another one', () => {
    const left = keptState(update(opened, { type: 'select', pair: 1 }));
    expect(update(initialModel, { type: 'open', subject, rule: null, kept: left }).selected).toBe(1);
    const other = { ...subject, pairs: [pair('c'), pair('d')] };
    expect(update(initialModel, { type: 'open', subject: other, rule: null, kept: left }).selected).toBe(0);
  });

  it('keeps its comparisons if it is opened again', () => {
    const again = update(answer(opened), { type: 'open', subject, rule: 'x', kept: null });
    expect([again.pairs[0]?.comparison, again.rule]).toEqual([comparison, 'x']);
  });
});

describe('a region', () => {
  const region = (id: string, before: string, after: string): Region =>
    ({ id, before: { rule: { id: before, version: 1 } }, after: { rule: { id: after, version: 1 } } }) as Region;
  const regions = [region('1', 'a', 'b'), region('2', 'b', 'c')];
  const openIn = (model: Model) => regions.filter(each => isOpen(model, regions, each)).map(({ id }) => id);

  it('is open if it is the first, or the first of the requested rule', () => {
    expect(openIn(opened)).toEqual(['1']);
    expect(openIn({ ...opened, rule: 'c' })).toEqual(['2']);
    expect(openIn({ ...opened, rule: 'none' })).toEqual(['1']);
  });

  it('stays as the person left it', () => {
    const toggled = update(update(opened, { type: 'toggle', region: '1', open: false }), {
      type: 'toggle',
      region: '2',
      open: true,
    });
    expect(openIn(toggled)).toEqual(['2']);
  });
});

it('a tick counts only for the texts that were reviewed', () => {
  expect(reviewedState(undefined, 'd')).toBe('no');
  expect(reviewedState({ reviewed: ['d'], comment: '' }, 'd')).toBe('now');
  expect(reviewedState({ reviewed: ['c'], comment: '' }, 'd')).toBe('earlier');
  expect(reviewedState({ reviewed: [], comment: 'why?' }, 'd')).toBe('no');
});
