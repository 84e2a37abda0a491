import { expect, test } from 'vitest';
import { edit, region } from '../testing/diff-reports.ts';
import { causeInWords, inputKinds, outcomeChanges, othersInWords } from './outcome-changes.ts';

const none = { now: 10, casesIn: () => 0 };

test('regions that follow one another in time are one kind of input, and a gap makes two', () => {
  const when = { moves: [], asks: [], either: [], condition: 'true', earlier: [] };
  const at = (number: number, from: number, until: number) => region('loosened', number, { from, until, when });
  const kinds = inputKinds([at(1, 20, Infinity), at(2, -Infinity, 5), at(3, 5, 15)], none);
  expect(kinds.map(({ from, until, shown, regions }) => [from, until, shown.id, regions.map(({ id }) => id)])).toEqual([
    // The past region is last, and another stands for the kind.
    [-Infinity, 15, 'loosened-3', ['loosened-3', 'loosened-2']],
    [20, Infinity, 'loosened-1', ['loosened-1']],
  ]);
});

test('the kind with the most known cases is first, then the one with the fewest facts', () => {
  const facts = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ text: `\`s${at}\` is ${count}`, signals: [] }));
  const regions = [3, 1, 2].map(count =>
    region('loosened', count, { when: { moves: facts(count), asks: [], either: [], condition: 'true', earlier: [] } }),
  );
  const first = (casesIn: (number: string) => number) =>
    inputKinds(regions, { now: 0, casesIn: ({ id }) => casesIn(id) }).map(({ shown }) => shown.id);
  expect(first(() => 0)).toEqual(['loosened-1', 'loosened-2', 'loosened-3']);
  expect(first(id => (id === 'loosened-3' ? 1 : 0))).toEqual(['loosened-3', 'loosened-1', 'loosened-2']);
});

test('an edit groups its regions by the outcomes, and says what else they need', () => {
  const alone = region('loosened', 1);
  const both = region('loosened', 2);
  const together = region('loosened', 3, { together: ['a', 'c'] });
  const unproved = region('loosened', 4, { causeProved: false });
  const past = region('tightened', 5, { until: 10 });
  const regions = [alone, both, together, unproved, past];
  const ids = (...own: (typeof regions)[number][]) => ({ regions: own.map(({ id }) => id) });
  const edits = [
    edit('a', 'loosened', ids(...regions)),
    edit('b', 'loosened', ids(both)),
    edit('c', 'loosened', ids(together)),
  ];
  const changes = outcomeChanges(edits[0] as (typeof edits)[number], { edits, regions }, none);
  expect(changes.map(each => [causeInWords(each, 0), ...othersInWords(each)])).toEqual([
    [''],
    ['needs edits 1 and 2 both'],
    ['together with edit 3'],
    ['perhaps made by another edit'],
    ['', '1 group tightened until 1970-01-01T00:00:00.010Z, past'],
  ]);
});
