import { expect, test } from 'vitest';
import { classesInWords, countedByClass, editCounts } from './changes.ts';
import { outcomesWithKinds } from './outcome-changes.ts';

test('what is folded is counted by class, the most severe first', () => {
  expect(countedByClass(['tightened', 'loosened', 'tightened'], 'more outcome')).toBe(
    '3 more outcomes (1 loosened, 2 tightened)',
  );
  expect(countedByClass(['neutral'], 'more outcome')).toBe('1 more outcome');
});

test('an edit has the most severe class of its parts, and the others are said too', () => {
  expect(classesInWords(['loosened', 'tightened'])).toBe('loosened, partly tightened');
  expect(editCounts([['loosened', 'tightened'], ['rerouted', 'tightened'], []])).toBe(
    '1 loosened, 1 rerouted; 2 partly tightened',
  );
});

test('the first change that names a target says of what kind it is', () => {
  const targets = { desk: { kind: 'human' }, 'desk-2': { kind: 'agent' } } as const;
  const [before, after] = ['escalate → desk', 'route → desk-2, on timeout deny'];
  expect(outcomesWithKinds({ before, after, newTargets: ['desk', 'desk-2'] }, targets)).toEqual([
    'escalate → desk (person)',
    'route → desk-2 (agent), on timeout deny',
  ]);
  expect(outcomesWithKinds({ before, after, newTargets: ['elsewhere'] }, targets)).toEqual([before, after]);
});
