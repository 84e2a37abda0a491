import { describe, expect, test } from 'vitest';
import { decisionChanges } from './decisions.ts';
import type { HistoryVersion, VersionDecision } from './versions/history.ts';

/** A history from versions by name, in order, each with its decision and its parents. */
function history(versions: Record<string, [decision: string, ...parents: string[]]>): HistoryVersion[] {
  const names = Object.keys(versions);
  return Object.entries(versions).map(([name, [decision, ...parents]]) => ({
    name,
    commit: name,
    author: null,
    date: null,
    subject: null,
    approvedBy: [],
    parents: parents.map(each => names.indexOf(each)),
    ruleSet: null,
    decision: decision as VersionDecision,
  }));
}

const changes = (versions: Parameters<typeof history>[0]) =>
  decisionChanges(history(versions), String).map(({ name, before }) => [name, ...before.map(each => each.name)]);

describe('changes of a decision', () => {
  test('along one line', () => {
    expect(changes({ a: ['stop'], b: ['stop', 'a'], c: ['pause', 'b'], d: ['stop', 'c'] })).toEqual([
      ['a'],
      ['c', 'b'],
      ['d', 'c'],
    ]);
  });

  test('a line of development is not blamed for what another did, nor is the merge of both', () => {
    expect(changes({ a: ['stop'], b: ['pause', 'a'], c: ['stop', 'a'], d: ['pause', 'b', 'c'] })).toEqual([
      ['a'],
      ['b', 'a'],
    ]);
  });

  test('a merge that decides as none of its lines is', () => {
    expect(changes({ a: ['stop'], b: ['pause', 'a'], c: ['stop', 'a'], d: ['route', 'b', 'c'] })).toEqual([
      ['a'],
      ['b', 'a'],
      ['d', 'b', 'c'],
    ]);
  });

  test('a version with errors is skipped, and the one before it takes its place', () => {
    expect(
      changes({ a: ['stop'], b: ['unsound', 'a'], c: ['stop', 'b'], d: ['unsound', 'c'], e: ['pause', 'd'] }),
    ).toEqual([['a'], ['e', 'c']]);
    expect(changes({ a: ['unsound'], b: ['stop', 'a'] })).toEqual([['b']]);
  });

  test('a rule set that was removed and added again', () => {
    expect(changes({ a: ['stop'], b: ['absent', 'a'], c: ['stop', 'b'] })).toEqual([['a'], ['b', 'a'], ['c', 'b']]);
  });
});
