import type { SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Comparison, Measurement } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { count, formatNumber } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { reviewedState, type Model } from '../state/model.ts';
import { Undecided } from './undecided.tsx';
import { countClasses } from '../../../report/changes.ts';
import { classesOf, classLooks } from '../words.ts';

interface SummaryProps {
  model: Model;
  pair: number;
  comparison: Comparison;
  diff: SemanticDiff;
}

/** A summary of the change in two lines. */
export function Summary({ model, pair, comparison, diff }: SummaryProps) {
  const page = useReviewPage();
  const { measurements, approvals } = comparison;
  const total = diff.regions.length;
  const digest = comparison.after.ruleSet?.digest ?? '';
  const marks = model.pairs[pair]?.marks ?? {};
  const done = diff.regions.filter(({ id }) => reviewedState(marks[id], digest) === 'now').length;
  return (
    <section class="summary" aria-label="Summary">
      <div class="summary-line" role="status">
        <Verdict diff={diff} />
        <span class="quiet">{count(diff.unchanged, 'rule')} unchanged</span>
        {approvals > 0 && <span class="approvals">needs {count(approvals, 'approval')}</span>}
        {total > 0 && (
          <span class={`progress ${done === total ? 'done' : ''}`}>
            {done === total && <Icon name="pass-filled" />} {done} of {total} reviewed
          </span>
        )}
      </div>
      <Undecided diff={diff} />
      <p class="summary-more quiet">
        {measurements.map(measurement => (
          <span key={`${measurement.kind} ${measurement.name}`}>{measurementInWords(measurement, diff)}</span>
        ))}
        <button type="button" class="link" onClick={() => page.chooseLog()}>
          {model.log === null ? 'Measure on a log…' : 'Another log…'}
        </button>
        {model.log !== null && (
          <button type="button" class="link" onClick={() => page.dispatch({ type: 'chooseLog', log: null })}>
            Samples only
          </button>
        )}
      </p>
    </section>
  );
}

/** The number of changes by class, and, if no decision changes, that this is proved. */
function Verdict({ diff }: { diff: SemanticDiff }) {
  const counts = countClasses(classesOf(diff));
  return (
    <span class="verdict">
      {diff.equivalent && (
        <>
          <Icon name="verified" class="class-icon class-equivalent" />
          <strong>{counts.length === 0 ? 'Equivalent' : 'Same decisions'}</strong>
          <span class="verdict-words">
            Proved: every input gets the same outcome in both versions, at all times.
            {counts.length > 0 && ' Other changes:'}
          </span>
        </>
      )}
      {counts.length === 0 && !diff.equivalent && <strong>No changed decision found</strong>}
      {counts.map(({ name, count }) => (
        <span
          key={name}
          class={`class-count class-${name}`}
          title={`${classLooks[name].title}: ${classLooks[name].meaning}`}
        >
          <Icon name={classLooks[name].icon} class="class-icon" />
          <strong>
            {count} {name}
          </strong>
        </span>
      ))}
    </span>
  );
}

/** `2 of 22 samples change`, `41 of 10,000 cases of cases.jsonl change`. */
function measurementInWords(
  { kind, name, total, changed, outside, unreadable }: Measurement,
  { complete }: SemanticDiff,
): string {
  const details = [
    ...(outside === 0
      ? []
      : [
          `${formatNumber(outside)} of them ${complete ? '' : 'are undecided, or '}break an assumption or lack a required signal`,
        ]),
    ...(unreadable === 0 ? [] : [`${count(unreadable, 'line')} without an input`]),
  ];
  const more = details.length === 0 ? '' : ` (${details.join('; ')})`;
  if (kind === 'samples') {
    return total === 0
      ? 'No samples yet: it is unknown how many cases change'
      : `${changed} of ${count(total, 'sample')} change${more}`;
  }
  return `${formatNumber(changed)} of ${count(total, 'case')} of ${name} change${more}`;
}
