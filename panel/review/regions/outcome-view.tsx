import type { Decider } from '../../../protocol/review-requests.ts';
import { Icon } from '../../parts/icon.tsx';
import { decisionLooks } from '../../words/decisions.ts';
import { fallbacksText } from '../../../engine/model/fallbacks-text.ts';
import { deciderName } from '../../../report/changes.ts';

interface OutcomeViewProps {
  decider: Decider;
  /** The decider in the other version. The payload is shown only if it is the only difference. */
  other?: Decider;
}

/** An outcome, and the rule version that decides it. */
export function OutcomeView({ decider, other }: OutcomeViewProps) {
  const { decide, to, payload } = decider.outcome;
  const fallbacks = fallbacksText(decider.outcome);
  const same = other !== undefined && other.outcome.decide === decide && other.outcome.to === to;
  const otherPayload = same && other.outcome.payload !== payload;
  return (
    <span class={`outcome-view decision-${decide}`} title={decisionLooks[decide].meaning}>
      <span class="outcome-what">
        <Icon name={decisionLooks[decide].icon} class="decision-icon" />
        <strong>{decide}</strong>
        {to !== undefined && (
          <>
            {' '}
            <span aria-hidden="true">→</span> <span class="sr-only">to </span>
            <span class="value outcome-to">{to}</span>
          </>
        )}
        {fallbacks !== '' && <span class="value quiet">, {fallbacks}</span>}
        {otherPayload && <span class="value quiet"> {payload ?? 'no payload'}</span>}
      </span>
      <span class="value quiet outcome-rule">
        <span class="sr-only">by </span>
        {deciderName(decider)}
      </span>
    </span>
  );
}
