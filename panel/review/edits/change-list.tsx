import { noRegionInWords } from '../../../report/edits.ts';
import { sentence } from '../../../report/region-sentence.ts';
import { useState } from 'preact/hooks';
import type { Comparison } from '../../../protocol/server.ts';
import { timeInWords } from '../../../report/times.ts';
import type { OutcomeChange } from '../../../report/outcome-changes.ts';
import { count } from '../../words/format.ts';
import type { EditCard } from './cards.ts';
import { ChangeView } from './change-view.tsx';
import { Folds } from './folds.tsx';

/** How many changes of outcomes a card shows at first; a closed card shows fewer. */
const maxShown = { open: 3, closed: 1 };
/** How many more are drawn at once. */
const pageSize = 20;

interface ChangeListProps {
  pair: number;
  comparison: Comparison;
  card: EditCard;
  open: boolean;
}

/** What an edit does: one sentence for each change of an outcome, with those of the past folded. */
export function ChangeList({ pair, comparison, card, open }: ChangeListProps) {
  const { changes } = card;
  const current = changes.filter(change => change.current.length > 0);
  const past = changes.filter(change => change.current.length === 0);
  const list = (listed: readonly OutcomeChange[]) => (
    <PagedChanges pair={pair} comparison={comparison} card={card} changes={listed} open={open} />
  );
  return (
    <>
      {changes.length === 0 && (
        <p class="no-change">{sentence(noRegionInWords(card.edit, comparison.diff?.complete === true))}</p>
      )}
      {changes.length > 0 && current.length === 0 && <p class="no-change">No decision changes from now on.</p>}
      {current.length > 0 && list(current)}
      {past.length > 0 && <Folds folds={[{ label: pastWords(past), content: () => list(past) }]} />}
    </>
  );
}

/** "2 changes of outcomes until 1 Mar 2026, past" */
function pastWords(changes: readonly OutcomeChange[]): string {
  const last = Math.max(...changes.flatMap(({ past }) => past.map(({ until }) => until)));
  return `${count(changes.length, 'change')} of outcomes until ${timeInWords(last)}, past`;
}

function PagedChanges({
  pair,
  comparison,
  card,
  changes,
  open,
}: ChangeListProps & { changes: readonly OutcomeChange[] }) {
  const [pages, setPages] = useState(0);
  const shown = changes.slice(0, (open ? maxShown.open : maxShown.closed) + pages * pageSize);
  const more = changes.length - shown.length;
  return (
    <>
      <ul class="changes">
        {shown.map(change => (
          <ChangeView
            key={keyOf(change)}
            pair={pair}
            comparison={comparison}
            card={card}
            change={change}
            folded={!open}
          />
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="link more-changes" onClick={() => setPages(pages + 1)}>
          {count(more, 'more change')} of outcomes
        </button>
      )}
    </>
  );
}

function keyOf({ before, after, cause, current, past }: OutcomeChange): string {
  return JSON.stringify([before, after, cause, (current[0] ?? past[0])?.shown.id]);
}
