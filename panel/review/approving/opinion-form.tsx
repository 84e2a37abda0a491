import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { shortDigest } from '../../../engine/model/short-digest.ts';
import type { SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import type { Marks, OpinionKind, PlannedOpinion, ReviewedPair } from '../../../protocol/review.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { Prose } from '../../parts/prose.tsx';
import { count } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { readingInWords, readingOf, type Reading } from './reading.ts';
import type { Approving, OpinionDraft } from './use-approving.ts';

const words = {
  approve: { verb: 'Approve', question: 'Why do you approve? (kept in the log)' },
  reject: { verb: 'Reject', question: 'Why do you reject it? (kept in the log)' },
} as const satisfies Record<OpinionKind, object>;

interface OpinionViewProps {
  approving: Approving;
  pair: number;
  reviewed: ReviewedPair;
  comparison: Comparison;
  diff: SemanticDiff;
  marks: Marks;
  /** True while a newer text is being compared. */
  busy: boolean;
}

/** Below the heading: why approving is not offered, what was given, or the opinion that is being written. */
export function OpinionView(props: OpinionViewProps) {
  const { standing, draft, given, dismiss } = props.approving;
  return (
    <>
      {given !== null && (
        <div class="opinion-given" role="status">
          <Finding kind={given.counts ? 'good' : 'warning'}>{given.message}</Finding>
          <IconButton icon="close" label="Dismiss" onClick={dismiss} />
        </div>
      )}
      {draft !== null && <OpinionForm key={draft.opinion} {...props} draft={draft} />}
      {draft === null && standing?.kind === 'not-offered' && (
        <div class="opinion-given quiet">
          <Finding kind="info">{standing.why}</Finding>
        </div>
      )}
    </>
  );
}

function OpinionForm({
  draft,
  approving,
  pair,
  reviewed,
  comparison,
  diff,
  marks,
  busy,
}: OpinionViewProps & { draft: OpinionDraft }) {
  const { opinion, plan, sending, problem } = draft;
  const [why, setWhy] = useState('');
  /** The digest of the text for which the question about unread changes was asked. */
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  const { verb, question } = words[opinion];
  const digest = comparison.after.ruleSet?.digest ?? '';
  const reading = readingOf(diff, marks, digest);
  const changed = digest !== draft.digest;
  const possible = plan?.kind === 'possible' ? plan : null;
  const mayBePossible = plan === null || possible !== null;
  const ready = possible !== null && why.trim() !== '' && !changed && !busy && !sending;
  const unread = opinion === 'approve' && reading.unread.length > 0;
  const asked = unread && askedFor === digest;
  const give = () => {
    if (!ready) return;
    if (unread && !asked) return setAskedFor(digest);
    approving.give(why.trim(), { pair: reviewed, comparison, marks });
  };
  return (
    <form
      class="opinion-form"
      aria-label={verb}
      onSubmit={event => {
        event.preventDefault();
        give();
      }}
    >
      <h2>
        {verb} {comparison.after.ruleSet?.name} {comparison.after.ruleSet?.version}{' '}
        <span class="quiet value">{shortDigest(draft.digest)}</span>
        {possible !== null && <span class="quiet"> as {possible.who}</span>}
      </h2>
      <Effect plan={plan} />
      {possible !== null && <Base pair={pair} plan={possible} comparison={comparison} reviewed={reviewed} />}
      {possible?.notes.map(note => (
        <Finding key={note} kind="info">
          {note}
        </Finding>
      ))}
      {mayBePossible && (
        <>
          <Finding kind="info">Kept with it: {readingInWords(reading)}.</Finding>
          <label for="opinion-why">{question}</label>
          <textarea
            id="opinion-why"
            ref={field}
            rows={2}
            value={why}
            onInput={event => setWhy(event.currentTarget.value)}
            onKeyDown={event => {
              if (event.key === 'Escape' && why === '') approving.cancel();
            }}
          />
        </>
      )}
      {changed && (
        <div class="opinion-changed" role="alert">
          <Finding kind="warning">
            The rules have changed since you began. Read what this page shows now before you go on.
          </Finding>
          <button type="button" class="link" onClick={() => approving.begin(opinion)}>
            Go on with the new text
          </button>
        </div>
      )}
      {problem !== null && (
        <div role="alert">
          <Finding kind="error">{problem}</Finding>
        </div>
      )}
      {asked && !changed && (
        <div role="alert">
          <Finding kind="warning">{unreadInWords(reading)}</Finding>
        </div>
      )}
      <div class="opinion-actions">
        {mayBePossible && (
          <button type="submit" class="button" aria-disabled={!ready}>
            {sending ? 'Writing…' : asked ? `${verb} Anyway` : possible?.counts === false ? 'Record Anyway' : verb}
          </button>
        )}
        <button type="button" class="button secondary" onClick={approving.cancel}>
          {mayBePossible ? 'Cancel' : 'Close'}
        </button>
      </div>
    </form>
  );
}

function Effect({ plan }: { plan: PlannedOpinion | null }) {
  if (plan === null)
    return (
      <p class="opinion-finding quiet" role="status">
        <Icon name="loading" class="codicon-modifier-spin" /> Checking whether it counts…
      </p>
    );
  if (plan.kind !== 'possible')
    return (
      <div role="alert">
        <Finding kind="error">{plan.why}</Finding>
      </div>
    );
  return <Finding kind={plan.counts ? 'good' : 'warning'}>{plan.effect}</Finding>;
}

/** If the reader compares with another version than the last release, what the opinion covers beyond that. */
function Base({
  pair,
  plan: { base },
  comparison,
  reviewed,
}: {
  pair: number;
  plan: Extract<PlannedOpinion, { kind: 'possible' }>;
  comparison: Comparison;
  reviewed: ReviewedPair;
}) {
  const page = useReviewPage();
  if (base === null)
    return <Finding kind="info">Nothing is released yet: it is about all rules, not only about these changes.</Finding>;
  if (base.digest === comparison.before.ruleSet?.digest) return null;
  const release = { ruleSet: comparison.after.ruleSet?.name ?? '', version: base.version };
  return (
    <Finding kind="warning">
      It covers all changes since release {base.version}, but this page compares with {reviewed.before.label}.{' '}
      <button type="button" class="link" onClick={() => page.compareWithRelease(pair, release)}>
        Compare with {base.version}
      </button>
    </Finding>
  );
}

/** Said once before something is approved that was not read: `You have not ticked 2 of 5 changes as read.` */
function unreadInWords({ unread, total }: Reading): string {
  const what =
    unread.length < total
      ? `${unread.length} of ${count(total, 'change')}`
      : total === 1
        ? 'the change'
        : `any of the ${count(total, 'change')}`;
  return `You have not ticked ${what} as read.`;
}

const icons = { good: 'pass', info: 'info', warning: 'warning', error: 'error' } as const;

function Finding({ kind, children }: { kind: keyof typeof icons; children: ComponentChildren }) {
  return (
    <p class={`opinion-finding opinion-${kind}`}>
      <Icon name={icons[kind]} /> <span>{typeof children === 'string' ? <Prose text={children} /> : children}</span>
    </p>
  );
}
