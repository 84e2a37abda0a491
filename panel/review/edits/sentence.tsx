import { useState } from 'preact/hooks';
import type { Decider } from '../../../protocol/review-requests.ts';
import { deciderName, trafficInWords } from '../../../report/changes.ts';
import { kindPeriodInWords, type InputKind } from '../../../report/outcome-changes.ts';
import { factsInWords } from '../../../report/region-sentence.ts';
import { Icon } from '../../parts/icon.tsx';
import { Prose } from '../../parts/prose.tsx';
import { decisionLooks } from '../../words/decisions.ts';
import { outcomeClauses, type OutcomeClause } from '../words.ts';
import { cutFacts } from './cut-facts.ts';

/** "When `amount` is at least 50 but below 80, the agent continues (small@1); before, it was escalated to support (large@1)." */
export function Sentence({ kind }: { kind: InputKind }) {
  const [all, setAll] = useState(false);
  const { before, after, when, traffic } = kind.shown;
  const facts = when === null ? null : factsInWords(when);
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
      {scope.map(part => `, ${part}`)}, <OutcomeWords clause={clauses.after} decider={after} />; before,{' '}
      <OutcomeWords clause={clauses.before} decider={before} />.
    </span>
  );
}

function OutcomeWords({ clause: { subject, auxiliary, words }, decider }: { clause: OutcomeClause; decider: Decider }) {
  const { decide } = decider.outcome;
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
        (<span class={decider.rule === null ? '' : 'value'}>{deciderName(decider)}</span>)
      </span>
    </>
  );
}
