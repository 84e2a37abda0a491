import { classesInWords, classesOf } from '../../../report/changes.ts';
import type { ChangeClass } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import type { EditAuthor } from '../../../protocol/review.ts';
import { authorInWords } from '../../../report/edit-author.ts';
import { Icon } from '../../parts/icon.tsx';
import { useReviewPage } from '../page.ts';
import { ConsequenceList } from '../rest/consequences.tsx';
import { readingOf, type Model } from '../state/model.ts';
import { classLooks } from '../words.ts';
import { CardComment } from './card-comment.tsx';
import { CardExample } from './card-example.tsx';
import { markKeys, type EditCard } from './cards.ts';
import { ChangeList } from './change-list.tsx';
import { EditTitle, EditTexts } from './edit-title.tsx';
import { EditPlace } from './edit-place.tsx';

interface EditCardProps {
  model: Model;
  pair: number;
  comparison: Comparison;
  card: EditCard;
  /** Null if git does not say who made it, or has not yet. */
  author: EditAuthor | null;
  open: boolean;
  isTabStop: boolean;
  onFocus: () => void;
  onToggle: (open: boolean) => void;
}

/** One edit: what was edited, what it does, a map and an example, and whether it was read. */
export function EditCardView(props: EditCardProps) {
  const { model, pair, comparison, card, author, open, isTabStop, onFocus, onToggle } = props;
  const page = useReviewPage();
  const { edit, number, changes, consequences, details } = card;
  const digests = { before: comparison.before.ruleSet?.digest ?? '', after: comparison.after.ruleSet?.digest ?? '' };
  const marks = model.pairs[pair]?.marks ?? {};
  const keys = markKeys(card);
  const reading = readingOf(keys, marks, digests.after);
  const titleId = `title-${edit.id}`;
  const parts = comparison.diff === null ? [] : classesOf(edit, comparison.diff);
  const [lead] = changes;
  const read = () => {
    const ticked = reading.state !== 'now';
    for (const key of keys) {
      const { reviewed = [], comment = '' } = marks[key] ?? {};
      const others = reviewed.filter(digest => digest !== digests.after);
      const now = ticked ? [...others, digests.after] : others;
      page.setMark(pair, digests.before, key, { reviewed: now, comment });
    }
    if (ticked && open) onToggle(false);
  };
  return (
    <section
      class={`card class-${edit.class} ${reading.state === 'now' ? 'read' : ''}`}
      aria-labelledby={titleId}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
      onKeyDown={event => {
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
        event.preventDefault();
        onToggle(!open);
      }}
    >
      <header class="card-head">
        <h2 id={titleId} class="card-title">
          <button type="button" class="card-toggle" aria-expanded={open} onClick={() => onToggle(!open)}>
            <Icon name={open ? 'chevron-down' : 'chevron-right'} class="twistie" />
            <span class="card-number quiet">{number}</span>
            <EditTitle edit={edit} unit={details?.unit ?? ''} />
          </button>
        </h2>
        <ClassWord name={edit.class} parts={parts} matters={edit.matters} />
        <span class="card-actions">
          <EditPlace pair={pair} details={details} />
          <label class="card-read" title={readTitle(reading)}>
            <input
              type="checkbox"
              class="checkbox"
              checked={reading.state === 'now'}
              ref={box => {
                if (box !== null) box.indeterminate = reading.state === 'partly';
              }}
              onChange={read}
            />
            Read
          </label>
        </span>
      </header>
      {author !== null && (
        <p class="card-note quiet" title={author.commit === null ? undefined : `commit ${author.commit}`}>
          <Icon name="git-commit" /> {authorInWords(author)}
        </p>
      )}
      {reading.state === 'earlier' && (
        <p class="card-note quiet">
          <Icon name="history" /> Read for an earlier text, which has changed since.
        </p>
      )}
      <div class="card-body">
        <div class="card-what">
          <EditTexts edit={edit} />
          <ChangeList pair={pair} comparison={comparison} card={card} open={open} />
          {consequences.length > 0 && <ConsequenceList pair={pair} list={consequences} handoffs={card.handoffs} />}
        </div>
        {open && lead !== undefined && (
          <CardExample key={edit.id} pair={pair} comparison={comparison} card={card} change={lead} />
        )}
        <CardComment
          id={edit.id}
          keys={[edit.id, ...keys.filter(key => key !== edit.id)]}
          marks={marks}
          open={open}
          onChange={(key, mark) => page.setMark(pair, digests.before, key, mark)}
        />
      </div>
    </section>
  );
}

function readTitle({ state, read, total }: ReturnType<typeof readingOf>): string {
  if (state === 'partly') return `${read} of ${total} decisions that it changes are read`;
  return state === 'earlier' ? 'Read for an earlier text, which has changed since' : 'Read';
}

interface ClassWordProps {
  name: EditCard['edit']['class'];
  /** All classes of what the edit changes. */
  parts?: readonly ChangeClass[];
  matters?: boolean;
}

/** The class of an edit, as a mark and a word: "loosened, partly tightened". */
export function ClassWord({ name, parts = [], matters = false }: ClassWordProps) {
  if (name === 'neutral') return <span class="class-word quiet">{matters ? 'no effect alone' : 'no effect'}</span>;
  const { icon, meaning } = classLooks[name];
  return (
    <span class={`class-word class-${name}`} title={meaning}>
      <Icon name={icon} class="class-icon" /> {parts.length > 1 ? classesInWords(parts) : name}
    </span>
  );
}
