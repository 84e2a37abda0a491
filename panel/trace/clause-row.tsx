import type { ConditionTrace, SignalRead } from '../../engine/model/decision-record.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Signal } from '../../engine/model/rule-set.ts';
import { Icon } from '../parts/icon.tsx';
import { PlaceLink } from '../parts/place-link.tsx';
import { useChanged } from '../parts/use-changed.ts';
import { truthLooks } from './marks.ts';
import { connectives } from './rows.ts';
import { causeWords, formatDistance, formatValue, shorten } from '../words/format.ts';

interface ClauseRowProps {
  node: ConditionTrace;
  /** `if`, `then`, `else`. */
  label: string | null;
  signals: ReadonlyMap<string, Signal>;
}

/** A part of a condition: its value, its text, and the values that it read. */
export function ClauseRow({ node, label, signals }: ClauseRowProps) {
  const looks = truthLooks[node.value];
  const changed = useChanged(`${node.value} ${JSON.stringify(node.reads)}`);
  return (
    <>
      <Icon name={looks.icon} class={`mark ${node.value}`} />
      <span class="row-text">
        <span class="sr-only">{looks.words}: </span>
        {label !== null && <span class="branch">{label}</span>}
        <PlaceLink place={{ span: node.span }} class="value clause-text" title={node.text} inTree>
          {node.kind === 'clause' || node.kind === 'constant' ? node.text : connectives[node.kind]}
        </PlaceLink>{' '}
        <span class={`seen value ${changed}`}>
          <Seen node={node} signals={signals} />
        </span>
      </span>
    </>
  );
}

function Seen({ node, signals }: { node: ConditionTrace; signals: ReadonlyMap<string, Signal> }) {
  const { reads, distance, thresholds, error } = node;
  const only = reads.length === 1 ? reads[0] : undefined;
  const signal = only === undefined ? null : (signals.get(only.signal) ?? null);
  const number = only !== undefined && 'value' in only && typeof only.value === 'number' ? only.value : null;
  // If the clause compares with a single threshold, the distance shows its value; the clause has its name.
  const constant = distance !== null && thresholds.length === 1 ? thresholdText(thresholds[0]?.value ?? null) : null;
  // A distance of zero is obvious if the clause compares with `==`.
  const showsDistance = distance !== null && !(distance === 0 && node.text.includes('=='));
  return (
    <>
      {reads.map((read, i) => (
        <span key={read.signal}>
          {i > 0 && ', '}
          <Read read={read} alone={only !== undefined} />
        </span>
      ))}
      {showsDistance && <span class="distance"> ({formatDistance(distance, signal, number, constant)})</span>}
      {constant === null &&
        thresholds.map(({ name, value, per }) => (
          <span key={name} class="threshold-seen">
            {reads.length > 0 && ', '}
            {per !== undefined && value === null ? `${name} has no value` : `${name} = ${thresholdText(value)}`}
          </span>
        ))}
      {error !== null && (
        <span class="clause-error">
          {' '}
          <Icon name="warning" /> {error}
        </span>
      )}
    </>
  );
}

/** The value of a signal that a clause read. The name is omitted if the clause reads only this signal. */
function Read({ read, alone }: { read: SignalRead; alone: boolean }) {
  if ('missing' in read) {
    const cause = causeWords[read.missing];
    return (
      <span class="missing">
        {read.signal} is {cause === 'not given' ? 'missing' : `missing: ${cause}`}
      </span>
    );
  }
  const text = formatValue(read.value);
  return (
    <span title={text}>
      {!alone && `${read.signal} = `}
      {shorten(text, 60)}
    </span>
  );
}

/** A threshold's value as text, with durations and times without quotes. */
function thresholdText(value: Json): string {
  return typeof value === 'string' ? value : formatValue(value);
}
