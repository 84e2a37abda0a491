import { ownValue } from '../../../engine/model/json.ts';
import { buckets } from '../../../engine/model/rollout.ts';
import { listIn } from '../project/names.ts';
import type { SourceDocument } from './document.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Rollouts that reach beyond the last bucket, which JSON Schema cannot say, since it does not add two values of a document. */
export function rolloutProblems(document: SourceDocument): SchemaProblem[] {
  if (document.kind !== 'rule-set') return [];
  return listIn(document.value, 'rules').flatMap((rule, index): SchemaProblem[] => {
    const rollout = ownValue(rule, 'rollout');
    const [percent, from] = [ownValue(rollout, 'percent'), ownValue(rollout, 'from')];
    if (typeof percent !== 'number' || typeof from !== 'number' || from >= buckets || percent > buckets) return [];
    if (from + percent <= buckets) return [];
    return [
      {
        kind: 'wrong-value',
        path: ['rules', index, 'rollout', 'percent'],
        part: 'value',
        missing: [],
        message: `Only ${buckets - from} of the 100 buckets are left from bucket ${from} on, not ${percent}. Lower \`percent\` or \`from\`.`,
        suggestion: null,
        expected: [],
      },
    ];
  });
}
