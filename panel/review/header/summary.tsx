import { useState } from 'preact/hooks';
import type { SemanticDiff } from '../../../protocol/review-requests.ts';
import { versionScheme, type Comparison, type Measurement } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { count, formatNumber } from '../../words/format.ts';
import { markKeys, uncovered, type Cards } from '../edits/cards.ts';
import { sampleName } from '../edits/sample-name.ts';
import { useReviewPage } from '../page.ts';
import { readingOf, type Model } from '../state/model.ts';
import { timeOf } from '../time.ts';
import { neededInWords } from '../../../report/approvers.ts';
import { Undecided } from './undecided.tsx';
import { classesOf, countClasses, partCounts } from '../../../report/changes.ts';
import { classLooks, editClasses } from '../words.ts';

interface SummaryProps {
  model: Model;
  pair: number;
  comparison: Comparison;
  diff: SemanticDiff;
  cards: Cards;
  /** True if the heading says how many approvals there are. */
  approving: boolean;
}

/** A summary of the change in two lines. */
export function Summary({ model, pair, comparison, diff, cards, approving }: SummaryProps) {
  const page = useReviewPage();
  const { measurements, approvals } = comparison;
  const digest = comparison.after.ruleSet?.digest ?? '';
  const marks = model.pairs[pair]?.marks ?? {};
  const total = cards.cards.length;
  const done = cards.cards.filter(card => readingOf(markKeys(card), marks, digest).state === 'now').length;
  return (
    <section class="summary" aria-label="Summary">
      <div class="summary-line" role="status">
        <Verdict diff={diff} />
        {approvals > 0 && !approving && <span class="approvals">{neededInWords(comparison)}</span>}
        {total > 0 && (
          <span class={`progress ${done === total ? 'done' : ''}`}>
            {done === total && <Icon name="pass-filled" />} {done} of {total} read
          </span>
        )}
      </div>
      <Undecided diff={diff} />
      <div class="summary-more quiet">
        {measurements.map(measurement => (
          <span key={`${measurement.kind} ${measurement.name}`}>{measurementInWords(measurement, diff)}</span>
        ))}
        <Uncovered pair={pair} comparison={comparison} cards={cards} />
        <button type="button" class="link" onClick={() => page.chooseLog()}>
          {model.log === null ? 'Measure on a log…' : 'Another log…'}
        </button>
        {model.log !== null && (
          <button type="button" class="link" onClick={() => page.dispatch({ type: 'chooseLog', log: null })}>
            Samples only
          </button>
        )}
      </div>
    </section>
  );
}

/** How many changes of outcomes no sample covers, and a button that adds an example of each to the samples. */
function Uncovered({ pair, comparison, cards }: Pick<SummaryProps, 'pair' | 'comparison' | 'cards'>) {
  const page = useReviewPage();
  const [adding, setAdding] = useState(false);
  const missing = uncovered(comparison, cards.cards);
  if (missing.length === 0) return null;
  const add = async () => {
    if (adding) return;
    setAdding(true);
    await page.addSamples(
      pair,
      missing.map(({ card, change, region: { witness } }) => ({
        name: sampleName(card, change),
        input: witness.input,
        at: timeOf(witness.at),
        ...(witness.grants === undefined ? {} : { grants: witness.grants }),
      })),
    );
    setAdding(false);
  };
  // Samples belong to the working copy: there is none to add to if a released or committed version is reviewed.
  const isOnDisk = !comparison.after.uri.startsWith(`${versionScheme}:`);
  return (
    <span>
      {count(missing.length, 'change')} of outcomes that no sample covers{' '}
      {isOnDisk && (
        <button
          type="button"
          class="link"
          title="Add an example of each to the samples, with its new decision as the expected one"
          aria-disabled={adding}
          onClick={() => void add()}
        >
          Add {missing.length === 1 ? 'a sample' : 'samples'}
        </button>
      )}
    </span>
  );
}

/** The number of edits and their classes, and, if no decision changes, that this is proved. */
function Verdict({ diff }: { diff: SemanticDiff }) {
  const counts = countClasses(editClasses(diff.edits));
  const parts = partCounts(diff.edits.map(edit => classesOf(edit, diff)));
  return (
    <span class="verdict">
      {diff.edits.length > 0 && <strong>{count(diff.edits.length, 'edit')}</strong>}
      {!diff.equivalent && diff.regions.length === 0 && <strong>No changed decision found</strong>}
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
      {parts !== '' && <span class="verdict-parts">{parts}</span>}
      {diff.equivalent && (
        <span class="verdict-proof">
          <Icon name="verified" class="class-icon class-equivalent" />
          <strong>{counts.length === 0 ? 'Equivalent' : 'Same decisions'}</strong>
          <span class="verdict-words">Proved: every input gets the same outcome in both versions, at all times.</span>
        </span>
      )}
    </span>
  );
}

/** `2 of 22 samples of this rule set change`, `41 of 10,000 cases of cases.jsonl change`. */
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
  const verb = changed === 1 || total === 1 ? 'changes' : 'change';
  const more = details.length === 0 ? '' : ` (${details.join('; ')})`;
  if (kind === 'samples') {
    return total === 0
      ? 'No samples yet: it is unknown how many cases change'
      : `${changed} of ${count(total, 'sample')} of this rule set ${verb}${more}`;
  }
  return `${formatNumber(changed)} of ${count(total, 'case')} of ${name} ${verb}${more}`;
}
