import { describe, expect, it } from 'vitest';
import type { DiffEdit, Region, SemanticDiff } from '../../../engine/index.ts';
import type { Comparison, Measurement } from '../../../protocol/server.ts';
import { cardsOf, countCases, markKeys, uncovered } from './cards.ts';

const march = Date.parse('2026-03-01T00:00:00Z');
const now = Date.parse('2026-11-30T00:00:00Z');

const region = (id: string, more: Partial<Region> = {}): Region => ({
  id,
  class: 'loosened',
  before: { rule: { id: 'check', version: 1 }, outcome: { decide: 'route', to: 'checker' } },
  after: { rule: null, outcome: { decide: 'continue' } },
  condition: 'confidence < 0.7',
  when: {
    moves: [{ text: '`confidence` is below 0.7', signals: ['confidence'] }],
    asks: [],
    either: [],
    condition: '',
    earlier: [],
  },
  from: -Infinity,
  until: Infinity,
  traffic: [],
  together: [],
  causeProved: true,
  witness: { input: {}, at: null, free: [] } as unknown as Region['witness'],
  share: { value: 0, exact: true },
  ...more,
});
const edit = (id: string, more: Partial<DiffEdit> = {}): DiffEdit => ({
  id,
  about: 'threshold',
  name: id,
  part: 'value',
  key: '',
  path: ['thresholds', id],
  side: 'after',
  class: 'loosened',
  regions: [],
  matters: false,
  consequences: [],
  ...more,
});
const samplesIn = (regions: Measurement['regions'], total = 5): Measurement => ({
  kind: 'samples',
  name: '',
  total,
  changed: 0,
  outside: 0,
  unreadable: 0,
  regions,
});
const comparing = (edits: DiffEdit[], regions: Region[], measurements: Measurement[] = []) => {
  const diff = { edits, regions, consequences: [] } as unknown as SemanticDiff;
  const comparison = { diff, places: [], edits: [], handoffs: [], measurements } as unknown as Comparison;
  return { ...cardsOf(comparison, diff, now), comparison };
};

describe('the cards of a comparison', () => {
  it('are one for each edit with a meaning; texts and versions are other changes', () => {
    const { cards, other } = comparing(
      [
        edit('a', { regions: ['1'] }),
        edit('c', { class: 'neutral', part: 'text' }),
        edit('b', { class: 'neutral' }),
        edit('d', { class: 'neutral', part: 'version' }),
      ],
      [region('1')],
    );
    expect(cards.map(({ number, edit: { id } }) => [number, id])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(other.map(({ edit: { id } }) => id)).toEqual(['c', 'd']);
  });

  it('tell regions that differ in nothing but the time as one', () => {
    const { cards } = comparing(
      [edit('a', { regions: ['1', '2', '3'] })],
      [region('1', { until: march }), region('2', { from: march }), region('3', { until: march, when: null })],
    );
    const [change] = cards[0]?.changes ?? [];
    expect(cards[0]?.changes).toHaveLength(1);
    expect(change?.current.map(({ regions }) => regions.map(({ id }) => id).sort())).toEqual([['1', '2']]);
    expect(change?.past.map(({ shown }) => shown.id)).toEqual(['3']);
  });

  it('are read by region, or by edit if no decision changes', () => {
    const { cards } = comparing([edit('a', { regions: ['1'] }), edit('b', { about: 'target' })], [region('1')]);
    expect(cards.map(markKeys)).toEqual([['1'], ['b']]);
  });
});

describe('known cases', () => {
  it('are counted over samples and logs', () => {
    const log: Measurement = { ...samplesIn([{ region: '1', count: 300, names: ['line 7'] }], 9000), kind: 'log' };
    const { comparison } = comparing([], [], [samplesIn([{ region: '1', count: 2, names: ['x', 'y'] }]), log]);
    expect(countCases(comparison, ['1', '2'])).toEqual({ samples: 2, logged: 300, names: ['x', 'y', 'line 7'] });
    expect(countCases(comparison, ['2'])).toEqual({ samples: 0, logged: 0, names: [] });
  });

  it('are missed for each outcome that no sample shows, once even if it needs two edits', () => {
    const stopped = { rule: null, outcome: { decide: 'stop' } } as const;
    const paused = { rule: null, outcome: { decide: 'pause' } } as const;
    const regions = [
      region('1'),
      region('2', { after: stopped, together: ['a', 'b'] }),
      region('3', { after: paused, until: march }),
    ];
    const edits = [edit('a', { regions: ['1', '2', '3'] }), edit('b', { regions: ['2'] })];
    const missed = (measured: Measurement[]) => {
      const { comparison, cards } = comparing(edits, regions, measured);
      return uncovered(comparison, cards).map(({ card, region: { id } }) => [card.edit.id, id]);
    };
    expect(missed([samplesIn([])])).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
    expect(missed([samplesIn([{ region: '1', count: 1, names: ['x'] }])])).toEqual([['a', '2']]);
  });
});
