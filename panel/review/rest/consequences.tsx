import type { Consequence, SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { formatValue, shorten } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { classLooks } from '../words.ts';

interface ConsequencesProps {
  pair: number;
  comparison: Comparison;
  diff: SemanticDiff;
}

/** What changes beside decisions: timeouts, fallbacks, payload contracts, … each with what follows from it. */
export function Consequences({ pair, comparison, diff }: ConsequencesProps) {
  const page = useReviewPage();
  const { consequences } = diff;
  if (consequences.length === 0) return null;
  const known = consequences.map((consequence, index) => ({ consequence, place: comparison.places[index] }));
  const telling = known.filter(({ consequence }) => consequence.class !== 'neutral' || consequence.breaking);
  const neutral = known.filter(each => !telling.includes(each));
  const rows = (list: typeof known) => (
    <ul>
      {list.map(({ consequence, place }) => (
        <li
          key={`${consequence.path.join('/')} ${consequence.message}`}
          class={`consequence class-${consequence.class}`}
        >
          <ClassMark consequence={consequence} />
          <div class="consequence-text">
            <p>
              {consequence.message} {consequence.breaking && <span class="badge">breaking</span>}
            </p>
            <p class="quiet">
              <button
                type="button"
                class="link value"
                title="Show it in both texts"
                onClick={() => page.showTexts(pair, place?.before ?? null, place?.after ?? null)}
              >
                {consequence.path.join('.') || consequence.name}
              </button>
              <Values consequence={consequence} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
  return (
    <section class="rest" aria-label="Other changes">
      {telling.length > 0 && (
        <>
          <h2>Other changes</h2>
          {rows(telling)}
        </>
      )}
      {neutral.length > 0 && (
        <details open={telling.length === 0 && diff.regions.length === 0}>
          <summary>
            {neutral.length === 1 ? '1 change' : `${neutral.length} changes`} without an effect on decisions or handoffs
          </summary>
          {rows(neutral)}
        </details>
      )}
    </section>
  );
}

function ClassMark({ consequence: { class: name } }: { consequence: Consequence }) {
  if (name === 'neutral') return <Icon name="circle-small" class="class-icon" />;
  return (
    <span class="class-mark" title={classLooks[name].meaning}>
      <Icon name={classLooks[name].icon} class="class-icon" />
      <span class="sr-only">{name}: </span>
    </span>
  );
}

function Values({ consequence: { before, after } }: { consequence: Consequence }) {
  const text = (value: Consequence['before']) => (value === undefined ? 'none' : shorten(formatValue(value), 60));
  if (before === undefined && after === undefined) return null;
  return (
    <span class="value consequence-values">
      {' '}
      {text(before)} → {text(after)}
    </span>
  );
}
