import { approvalsFor } from '../../../engine/index.ts';
import { changeToApprove } from '../../releases/change-to-approve.ts';
import type { FindingDefinition } from '../finding.ts';

export const approvalStale: FindingDefinition = {
  code: 'approval-stale',
  category: 'releases',
  severity: 'error',
  guards: 'releases',
  title: 'Outdated approval',
  summary: 'The rule set was edited after it was approved, so the approval no longer counts.',
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
    // A stale approval does no harm if enough others count, or none is needed.
    if (stale.length === 0 || missing === 0) return [];
    const who = [...new Set(stale.map(each => each.who))].join(', ');
    const { document, uri } = working;
    const governance = document.nodeAt(['governance']) === undefined ? null : document.rangeOf(['governance'], 'key');
    const message = `Edited since ${who} approved it, so the approval no longer counts. ${missing === 1 ? 'One more approval is' : `${missing} more approvals are`} needed: run \`handrail approve\`.`;
    return [{ message, uri, range: governance ?? document.rangeOf(['version']) }];
  },
};
