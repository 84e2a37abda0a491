import { expect, test } from 'vitest';
import { comparedRuleSet, edit } from '../../../testing/diff-reports.ts';
import { annotationsOf } from './annotations.ts';

test('an edit that changes decisions only together with others has an annotation; one without any effect has none', async () => {
  const compared = await comparedRuleSet({
    edits: [edit('beside', 'neutral', { matters: true }), edit('nothing', 'neutral', {})],
  });
  const found = annotationsOf({ ruleSets: [compared], revisions: null, now: 0 });
  expect(found.map(({ class: kind, edit: of, message }) => [kind, of?.edit.name, message.split('\n').at(-1)])).toEqual([
    ['neutral', 'beside', 'No decision changes by it alone.'],
  ]);
});
