import type { SemanticDiff } from '../../../protocol/review-requests.ts';
import { Icon } from '../../parts/icon.tsx';
import { deciderName, outcomeText } from '../../../report/changes.ts';
import { classLooks } from '../words.ts';

/** The changes that may exist too, and why that is undecided. */
export function Undecided({ diff: { undecided, undecidedBecause } }: { diff: SemanticDiff }) {
  if (undecided.length === 0) return null;
  return (
    <div class="summary-warning">
      <p>
        <Icon name="warning" /> <strong>Undecided:</strong> more inputs may change. {undecidedBecause}
      </p>
      <ul>
        {undecided.map(({ before, after, class: kind }) => (
          <li key={`${deciderName(before)} ${deciderName(after)}`}>
            <Icon name={classLooks[kind].icon} class={`class-icon class-${kind}`} /> perhaps {kind}:{' '}
            {outcomeText(before.outcome)} by {deciderName(before)} becomes {outcomeText(after.outcome)} by{' '}
            {deciderName(after)}
          </li>
        ))}
      </ul>
    </div>
  );
}
