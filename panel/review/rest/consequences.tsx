import type { Consequence, HandoffChange, SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { isCause } from '../../../report/changes.ts';
import { HandoffPictures } from '../../pictures/handoff-pictures.tsx';
import { Icon } from '../../parts/icon.tsx';
import { formatValue, shorten } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { classLooks } from '../words.ts';

interface ConsequencesProps {
  pair: number;
  comparison: Comparison;
  diff: SemanticDiff;
}

/** Changes other than those of decisions (timeouts, fallbacks, payload contracts, …), each with its effect. */
export function Consequences({ pair, comparison, diff }: ConsequencesProps) {
  const others = placed(comparison, diff).filter(({ consequence }) => !isCause(consequence));
  if (others.length === 0) return null;
  const effective = others.filter(({ consequence }) => consequence.class !== 'neutral' || consequence.breaking);
  const neutral = others.filter(each => !effective.includes(each));
  const drawn = new Set(effective.map(({ consequence }) => (consequence.about === 'target' ? consequence.name : '')));
  const handoffs = comparison.handoffs.filter(({ edited }) => !edited.some(name => drawn.has(name)));
  return (
    <section class="rest" aria-label="Other changes">
      {effective.length > 0 && (
        <>
          <h2>Other changes</h2>
          <ConsequenceList pair={pair} list={effective} handoffs={comparison.handoffs} />
        </>
      )}
      {neutral.length > 0 && (
        <details open={effective.length === 0 && diff.regions.length === 0}>
          <summary>
            {neutral.length === 1 ? '1 change' : `${neutral.length} changes`} without an effect on decisions or handoffs
          </summary>
          <ConsequenceList pair={pair} list={neutral} handoffs={handoffs} />
        </details>
      )}
    </section>
  );
}

/** The edited signals and thresholds behind the changed decisions. */
export function EditedValues({ pair, comparison, diff }: ConsequencesProps) {
  const causes = placed(comparison, diff).filter(({ consequence }) => isCause(consequence));
  if (causes.length === 0) return null;
  return (
    <section class="rest edited-values" aria-label="Edited values">
      <h2>Edited values</h2>
      <ConsequenceList pair={pair} list={causes} />
    </section>
  );
}

interface Placed {
  consequence: Consequence;
  place: Comparison['places'][number] | undefined;
}

function placed({ places }: Comparison, { consequences }: SemanticDiff): Placed[] {
  return consequences.map((consequence, index) => ({ consequence, place: places[index] }));
}

interface ConsequenceListProps {
  pair: number;
  list: readonly Placed[];
  /** The handoffs to show with the targets that change them. */
  handoffs?: readonly HandoffChange[];
}

function ConsequenceList({ pair, list, handoffs = [] }: ConsequenceListProps) {
  const page = useReviewPage();
  return (
    <ul>
      {list.map(({ consequence, place }, index) => (
        <li
          key={`${consequence.path.join('/')} ${consequence.message}`}
          class={`consequence class-${consequence.class}`}
        >
          <ClassMark consequence={consequence} />
          <div class="consequence-text">
            <p>
              {consequence.message} {consequence.breaking && <span class="badge">breaking</span>}
            </p>
            <p class="quiet">
              <button
                type="button"
                class="link value"
                title="Show it in both texts"
                onClick={() => page.showTexts(pair, place?.before ?? null, place?.after ?? null)}
              >
                {consequence.path.join('.') || consequence.name}
              </button>
              <Values consequence={consequence} />
            </p>
            {isLastOfTarget(list, index) && <HandoffPictures handoffs={handoffs} target={consequence.name} />}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** True for the last of the consequences of one edited target, which the pictures of its handoffs follow. */
function isLastOfTarget(list: readonly Placed[], index: number): boolean {
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

function Values({ consequence: { before, after } }: { consequence: Consequence }) {
  const text = (value: Consequence['before']) => (value === undefined ? 'none' : shorten(formatValue(value), 60));
  if (before === undefined && after === undefined) return null;
  return (
    <span class="value consequence-values">
      {' '}
      {text(before)} → {text(after)}
    </span>
  );
}
