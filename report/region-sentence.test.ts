import { expect, test } from 'vitest';
import type { Region, RegionWhen } from '../engine/index.ts';
import { regionSentence } from './region-sentence.ts';

const fact = (text: string) => ({ text, signals: [] });
const earlier = (count: number): RegionWhen['earlier'] =>
  Array.from({ length: count }, (_, at) => ({ id: `e${at}`, version: 1, in: 'both', separates: false }));
const separating = (named: number, others: number) =>
  earlier(named + others).map((each, at) => ({ ...each, separates: at < named }));
const when = (more: Partial<RegionWhen>): RegionWhen => ({
  moves: [],
  asks: [],
  either: [],
  condition: '',
  earlier: [],
  ...more,
});
const deciders: Pick<Region, 'before' | 'after' | 'traffic'> = {
  before: { rule: { id: 'a', version: 1 }, outcome: { decide: 'stop' } },
  after: { rule: { id: 'b', version: 2 }, outcome: { decide: 'continue' } },
  traffic: [],
};
const [x, y, z] = [fact('`x` is 1'), fact('`y` is 2'), fact('`z` is 3')];

test.each([
  [when({ moves: [x], asks: [y, z] }), 'If `x` is 1, `y` is 2 and `z` is 3: '],
  [when({ moves: [x], earlier: earlier(1) }), 'If `x` is 1, and an earlier rule does not fire: '],
  [when({ moves: [x], earlier: earlier(12) }), 'If `x` is 1, and none of 12 earlier rules fires: '],
  [when({ moves: [x], either: [[y], [z]] }), 'If `x` is 1, and either `y` is 2, or `z` is 3: '],
  [when({ moves: [x], earlier: separating(1, 0) }), 'If `x` is 1, and `e0@1` does not fire: '],
  [when({ moves: [x], earlier: separating(2, 0) }), 'If `x` is 1, and neither `e0@1` nor `e1@1` fires: '],
  [
    when({ moves: [x], earlier: separating(1, 9) }),
    'If `x` is 1, and none of `e0@1` and 9 other earlier rules fires: ',
  ],
  // One of the alternatives asks for nothing more.
  [when({ moves: [x], either: [[y], []] }), 'If `x` is 1: '],
  [when({ earlier: earlier(2) }), 'If none of 2 earlier rules fires: '],
  [when({}), 'Always: '],
])('%#: says when a region applies', (each, words) => {
  expect(regionSentence({ ...deciders, when: each })).toBe(`${words}\`b@2\` decides, no longer \`a@1\`.`);
});

test('says which rules decide if the condition takes too many words, and for which share of the traffic', () => {
  expect(regionSentence({ ...deciders, when: null })).toBe('`b@2` decides, no longer `a@1`.');
  expect(regionSentence({ ...deciders, when: null, traffic: [{ by: 'user.id', percent: 10 }] })).toBe(
    'For 10 % of user.id: `b@2` decides, no longer `a@1`.',
  );
  expect(regionSentence({ ...deciders, when: when({ moves: [x] }), after: deciders.before })).toBe(
    'If `x` is 1: `a@1` decides as before, with another outcome.',
  );
});

test('says of the default that no rule fires, now or before', () => {
  const byDefault: Region['after'] = { rule: null, outcome: { decide: 'continue' } };
  expect(regionSentence({ ...deciders, when: when({ moves: [x], earlier: earlier(9) }), after: byDefault })).toBe(
    'If `x` is 1, and no rule fires: the default decides, no longer `a@1`.',
  );
  expect(regionSentence({ ...deciders, when: when({ moves: [x] }), before: byDefault })).toBe(
    'If `x` is 1: `b@2` decides; before, no rule fired, and the default decided.',
  );
});
