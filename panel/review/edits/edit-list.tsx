import { useEffect, useRef, useState } from 'preact/hooks';
import type { Comparison } from '../../../protocol/server.ts';
import { count } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { isOpen, type Model } from '../state/model.ts';
import type { Cards } from './cards.ts';
import { EditCardView } from './edit-card.tsx';
import { useAuthors } from './use-authors.ts';
import { OtherChanges } from './other-changes.tsx';

interface EditListProps {
  model: Model;
  pair: number;
  comparison: Comparison;
  cards: Cards;
}

/** One card for each edit. J and K go from card to card, Enter opens or closes one; only one card is a tab stop. */
export function EditList({ model, pair, comparison, cards: { cards, other } }: EditListProps) {
  const page = useReviewPage();
  const authors = useAuthors(pair, comparison);
  const list = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const current = Math.min(chosen, Math.max(0, cards.length - 1));
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key.toLowerCase()];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const all = [...(list.current?.querySelectorAll<HTMLElement>(':scope > .card') ?? [])];
      const at = all.findIndex(card => card.contains(document.activeElement));
      const next = all[at < 0 ? current : Math.max(0, Math.min(all.length - 1, at + step))];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: 'nearest' });
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [current]);
  return (
    <>
      {cards.length > 0 && (
        <div class="cards" role="group" aria-label={count(cards.length, 'edit')} ref={list}>
          {cards.map((card, index) => (
            <EditCardView
              key={card.edit.id}
              model={model}
              pair={pair}
              comparison={comparison}
              card={card}
              author={authors[card.edit.id] ?? null}
              open={isOpen(model, cards, card)}
              isTabStop={index === current}
              onFocus={() => setChosen(index)}
              onToggle={open => page.dispatch({ type: 'toggle', edit: card.edit.id, open })}
            />
          ))}
        </div>
      )}
      <OtherChanges pair={pair} cards={other} open={cards.length === 0} />
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="checkbox"]), textarea, select') !== null;
}
