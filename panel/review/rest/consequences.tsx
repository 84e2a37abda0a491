import type { Consequence, HandoffChange } from '../../../protocol/review-requests.ts';
import { HandoffPictures } from '../../pictures/handoff-pictures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Prose } from '../../parts/prose.tsx';
import type { PlacedConsequence } from '../edits/cards.ts';
import { useReviewPage } from '../page.ts';
import { classLooks } from '../words.ts';

interface ConsequenceListProps {
  pair: number;
  list: readonly PlacedConsequence[];
  /** The handoffs to show with the targets that change them. */
  handoffs?: readonly HandoffChange[];
}

/** Changes other than those of decisions (timeouts, fallbacks, payload contracts, …), each with its effect. */
export function ConsequenceList({ pair, list, handoffs = [] }: ConsequenceListProps) {
  const page = useReviewPage();
  return (
    <ul class="consequences">
      {list.map(({ consequence, place }, index) => (
        <li
          key={`${consequence.path.join('/')} ${consequence.message}`}
          class={`consequence class-${consequence.class}`}
        >
          <ClassMark consequence={consequence} />
          <div class="consequence-text">
            <p>
              <Prose text={consequence.message} /> {consequence.breaking && <span class="badge">breaking</span>}{' '}
              <button
                type="button"
                class="link to-source"
                title="Show it in both texts"
                aria-label={`Show ${consequence.path.join('.') || consequence.name} in both texts`}
                onClick={() => page.showTexts(pair, place?.before ?? null, place?.after ?? null)}
              >
                <Icon name="go-to-file" />
              </button>
            </p>
            {isLastOfTarget(list, index) && <HandoffPictures handoffs={handoffs} target={consequence.name} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** True for the last of the consequences of one edited target, which the pictures of its handoffs follow. */
function isLastOfTarget(list: readonly PlacedConsequence[], index: number): boolean {
  const consequence = list[index]?.consequence;
  if (consequence?.about !== 'target') return false;
  return !list
    .slice(index + 1)
    .some(({ consequence: other }) => other.about === 'target' && other.name === consequence.name);
}

function ClassMark({ consequence: { class: name } }: { consequence: Consequence }) {
  if (name === 'neutral') return <Icon name="circle-small" class="class-icon" />;
  return (
    <span class="class-mark" title={classLooks[name].meaning}>
      <Icon name={classLooks[name].icon} class="class-icon" />
      <span class="sr-only">{name}: </span>
    </span>
  );
}
