import { approvalsFor, type ChangeToApprove } from '../../../engine/index.ts';
import type { Published } from '../../releases/published.ts';
import type { FindingDefinition } from '../finding.ts';

export const approvalStale: FindingDefinition = {
  code: 'approval-stale',
  category: 'releases',
  severity: 'error',
  guards: 'releases',
  title: 'An approval of something else',
  summary: 'The rule set was edited after it was approved, so the approval does not count any more.',
  detectPublished: published => {
    const { working, digest, log, latest } = published;
    if (digest === null) return [];
    const { disregarded, missing } = approvalsFor(log.entries, {
      digest,
      change: changeToApprove(published),
      governance: { now: working.ruleSet.governance, before: latest?.project?.ruleSet.governance },
      authors: [],
    });
    const stale = disregarded.filter(({ because }) => because === 'stale');
    // What is approved by others, or needs nobody, is not held up by an approval of what it was.
    if (stale.length === 0 || missing === 0) return [];
    const who = [...new Set(stale.map(each => each.who))].join(', ');
    const { document, uri } = working;
    const governance = document.nodeAt(['governance']) === undefined ? null : document.rangeOf(['governance'], 'key');
    const message = `Edited since ${who} approved it, so that the approval does not count. ${missing === 1 ? 'One more approval is' : `${missing} more approvals are`} needed: \`handrail approve\`.`;
    return [{ message, uri, range: governance ?? document.rangeOf(['version']) }];
  },
};

/** As what the working copy has to be approved. */
export function changeToApprove({ latest, diff, digest }: Published): ChangeToApprove {
  if (latest === null) return 'first';
  if (latest.entry.digest === digest) return 'equivalent';
  return diff === null || !diff.complete ? 'unknown' : diff.class;
}
