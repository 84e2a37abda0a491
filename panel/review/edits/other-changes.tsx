import { count } from '../../words/format.ts';
import { ConsequenceList } from '../rest/consequences.tsx';
import type { EditCard } from './cards.ts';
import { EditPlace } from './edit-place.tsx';
import { EditTexts, EditTitle } from './edit-title.tsx';

/** Edits of texts, names and versions, folded to a number of each: they change no decision and no handoff. */
export function OtherChanges({ pair, cards, open }: { pair: number; cards: readonly EditCard[]; open: boolean }) {
  if (cards.length === 0) return null;
  return (
    <section class="rest" aria-label="Other changes">
      <details open={open}>
        <summary>
          Other changes: {numbersOf(cards)} <span class="quiet">(no effect on decisions and handoffs)</span>
        </summary>
        <ul class="other-changes">
          {cards.map(({ edit, details, consequences }) => (
            <li key={edit.id}>
              <p class="other-title">
                <EditTitle edit={edit} unit={details?.unit ?? ''} /> <EditPlace pair={pair} details={details} />
              </p>
              <EditTexts edit={edit} />
              {consequences.length > 0 && <ConsequenceList pair={pair} list={consequences} />}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

/** "2 texts, 1 version" */
function numbersOf(cards: readonly EditCard[]): string {
  const parts = new Map<string, number>();
  for (const { edit } of cards) {
    const part = edit.about === 'rule-set' && edit.name === 'version' ? 'version' : edit.part;
    parts.set(part, (parts.get(part) ?? 0) + 1);
  }
  return [...parts].map(([part, number]) => count(number, part)).join(', ');
}
