import type { ComponentChildren } from 'preact';
import type { BrokenLaw, DecisionRecord } from '../../../engine/model/decision-record.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { skippedSafetyRules, unknownBecause } from '../../../engine/model/skipped-rules.ts';
import type { RuleSetView } from '../../../protocol/server.ts';
import { thresholdLabel } from '../input/columns.ts';
import { triableThreshold, triedValue } from '../input/thresholds.ts';
import { usePage } from '../page.ts';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Prose } from '../../parts/prose.tsx';
import type { Model } from '../state/model.ts';
import { decisionPhrase } from '../../words/decisions.ts';
import { count } from '../../words/format.ts';

interface NotesProps {
  model: Model;
  ruleSet: RuleSetView;
  record: DecisionRecord;
}

/** How many skipped rules, and other rules that fired, are named here; the trace has all of them. */
const maxNamed = 3;

/** Notes that matter for trusting the decision, one per line; empty if there are none. */
export function Notes({ model, ruleSet, record }: NotesProps) {
  return (
    <ul class="notes">
      {model.textError !== null && (
        <Note icon="warning">The input is not valid JSON; this is the decision on the last valid input.</Note>
      )}
      {!record.inputValid && (
        <Note icon="warning">Invalid input: a required signal is missing, or the input is not an object.</Note>
      )}
      {record.firedOnUnknown && (
        <Note icon="question">
          The rule fired because{' '}
          {record.missing.length > 0
            ? 'a signal is missing; with it, it might not have.'
            : 'its condition has no value on this input.'}
        </Note>
      )}
      {skippedSafetyRules(record)
        .slice(0, maxNamed)
        .map(({ rule, condition }) => (
          <Note icon="debug-step-over" key={`skipped ${ruleName(rule)}`}>
            <RuleLink rule={rule} ruleSet={ruleSet} /> was skipped:{' '}
            <Prose text={unknownBecause(condition, record.missing)} />.
          </Note>
        ))}
      {record.assumptionsBroken.map(broken =>
        broken.index === null ? (
          <ImpossibleCounts key={`counts ${broken.counters.smaller} ${broken.counters.larger}`} {...broken} />
        ) : (
          <Note icon="warning" key={`assumption ${broken.index}`}>
            Breaks the{' '}
            <PlaceLink place={{ assumption: broken.index }}>
              assumption{broken.reason === null ? ` ${broken.index + 1}` : ''}
            </PlaceLink>
            {broken.reason !== null && <>: {broken.reason}</>}
          </Note>
        ),
      )}
      {record.conflicts.length > 0 && <Conflict ruleSet={ruleSet} record={record} />}
      {record.alsoFired.length > 0 && <OtherRules ruleSet={ruleSet} record={record} />}
      {record.shadow.map(({ rule, decision, to, firedOnUnknown }) => (
        <Note icon="eye" key={ruleName(rule)}>
          Shadow rule <RuleLink rule={rule} ruleSet={ruleSet} /> would {decisionPhrase(decision, to)}
          {firedOnUnknown && ', on unknown'}.
        </Note>
      ))}
      {(record.grants ?? []).map(({ id, rule }) => (
        <Note icon="check" key={`grant ${id}`}>
          A grant of <RuleLink rule={rule} ruleSet={ruleSet} /> allows this, and one use is spent.
        </Note>
      ))}
      {(record.grantsRefused ?? []).map(({ index, id, detail }) => (
        <Note icon="circle-slash" key={`refused ${index}`}>
          The grant {id ?? index + 1} does not match: <Prose text={detail} />.
        </Note>
      ))}
      <TriedThresholds model={model} ruleSet={ruleSet} />
    </ul>
  );
}

/** Two counters whose values cannot both be right. */
function ImpossibleCounts({ counters, reason }: BrokenLaw) {
  const link = (signal: string) => (
    <PlaceLink place={{ signal }} title={`Show ${signal} in the rule file`}>
      {signal}
    </PlaceLink>
  );
  return (
    <Note icon="warning">
      Impossible counts: {link(counters.smaller)} and {link(counters.larger)} contradict each other, since {reason}
    </Note>
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
  const requirement =
    ruleSet.hitPolicy === 'any' ? 'requires the same outcome from all rules that fire' : 'allows only one rule to fire';
  return (
    <Note icon="warning">
      {record.conflicts.map((rule, i) => (
        <span key={ruleName(rule)}>
          {i > 0 && ', '}
          <RuleLink rule={rule} ruleSet={ruleSet} />
        </span>
      ))}{' '}
      fire together, but hit policy <span class="value">{ruleSet.hitPolicy}</span> {requirement}. The one with the most
      oversight decides.
    </Note>
  );
}

function OtherRules({ ruleSet, record: { alsoFired } }: Omit<NotesProps, 'model'>) {
  const named = alsoFired.slice(0, maxNamed);
  const more = alsoFired.length - named.length;
  return (
    <Note icon="layers">
      Also fired:{' '}
      {named.map(({ rule, decision, to, firedOnUnknown }, i) => (
        <span key={ruleName(rule)}>
          {i > 0 && ', '}
          <RuleLink rule={rule} ruleSet={ruleSet} /> ({decisionPhrase(decision, to)}
          {firedOnUnknown && ', on unknown'})
        </span>
      ))}
      {more > 0 && ` and ${count(more, 'other')}`}.
    </Note>
  );
}

function TriedThresholds({ model, ruleSet }: { model: Model; ruleSet: RuleSetView }) {
  const page = usePage();
  const tried = model.history.present.thresholds;
  const changes = ruleSet.thresholds.flatMap(threshold => {
    const value = triedValue(tried, threshold.id);
    const triable = triableThreshold(threshold.declaration, []);
    if (value === undefined || triable === null) return [];
    const declared = triable.words(triable.declared);
    const words = `${thresholdLabel(threshold)} = ${triable.words(value)} instead of ${declared}`;
    return { id: threshold.id, declared, words };
  });
  if (changes.length === 0) return null;
  const reset = () => {
    for (const { id } of changes) page.dispatch({ type: 'setThreshold', name: id, value: undefined, now: Date.now() });
  };
  return (
    <Note icon="beaker">
      Tried out with <span class="value">{changes.map(({ words }) => words).join(', ')}</span>.{' '}
      <button type="button" class="link" onClick={reset}>
        Reset {changes.length === 1 ? `to ${changes[0]?.declared ?? ''}` : 'thresholds'}
      </button>
    </Note>
  );
}
