import { useState } from 'preact/hooks';
import type { Comparison } from '../../../protocol/server.ts';
import {
  causeInWords,
  othersInWords,
  toldKinds,
  type InputKind,
  type OutcomeChange,
} from '../../../report/outcome-changes.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { Icon } from '../../parts/icon.tsx';
import { classLooks } from '../words.ts';
import { regionIds, type EditCard } from './cards.ts';
import { casesFold, CaseNumbers } from './cases.tsx';
import { Exactly } from './exactly.tsx';
import { Folds, type Fold } from './folds.tsx';
import { Sentence } from './sentence.tsx';

/** How many kinds of input are drawn at once. */
const pageSize = 20;

interface ChangeViewProps {
  pair: number;
  comparison: Comparison;
  card: EditCard;
  change: OutcomeChange;
  /** True if only the sentence is shown. */
  folded: boolean;
}

/** One change of an outcome: a sentence about the kind of input that leads, and the rest folded. */
export function ChangeView({ pair, comparison, card, change, folded }: ChangeViewProps) {
  const { current, past } = change;
  const [lead, ...rest] = current.length > 0 ? current : past;
  if (lead === undefined) return null;
  const others = current.length > 0 ? past : [];
  const told = current.length > 0 ? toldKinds(change).slice(1) : [];
  const more = rest.slice(told.length);
  const cause = causeInWords(change, card.number - 1);
  const ids = regionIds([...current, ...past]);
  const kinds = (label: string, list: readonly InputKind[]): Fold[] =>
    list.length === 0 ? [] : [{ label, content: () => <KindList pair={pair} comparison={comparison} kinds={list} /> }];
  const [moreWords = ''] = othersInWords({ ...change, current: [lead, ...rest], past: [] });
  const [pastWords = ''] = othersInWords({ ...change, current: [], past: others });
  const { icon, title, meaning } = classLooks[change.class];
  const known = { ...comparison.before.ruleSet?.targets, ...comparison.after.ruleSet?.targets };
  const targets = Object.fromEntries(Object.entries(known).filter(([name]) => change.newTargets.includes(name)));
  return (
    <li class={`change class-${change.class}`}>
      <span class="change-mark" title={`${title}: ${meaning}`}>
        <Icon name={icon} class="class-icon" />
        <span class="sr-only">{change.class}: </span>
      </span>
      <div class="change-text">
        <p>
          <Sentence kind={lead} targets={targets} /> <CaseNumbers comparison={comparison} ids={ids} />
        </p>
        {told.map(kind => (
          <p key={kind.shown.id}>
            <Sentence kind={kind} targets={targets} />
          </p>
        ))}
        {cause !== '' && (
          <p class="change-cause">
            <Icon name="link" /> {cause}
          </p>
        )}
        {!folded && (
          <Folds
            folds={[
              ...kindFolds(lead),
              ...casesFold(pair, comparison, ids),
              ...kinds(moreWords, more),
              ...kinds(pastWords, others),
            ]}
          />
        )}
      </div>
    </li>
  );
}

/** The rest of a condition: the earlier rules, and the exact text. */
function kindFolds(kind: InputKind): Fold[] {
  // The sentence names those that keep the groups apart.
  const earlier = (kind.shown.when?.earlier ?? []).filter(({ separates }) => !separates);
  const label =
    earlier.length === 1 ? 'and 1 earlier rule does not fire' : `and none of ${earlier.length} earlier rules fires`;
  const names = () => (
    <ul class="rule-names value">
      {earlier.map(({ id, version, in: side }) => (
        <li key={`${id}@${version}`}>
          {ruleName({ id, version })}
          {side !== 'both' && <span class="quiet"> only {side}</span>}
        </li>
      ))}
    </ul>
  );
  return [
    ...(earlier.length === 0 ? [] : [{ label, content: names }]),
    { label: 'exactly when', content: () => <Exactly kind={kind} /> },
  ];
}

interface KindListProps {
  pair: number;
  comparison: Comparison;
  kinds: readonly InputKind[];
}

/** The other kinds of input of one change, drawn a page at a time. */
function KindList({ pair, comparison, kinds }: KindListProps) {
  const [pages, setPages] = useState(1);
  const shown = kinds.slice(0, pages * pageSize);
  return (
    <>
      <ul class="kinds">
        {shown.map(kind => {
          const ids = regionIds([kind]);
          return (
            <li key={kind.shown.id}>
              <p>
                <Sentence kind={kind} /> <CaseNumbers comparison={comparison} ids={ids} />
              </p>
              <Folds folds={[...kindFolds(kind), ...casesFold(pair, comparison, ids)]} />
            </li>
          );
        })}
      </ul>
      {shown.length < kinds.length && (
        <button type="button" class="link" onClick={() => setPages(pages + 1)}>
          {Math.min(pageSize, kinds.length - shown.length)} more
        </button>
      )}
    </>
  );
}
