import type { ComparisonSoFar } from '../../../protocol/review.ts';
import { regionSentence } from '../../../report/region-sentence.ts';
import { Prose } from '../../parts/prose.tsx';
import { count } from '../../words/format.ts';
import { ClassWord } from './edit-card.tsx';
import { EditTitle } from './edit-title.tsx';

/** The most sentences of an edit before the comparison is done. */
const maxSentences = 3;

/** What was edited, and what is already known to change by it, while every input is compared. */
export function EditsSoFar({ soFar: { edits, found } }: { soFar: ComparisonSoFar }) {
  return (
    <div class="cards so-far" role="group" aria-label={count(edits.length, 'edit')}>
      <p class="waiting" role="status">
        {count(edits.length, 'edit')}: comparing every input…
      </p>
      {edits.map(({ edit, unit }) => {
        const regions = found.filter(each => each.edit === edit.id).map(({ region }) => region);
        return (
          <section key={edit.id} class="card">
            <header class="card-head">
              <h2 class="card-title">
                <EditTitle edit={edit} unit={unit} />
              </h2>
            </header>
            {regions.length > 0 && (
              <ul class="sentences-so-far">
                {regions.slice(0, maxSentences).map(region => (
                  <li key={region.id}>
                    <ClassWord name={region.class} /> <Prose text={regionSentence(region)} />
                  </li>
                ))}
              </ul>
            )}
          </section>
        );
      })}
    </div>
  );
}
