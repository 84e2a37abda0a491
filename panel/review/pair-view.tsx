import { useMemo } from 'preact/hooks';
import type { Comparison, VersionView } from '../../protocol/server.ts';
import { Icon } from '../parts/icon.tsx';
import { count } from '../words/format.ts';
import { OpinionView } from './approving/opinion-form.tsx';
import { useApproving } from './approving/use-approving.ts';
import { cardsOf } from './edits/cards.ts';
import { EditList } from './edits/edit-list.tsx';
import { EditsSoFar } from './edits/edits-so-far.tsx';
import { Summary } from './header/summary.tsx';
import { PairHeading } from './header/pair-heading.tsx';
import type { ReviewedPair } from '../../protocol/review.ts';
import { useReviewPage } from './page.ts';
import type { Model } from './state/model.ts';

interface PairViewProps {
  model: Model;
  pair: number;
  reviewed: ReviewedPair;
}

/** Everything about one rule set under review. */
export function PairView({ model, pair, reviewed }: PairViewProps) {
  const { soFar, comparison, failure, revision, answered, marks } = model.pairs[pair] ?? {
    soFar: null,
    comparison: null,
    failure: null,
    revision: 0,
    answered: -1,
    marks: {},
  };
  const busy = answered !== revision;
  const approving = useApproving({ pair, comparison, busy, revision: model.approvalsRevision });
  return (
    <article class="pair" aria-busy={busy} aria-label={reviewed.name}>
      <PairHeading
        pair={pair}
        reviewed={reviewed}
        comparison={comparison}
        busy={busy && comparison !== null}
        model={model}
        approving={approving}
      />
      {comparison !== null && comparison.diff !== null && (
        <OpinionView
          approving={approving}
          pair={pair}
          reviewed={reviewed}
          comparison={comparison}
          diff={comparison.diff}
          marks={marks}
          busy={busy}
        />
      )}
      {failure !== null ? (
        <Problem title="The two versions could not be compared" text={failure} />
      ) : comparison !== null ? (
        <Compared
          model={model}
          pair={pair}
          reviewed={reviewed}
          comparison={comparison}
          approving={approving.standing?.kind === 'possible'}
        />
      ) : soFar === null || soFar.edits.length === 0 ? (
        <p class="waiting" role="status">
          Comparing every input…
        </p>
      ) : (
        <EditsSoFar soFar={soFar} />
      )}
    </article>
  );
}

interface ComparedProps extends PairViewProps {
  comparison: Comparison;
  /** True if the heading says how many approvals there are. */
  approving: boolean;
}

function Compared({ model, pair, reviewed, comparison, approving }: ComparedProps) {
  const { diff, before, after } = comparison;
  const cards = useMemo(() => (diff === null ? null : cardsOf(comparison, diff, Date.now())), [comparison]);
  if (diff === null || cards === null) {
    return (
      <>
        <Broken version={before} label={reviewed.before.label} />
        <Broken version={after} label={reviewed.after.label} />
      </>
    );
  }
  return (
    <>
      <Summary model={model} pair={pair} comparison={comparison} diff={diff} cards={cards} approving={approving} />
      <EditList model={model} pair={pair} comparison={comparison} cards={cards} />
    </>
  );
}

/** A version that cannot decide, with a link to its first error. */
function Broken({ version: { broken }, label }: { version: VersionView; label: string }) {
  const page = useReviewPage();
  if (broken === null) return null;
  const { message, location, errors } = broken;
  return (
    <div class="problem" role="status">
      <Icon name="error" />
      <div>
        <h2>
          {location === null
            ? `There is nothing to compare with: ${label}`
            : `${label} has ${count(errors, 'error')}, so it cannot decide`}
        </h2>
        {location === null ? (
          <p>{message}</p>
        ) : (
          <button type="button" class="link" onClick={() => page.revealLocation(location)}>
            {errors > 1 && 'First: '}
            {message}
          </button>
        )}
        <p class="quiet">
          Once both versions are free of errors, this page shows every input that they decide differently.
        </p>
      </div>
    </div>
  );
}

function Problem({ title, text }: { title: string; text: string }) {
  return (
    <div class="problem" role="alert">
      <Icon name="error" />
      <div>
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
    </div>
  );
}
