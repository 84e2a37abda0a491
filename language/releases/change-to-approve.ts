import type { ChangeToApprove, VersionRef } from '../../engine/index.ts';
import type { Published } from './published.ts';

/** As what a version has to be approved after the last release. */
export function changeToApprove({
  latest,
  diff,
  digest,
}: Pick<Published, 'diff' | 'digest'> & { latest: { entry: VersionRef } | null }): ChangeToApprove {
  if (latest === null) return 'first';
  if (latest.entry.digest === digest) return 'equivalent';
  return diff === null || !diff.complete ? 'unknown' : diff.class;
}
