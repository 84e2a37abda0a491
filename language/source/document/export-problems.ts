import { ownValue } from '../../../engine/model/json.ts';
import { folderAt } from '../project/declared-exports.ts';
import { listIn } from '../project/names.ts';
import type { SourceDocument } from './document.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Exports that are listed twice, also if their folders are written differently. */
export function exportProblems(document: SourceDocument): SchemaProblem[] {
  if (document.kind !== 'rule-set') return [];
  const listed = listIn(document.value, 'exports');
  const keys = listed.map(each => {
    const [to, out] = [ownValue(each, 'to'), ownValue(each, 'out')];
    const folder = typeof out === 'string' ? folderAt(out, document.uri) : 'the root';
    return typeof to === 'string' ? `${to} ${folder}` : null;
  });
  return keys.flatMap((key, index): SchemaProblem[] =>
    key === null || keys.indexOf(key) === index
      ? []
      : [
          {
            kind: 'wrong-value',
            path: ['exports', index, 'to'],
            part: 'value',
            missing: [],
            message: 'This target is listed twice for the same folder. Remove one of the two.',
            suggestion: null,
            expected: [],
          },
        ],
  );
}
