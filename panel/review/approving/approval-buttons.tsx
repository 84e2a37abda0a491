import { useEffect, useRef } from 'preact/hooks';
import type { OpinionKind, PlannedOpinion } from '../../../protocol/review.ts';
import { Icon } from '../../parts/icon.tsx';
import { count } from '../../words/format.ts';
import type { Approving } from './use-approving.ts';

interface ApprovalButtonsProps {
  approving: Approving;
  /** How many approvals the reviewed change would need by itself; null while it is compared. An approval is for the release, which may be more or less. */
  alone: number | null;
}

/** How many approvals there are and how many are needed, with the buttons to approve and to reject. Nothing if neither is offered. */
export function ApprovalButtons({ approving: { standing, draft, begin }, alone }: ApprovalButtonsProps) {
  const buttons = useRef<Partial<Record<OpinionKind, HTMLButtonElement | null>>>({});
  const writing = draft?.opinion;
  useEffect(
    () => () => {
      // The form that had the focus is gone.
      if (writing !== undefined && document.activeElement === document.body) buttons.current[writing]?.focus();
    },
    [writing],
  );
  if (standing === null || standing.kind === 'not-offered') return null;
  return (
    <div class="approval-buttons">
      {standing.kind === 'possible' && <ApprovalCount standing={standing} alone={alone} />}
      {(['approve', 'reject'] as const).map(opinion => (
        <button
          key={opinion}
          ref={element => void (buttons.current[opinion] = element)}
          type="button"
          class="button secondary"
          title={opinion === 'approve' ? effectOf(standing) : undefined}
          aria-expanded={draft?.opinion === opinion}
          onClick={() => begin(opinion)}
        >
          {opinion === 'approve' ? 'Approve…' : 'Reject…'}
        </button>
      ))}
    </div>
  );
}

function effectOf(standing: Exclude<PlannedOpinion, { kind: 'not-offered' }>): string {
  return standing.kind === 'refused' ? standing.why : standing.effect;
}

type Possible = Extract<PlannedOpinion, { kind: 'possible' }>;

function ApprovalCount({ standing, alone }: { standing: Possible; alone: number | null }) {
  const { needed, given, from, rejected, base } = standing;
  const enough = given >= needed && !rejected;
  const release = base === null ? 'for the first release' : `since ${base.version}`;
  return (
    <span class="approval-state">
      <span class="approval-count" role="status">
        {rejected ? (
          <Icon name="error" class="broken-icon" />
        ) : (
          enough && needed > 0 && <Icon name="pass-filled" class="good-icon" />
        )}
        {`${needed === 0 ? 'needs no approval' : `${given} of ${count(needed, 'approval')}`}${rejected ? ', rejected' : ''}`}
      </span>
      {given < needed && <span class="quiet">from {from}</span>}
      {alone !== null && alone !== needed && (
        <span class="quiet">
          {release}; this change by itself {alone === 0 ? 'needs none' : `needs ${alone}`}
        </span>
      )}
    </span>
  );
}
