import { Icon } from '../../parts/icon.tsx';
import { count } from '../../words/format.ts';
import type { ReviewSubject } from '../../../protocol/review.ts';
import { useReviewPage } from '../page.ts';
import { editsOf, markKeys } from '../edits/cards.ts';
import { byGravity, missingSide, readingOf, type Model, type PairModel } from '../state/model.ts';
import { diffIcon, summaryWords } from '../words.ts';

/** All rule sets under review, one line each, the gravest change first. */
export function Overview({ model, subject }: { model: Model; subject: ReviewSubject }) {
  const page = useReviewPage();
  return (
    <nav class="overview" aria-label="Rule sets under review">
      <h1>
        {subject.title} <span class="quiet">{count(subject.pairs.length, 'rule set')}</span>
      </h1>
      <ul>
        {byGravity(model).map(index => {
          const { name = '', path = '' } = subject.pairs[index] ?? {};
          const pair = model.pairs[index];
          const current = index === model.selected;
          return (
            <li key={`${index} ${path}`}>
              <button
                type="button"
                class={`overview-row ${current ? 'selected' : ''}`}
                aria-current={current ? 'true' : undefined}
                title={path}
                onClick={() => page.dispatch({ type: 'select', pair: index })}
              >
                <PairState pair={pair} />
                <span class="overview-name">{name}</span>
                <span class="overview-words">{pair === undefined ? '' : wordsOf(pair)}</span>
                <span class="overview-progress quiet">{pair === undefined ? '' : progressOf(pair)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function PairState({ pair }: { pair: PairModel | undefined }) {
  const diff = pair?.comparison?.diff;
  if (pair?.failure !== null && pair?.failure !== undefined) return <Icon name="error" class="broken-icon" />;
  if (pair === undefined || pair.comparison === null) return <Icon name="loading" class="codicon-modifier-spin" />;
  if (diff === null || diff === undefined)
    return missingSide(pair.comparison) !== null ? (
      <Icon name="circle-slash" class="class-icon class-neutral" />
    ) : (
      <Icon name="error" class="broken-icon" />
    );
  return <Icon name={diffIcon(diff.class)} class={`class-icon class-${diff.class}`} />;
}

function wordsOf({ comparison, failure }: PairModel): string {
  if (failure !== null) return 'not compared';
  if (comparison === null) return 'comparing…';
  if (comparison.diff !== null) return summaryWords(comparison.diff);
  const missing = missingSide(comparison);
  return missing === null ? 'has errors' : `nothing to compare with ${missing}`;
}

function progressOf({ comparison, marks }: PairModel): string {
  const diff = comparison?.diff ?? null;
  if (diff === null) return '';
  const digest = comparison?.after.ruleSet?.digest ?? '';
  const { meant } = editsOf(diff);
  const done = meant.filter(edit => readingOf(markKeys({ edit }), marks, digest).state === 'now').length;
  return meant.length === 0 ? '' : `${done} of ${meant.length} read`;
}
