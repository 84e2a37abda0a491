import { useState } from 'preact/hooks';
import type { Comparison } from '../../../protocol/server.ts';
import { causeInWords, othersInWords, type InputKind, type OutcomeChange } from '../../../report/outcome-changes.ts';
import { Icon } from '../../parts/icon.tsx';
import { count } from '../../words/format.ts';
import { casesInWords, classLooks } from '../words.ts';
import { countCases, regionIds, type CaseCount, type EditCard } from './cards.ts';
import { Exactly } from './exactly.tsx';
import { Folds, type Fold } from './folds.tsx';
import { Sentence } from './sentence.tsx';

/** How many changes of outcomes a card shows; a closed card shows fewer. */
const maxShown = { open: 3, closed: 1 };
/** How many kinds of input are drawn at once. */
const pageSize = 20;

interface ChangeListProps {
  comparison: Comparison;
  card: EditCard;
  open: boolean;
}

/** What an edit does: one sentence for each change of an outcome. */
export function ChangeList({ comparison, card, open }: ChangeListProps) {
  const [all, setAll] = useState(false);
  const { changes } = card;
  if (changes.length === 0) return null;
  const limit = open ? maxShown.open : maxShown.closed;
  const shown = all ? changes : changes.slice(0, limit);
  const more = changes.length - shown.length;
  return (
    <>
      <ul class="changes">
        {shown.map(change => (
          <ChangeView key={keyOf(change)} comparison={comparison} card={card} change={change} folded={!open} />
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="link" onClick={() => setAll(true)}>
          {count(more, 'more change')} of outcomes
        </button>
      )}
    </>
  );
}

interface ChangeViewProps {
  comparison: Comparison;
  card: EditCard;
  change: OutcomeChange;
  /** True if only the sentence is shown. */
  folded: boolean;
}

/** One change of an outcome: a sentence about the kind of input that leads, and the rest folded. */
function ChangeView({ comparison, card, change, folded }: ChangeViewProps) {
  const { current, past } = change;
  const [lead = past[0], ...more] = current;
  if (lead === undefined) return null;
  const cause = causeInWords(change, card.number - 1);
  const isPast = current.length === 0;
  const others = isPast ? past.slice(1) : past;
  const [moreWords, pastWords] = foldWords(change);
  const folds: Fold[] = [
    ...kindFolds(lead),
    ...(more.length === 0
      ? []
      : [{ label: moreWords, content: () => <KindList comparison={comparison} kinds={more} /> }]),
    ...(others.length === 0
      ? []
      : [{ label: pastWords, content: () => <KindList comparison={comparison} kinds={others} /> }]),
  ];
  const { icon, title, meaning } = classLooks[change.class];
  return (
    <li class={`change class-${change.class}`}>
      <span class="change-mark" title={`${title}: ${meaning}`}>
        <Icon name={icon} class="class-icon" />
        <span class="sr-only">{change.class}: </span>
      </span>
      <div class="change-text">
        <p>
          <Sentence kind={lead} /> <Cases comparison={comparison} kinds={[...current, ...past]} />
        </p>
        {cause !== '' && (
          <p class="change-cause">
            <Icon name="link" /> {cause}
          </p>
        )}
        {!folded && <Folds folds={folds} />}
      </div>
    </li>
  );
}

function kindFolds(kind: InputKind): Fold[] {
  const earlier = kind.shown.when?.earlier ?? [];
  return [
    ...(earlier.length === 0
      ? []
      : [
          {
            label:
              earlier.length === 1
                ? 'and 1 earlier rule does not fire'
                : `and none of ${earlier.length} earlier rules fires`,
            content: () => (
              <ul class="rule-names value">
                {earlier.map(({ id, version, in: side }) => (
                  <li key={`${id}@${version}`}>
                    {id}@{version}
                    {side !== 'both' && <span class="quiet"> only {side}</span>}
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    { label: 'exactly when', content: () => <Exactly kind={kind} /> },
  ];
}

/** "3 more of this kind" and "2 until 1 Mar 2026, past", each empty if there are none. */
function foldWords(change: OutcomeChange): [more: string, past: string] {
  const [more = ''] = othersInWords({ ...change, past: [] });
  const shownPast = change.current.length === 0 ? change.past.slice(1) : change.past;
  const [past = ''] = othersInWords({ ...change, current: [], past: shownPast });
  return [more, past];
}

/** The other kinds of input of one change, drawn a page at a time. */
function KindList({ comparison, kinds }: { comparison: Comparison; kinds: readonly InputKind[] }) {
  const [pages, setPages] = useState(1);
  const shown = kinds.slice(0, pages * pageSize);
  return (
    <>
      <ul class="kinds">
        {shown.map(kind => (
          <li key={kind.shown.id}>
            <p>
              <Sentence kind={kind} /> <Cases comparison={comparison} kinds={[kind]} />
            </p>
            <Folds folds={kindFolds(kind)} />
          </li>
        ))}
      </ul>
      {shown.length < kinds.length && (
        <button type="button" class="link" onClick={() => setPages(pages + 1)}>
          {Math.min(pageSize, kinds.length - shown.length)} more
        </button>
      )}
    </>
  );
}

/** How many known cases some kinds of input have. */
function Cases({ comparison, kinds }: { comparison: Comparison; kinds: readonly InputKind[] }) {
  const found = countCases(comparison, regionIds(kinds));
  const words = casesInWords(found, knownIn(comparison));
  if (words === '') return null;
  return (
    <span class="change-cases quiet" title={namesText(found)}>
      {words}
    </span>
  );
}

function knownIn({ measurements }: Comparison): { samples: boolean; log: boolean } {
  const has = (kind: 'samples' | 'log') => measurements.some(each => each.kind === kind && each.total > 0);
  return { samples: has('samples'), log: has('log') };
}

function namesText({ names, samples, logged }: CaseCount): string {
  const more = samples + logged - names.length;
  return `${names.join('\n')}${names.length > 0 && more > 0 ? `\nand ${more} more` : ''}`;
}

function keyOf({ before, after, cause, current, past }: OutcomeChange): string {
  return JSON.stringify([before, after, cause, (current[0] ?? past[0])?.shown.id]);
}
