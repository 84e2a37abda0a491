import type { Comparison } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { sameVersionWords } from '../../../report/changes.ts';
import { shortDigest } from '../../../engine/model/short-digest.ts';
import type { FinishedReview, NamedVersion, ReviewedPair } from '../../../protocol/review.ts';
import { ApprovalButtons } from '../approving/approval-buttons.tsx';
import type { Approving } from '../approving/use-approving.ts';
import { useReviewPage } from '../page.ts';
import type { Model } from '../state/model.ts';

interface PairHeadingProps {
  model: Model;
  pair: number;
  reviewed: ReviewedPair;
  comparison: Comparison | null;
  /** True while a newer text is being compared. */
  busy: boolean;
  approving: Approving;
}

/** The compared rule set with its two versions, and actions on the whole review. */
export function PairHeading({ model, pair, reviewed, comparison, busy, approving }: PairHeadingProps) {
  const page = useReviewPage();
  const finished = finishedReviews(model);
  const { diff = null, before, after } = comparison ?? {};
  const unchanged =
    diff === null ? '' : sameVersionWords(diff, [before?.ruleSet?.version ?? '', after?.ruleSet?.version ?? '']);
  return (
    <header class="pair-heading">
      <div class="pair-title">
        <h1 title={reviewed.path}>
          {comparison?.after.ruleSet?.name ?? comparison?.before.ruleSet?.name ?? reviewed.name}
        </h1>
        <span class="versions">
          <Version named={reviewed.before} ruleSet={comparison?.before.ruleSet ?? null} />
          <Icon name="arrow-right" />
          <span class="sr-only">to</span>
          <Version named={reviewed.after} ruleSet={comparison?.after.ruleSet ?? null} />
        </span>
        {unchanged !== '' && (
          <span class="version-unchanged">
            <Icon name="warning" /> {unchanged}
          </span>
        )}
        {busy && (
          <span class="quiet" role="status">
            <Icon name="loading" class="codicon-modifier-spin" /> updating…
          </span>
        )}
      </div>
      <ApprovalButtons approving={approving} alone={comparison?.approvals ?? null} />
      <div class="toolbar">
        <IconButton
          icon="diff"
          label="Show both texts side by side"
          text="Texts"
          onClick={() => page.showTexts(pair, null, null)}
        />
        <IconButton
          icon="export"
          label="Export the review for a pull request"
          text="Export"
          disabled={finished.length === 0}
          onClick={() => page.exportReview(finished)}
        />
      </div>
    </header>
  );
}

function Version({ named, ruleSet }: { named: NamedVersion; ruleSet: Comparison['before']['ruleSet'] }) {
  return (
    <span class="version-name" title={ruleSet === null ? named.label : `digest ${ruleSet.digest}`}>
      {ruleSet !== null && <span class="value">{ruleSet.version}</span>}{' '}
      <span class="version-label">{named.label}</span>
      {ruleSet !== null && <span class="value quiet version-digest">{shortDigest(ruleSet.digest)}</span>}
    </span>
  );
}

function finishedReviews({ subject, pairs }: Model): FinishedReview[] {
  return (subject?.pairs ?? []).flatMap((pair, index) => {
    const { comparison, marks } = pairs[index] ?? { comparison: null, marks: {} };
    return comparison === null || comparison.diff === null ? [] : [{ pair, comparison, marks }];
  });
}
