import { expect, it } from 'vitest';
import { record, redo, startHistory, undo } from './history.ts';

it('goes back and forth, and drops undone steps after a new one', () => {
  let history = record(record(startHistory('a'), 'b', null, 0), 'c', null, 0);
  history = undo(history);
  expect(history.present).toBe('b');
  expect(redo(history).present).toBe('c');
  expect(undo(undo(history)).present).toBe('a');
  expect(redo(record(history, 'd', null, 0)).present).toBe('d');
});

it('merges a drag into one step, which a pause ends', () => {
  let history = startHistory(0);
  for (const [value, now] of [
    [1, 0],
    [2, 400],
    [3, 900],
  ] as const) {
    history = record(history, value, 'slider', now);
  }
  history = record(history, 4, 'slider', 5000);
  expect(undo(history).present).toBe(3);
  expect(undo(undo(history)).present).toBe(0);
});

it('does not merge edits of different fields, nor one after an undo', () => {
  const history = record(record(startHistory(0), 1, 'a', 0), 2, 'b', 1);
  expect(undo(history).present).toBe(1);
  expect(undo(record(undo(history), 3, 'a', 2)).present).toBe(1);
});

it('keeps at most 200 steps', () => {
  let history = startHistory(0);
  for (let i = 1; i <= 1000; i++) history = record(history, i, null, i);
  expect(history.past.length).toBe(200);
});
