import type { ComponentChildren } from 'preact';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { skippedSafetyRules, unknownBecause } from '../../../engine/model/skipped-rules.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { triableThreshold, triedValue } from '../input/thresholds.ts';
import { usePage } from '../page.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Prose } from '../../parts/prose.tsx';
import type { Model } from '../state/model.ts';
import { decisionPhrase } from '../../words/decisions.ts';

interface NotesProps {
  model: Model;
  ruleSet: RuleSetView;
  record: DecisionRecord;
}

/** Skipped rules that are named above the trace, which has all of them. */
const maxSkipped = 3;

/** What one must know to trust the decision: each a line, and none where all is plain. */
export function Notes({ model, ruleSet, record }: NotesProps) {
  return (
    <ul class="notes">
      {model.textError !== null && (
        <Note icon="warning">The input does not parse as JSON; this is the decision on the last valid one.</Note>
      )}
      {!record.inputValid && (
        <Note icon="warning">Invalid input: a required signal is missing, or it is no object.</Note>
      )}
      {record.firedOnUnknown && (
        <Note icon="question">The rule fired on unknown: a missing signal could have changed its answer.</Note>
      )}
      {skippedSafetyRules(record)
        .slice(0, maxSkipped)
        .map(({ rule, condition }) => (
          <Note icon="debug-step-over" key={`skipped ${ruleName(rule)}`}>
            <RuleLink rule={rule} ruleSet={ruleSet} /> was skipped:{' '}
            <Prose text={unknownBecause(condition, record.missing)} />.
          </Note>
        ))}
      {record.assumptionsBroken.map(({ index, reason }) => (
        <Note icon="warning" key={`assumption ${index}`}>
          Breaks the{' '}
          <PlaceLink place={{ assumption: index }}>assumption{reason === null ? ` ${index + 1}` : ''}</PlaceLink>
          {reason !== null && <>: {reason}</>}
        </Note>
      ))}
      {record.conflicts.length > 0 && <Conflict ruleSet={ruleSet} record={record} />}
      {record.shadow.map(({ rule, decision, to, firedOnUnknown }) => (
        <Note icon="eye" key={ruleName(rule)}>
          Shadow rule <RuleLink rule={rule} ruleSet={ruleSet} /> would {decisionPhrase(decision, to)}
          {firedOnUnknown && ', on unknown'}.
        </Note>
      ))}
      <TriedThresholds model={model} ruleSet={ruleSet} />
    </ul>
  );
}

function Note({ icon, children }: { icon: string; children: ComponentChildren }) {
  return (
    <li class={`note note-${icon}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </li>
  );
}

function RuleLink({ rule, ruleSet }: { rule: { id: string; version: number }; ruleSet: RuleSetView }) {
  const index = ruleSet.rules.findIndex(({ id, version }) => id === rule.id && version === rule.version);
  const name = ruleName(rule);
  if (index === -1) return <span class="value">{name}</span>;
  return (
    <PlaceLink place={{ rule: index }} class="value">
      {name}
    </PlaceLink>
  );
}

function Conflict({ ruleSet, record }: { ruleSet: RuleSetView; record: DecisionRecord }) {
  const demand =
    ruleSet.hitPolicy === 'any' ? 'the same outcome of all rules that fire' : 'that one rule fires at most';
  return (
    <Note icon="warning">
      {record.conflicts.map((rule, i) => (
        <span key={ruleName(rule)}>
          {i > 0 && ', '}
          <RuleLink rule={rule} ruleSet={ruleSet} />
        </span>
      ))}{' '}
      fire together, but hit policy <span class="value">{ruleSet.hitPolicy}</span> demands {demand}. The one with the
      most oversight decides.
    </Note>
  );
}

function TriedThresholds({ model, ruleSet }: { model: Model; ruleSet: RuleSetView }) {
  const page = usePage();
  const tried = model.history.present.thresholds;
  const changes = ruleSet.thresholds.flatMap(({ name, declaration }) => {
    const value = triedValue(tried, name);
    const triable = triableThreshold(declaration, []);
    if (value === undefined || triable === null) return [];
    return { name, words: `${name} = ${triable.words(value)} instead of ${triable.words(triable.declared)}` };
  });
  if (changes.length === 0) return null;
  const takeBack = () => {
    for (const { name } of changes) page.dispatch({ type: 'setThreshold', name, value: undefined, now: Date.now() });
  };
  return (
    <Note icon="beaker">
      Tried out with <span class="value">{changes.map(({ words }) => words).join(', ')}</span>.{' '}
      <button type="button" class="link" onClick={takeBack}>
        Take the declared {changes.length === 1 ? 'value' : 'values'} again
      </button>
    </Note>
  );
}
