import { useState } from 'preact/hooks';
import type { Decider } from '../../../protocol/review-requests.ts';
import { deciderName, trafficInWords } from '../../../report/changes.ts';
import { kindInWords, kindPeriodInWords, type InputKind, type TargetKinds } from '../../../report/outcome-changes.ts';
import { factsInWords, separatingInWords } from '../../../report/region-sentence.ts';
import { Icon } from '../../parts/icon.tsx';
import { Prose } from '../../parts/prose.tsx';
import { decisionLooks } from '../../words/decisions.ts';
import { outcomeClauses, type OutcomeClause } from '../words.ts';
import { cutFacts } from './cut-facts.ts';

interface SentenceProps {
  kind: InputKind;
  /** The targets to name with their kinds. */
  targets?: TargetKinds;
}

/** "When `amount` is at least 50 but below 80, the agent continues (small@1); before, it was escalated to support (large@1)." */
export function Sentence({ kind, targets = {} }: SentenceProps) {
  const [all, setAll] = useState(false);
  const { before, after, when, traffic } = kind.shown;
  const facts =
    when === null ? null : [factsInWords(when), separatingInWords(when)].filter(part => part !== '').join(', and ');
  const condition = facts === null ? 'For some inputs' : facts === '' ? 'Always' : `When ${facts}`;
  const shown = all ? condition : cutFacts(condition);
  const scope = [trafficInWords(traffic), kindPeriodInWords(kind, Date.now())].filter(part => part !== '');
  const clauses = outcomeClauses(before.outcome, after.outcome);
  return (
    <span class="sentence">
      <Prose text={shown} />
      {shown !== condition && (
        <>
          {' '}
          <button type="button" class="link" title="Show the whole condition" onClick={() => setAll(true)}>
            and more
          </button>
        </>
      )}
      {scope.map(part => `, ${part}`)},{' '}
      <OutcomeWords clause={clauses.after} decider={after} targets={targets} side="after" />; before,{' '}
      <OutcomeWords clause={clauses.before} decider={before} targets={targets} side="before" />.
    </span>
  );
}

interface OutcomeWordsProps {
  clause: OutcomeClause;
  decider: Decider;
  targets: TargetKinds;
  side: 'before' | 'after';
}

function OutcomeWords({ clause: { subject, auxiliary, words }, decider, targets, side }: OutcomeWordsProps) {
  const { decide, to } = decider.outcome;
  const kind = to === undefined ? undefined : kindInWords(to, targets);
  const { icon, meaning } = decisionLooks[decide];
  const [first, ...rest] = words.split(' ');
  return (
    <>
      {subject} {auxiliary}{' '}
      <strong class={`outcome-words decision-${decide}`} title={meaning}>
        <span class="unbroken">
          <Icon name={icon} class="decision-icon" /> {first}
        </span>{' '}
        {rest.join(' ')}
      </strong>{' '}
      <span class="quiet">
        {kind !== undefined && `(${kind}) `}
        {decider.rule === null ? (
          `by default, as no rule ${side === 'after' ? 'fires' : 'fired'}`
        ) : (
          <>
            by <span class="value">{deciderName(decider)}</span>
          </>
        )}
      </span>
    </>
  );
}
