import { noRegionInWords } from '../../../report/edits.ts';
import { sentence } from '../../../report/region-sentence.ts';
import { useState } from 'preact/hooks';
import type { Comparison } from '../../../protocol/server.ts';
import { countedByClass } from '../../../report/changes.ts';
import { timeInWords } from '../../../report/times.ts';
import type { OutcomeChange } from '../../../report/outcome-changes.ts';
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
  const groups = current.reduce((sum, change) => sum + change.current.length, 0);
  const list = (listed: readonly OutcomeChange[]) => (
    <PagedChanges pair={pair} comparison={comparison} card={card} changes={listed} open={open} />
  );
  return (
    <>
      {changes.length === 0 && (
        <p class="no-change">{sentence(noRegionInWords(card.edit, comparison.diff?.complete === true))}</p>
      )}
      {changes.length > 0 && current.length === 0 && <p class="no-change">No decision changes from now on.</p>}
      {groups > 1 && <p class="quiet groups-note">No input is in two of these groups.</p>}
      {current.length > 0 && list(current)}
      {past.length > 0 && <Folds folds={[{ label: pastWords(past), content: () => list(past) }]} />}
    </>
  );
}

/** "2 changes of outcomes until 1 Mar 2026, past" */
function pastWords(changes: readonly OutcomeChange[]): string {
  const last = Math.max(...changes.flatMap(({ past }) => past.map(({ until }) => until)));
  const classes = changes.map(each => each.class);
  return `${countedByClass(classes, 'change of outcomes', 'changes of outcomes')} until ${timeInWords(last)}, past`;
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
  const more = changes.slice(shown.length).map(each => each.class);
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
      {more.length > 0 && (
        <button type="button" class="link more-changes" onClick={() => setPages(pages + 1)}>
          {countedByClass(more, 'more change of outcomes', 'more changes of outcomes')}
        </button>
      )}
    </>
  );
}

function keyOf({ before, after, cause, current, past }: OutcomeChange): string {
  return JSON.stringify([before, after, cause, (current[0] ?? past[0])?.shown.id]);
}
