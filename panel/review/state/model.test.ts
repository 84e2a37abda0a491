import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../protocol/server.ts';
import type { ReviewSubject } from '../../../protocol/review.ts';
import type { EditCard } from '../edits/cards.ts';
import {
  byGravity,
  initialModel,
  isOpen,
  keptState,
  nextQuestion,
  readingOf,
  reviewedState,
  unanswered,
  update,
  type Model,
} from './model.ts';

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

  it('shows what changes before it is measured on a log', () => {
    const drawn = update(opened, { type: 'compared', pair: 0, revision: unanswered, comparison, marks: {} });
    expect([drawn.pairs[0]?.comparison, nextQuestion(drawn)]).toEqual([comparison, { pair: 0, revision: 0 }]);
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

describe('several rule sets', () => {
  const compared = (model: Model, kind: string | null): Model => {
    const question = nextQuestion(model);
    if (question === null) throw new Error('Nothing is asked.');
    const found = { diff: kind === null ? null : { class: kind } } as unknown as Comparison;
    return update(model, { type: 'compared', ...question, comparison: found, marks: {} });
  };

  it('are in order of gravity once all are compared, and the gravest is shown', () => {
    const first = compared(opened, 'equivalent');
    expect([byGravity(first), first.selected]).toEqual([[0, 1], 0]);
    const both = compared(first, 'loosened');
    expect([byGravity(both), both.selected]).toEqual([[1, 0], 1]);
    expect(byGravity(compared(compared(opened, 'loosened'), null))).toEqual([1, 0]);
    const isNew = { diff: null, before: { broken: { location: null } } } as unknown as Comparison;
    const added = update(opened, { type: 'compared', pair: 0, revision: 0, comparison: isNew, marks: {} });
    expect(byGravity(compared(added, 'equivalent'))).toEqual([1, 0]);
  });

  it('stay where they are for a person who reads one', () => {
    const reading = update(compared(opened, 'tightened'), { type: 'toggle', edit: 'x', open: true });
    expect(compared(reading, 'loosened').selected).toBe(0);
  });
});

describe('a card', () => {
  const card = (id: string, edited: Partial<EditCard['edit']>, before: string, after: string): EditCard => {
    const shown = { before: { rule: { id: before, version: 1 } }, after: { rule: { id: after, version: 1 } } };
    const edit = { id, about: 'threshold', name: 'limit', ...edited };
    return { edit, changes: [{ current: [{ shown }], past: [] }] } as unknown as EditCard;
  };
  const two = [card('1', {}, 'a', 'b'), card('2', {}, 'b', 'c')];
  const many = [...two, card('3', { about: 'rule', name: 'd@2' }, 'x', 'y'), card('4', {}, 'x', 'y')];
  const openIn = (model: Pick<Model, 'rule' | 'toggled'>, cards: EditCard[]) =>
    cards.filter(each => isOpen(model, cards, each)).map(({ edit }) => edit.id);

  it('is open if there are few, and else if it is the first, or concerns the requested rule', () => {
    expect(openIn(opened, two)).toEqual(['1', '2']);
    expect(openIn(opened, many)).toEqual(['1']);
    expect(openIn({ ...opened, rule: 'c' }, many)).toEqual(['2']);
    expect(openIn({ ...opened, rule: 'd' }, many)).toEqual(['3']);
    expect(openIn({ ...opened, rule: 'none' }, many)).toEqual(['1']);
  });

  it('stays as the person left it', () => {
    const closed = update(opened, { type: 'toggle', edit: '1', open: false });
    expect(openIn(update(closed, { type: 'toggle', edit: '4', open: true }), many)).toEqual(['4']);
  });

  it('is read once all of its regions are', () => {
    const mark = (digest: string) => ({ reviewed: [digest], comment: '' });
    expect(readingOf(['a', 'b'], {}, 'd').state).toBe('no');
    expect(readingOf(['a', 'b'], { a: mark('d') }, 'd')).toEqual({ state: 'partly', read: 1, total: 2 });
    expect(readingOf(['a', 'b'], { a: mark('d'), b: mark('d') }, 'd').state).toBe('now');
    expect(readingOf(['a', 'b'], { a: mark('c'), b: mark('c') }, 'd').state).toBe('earlier');
  });
});

it('a tick counts only for the texts that were reviewed', () => {
  expect(reviewedState(undefined, 'd')).toBe('no');
  expect(reviewedState({ reviewed: ['d'], comment: '' }, 'd')).toBe('now');
  expect(reviewedState({ reviewed: ['c'], comment: '' }, 'd')).toBe('earlier');
  expect(reviewedState({ reviewed: [], comment: 'why?' }, 'd')).toBe('no');
});
