import type { Region } from '../../../protocol/review-requests.ts';
import { valueAtPath } from '../../../engine/model/json.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { formatValue, shorten } from '../../words/format.ts';
import { useReviewPage } from '../page.ts';
import { timeOf } from '../time.ts';

interface WitnessViewProps {
  pair: number;
  witness: Region['witness'];
  /** The name that the simulator shows. */
  name: string;
  comparison: Comparison;
}

/** An input of the region to try out; signals that make no difference are only counted. */
export function WitnessView({ pair, witness, name, comparison }: WitnessViewProps) {
  const page = useReviewPage();
  const { input, grants = [], free } = witness;
  const signals = [
    ...new Set(
      [...(comparison.after.ruleSet?.signals ?? []), ...(comparison.before.ruleSet?.signals ?? [])].map(
        each => each.name,
      ),
    ),
  ];
  const given = signals.flatMap(signal => {
    const value = valueAtPath(input, signal.split('.'));
    return [{ signal, value, free: free.includes(signal) }];
  });
  const relevant = given.filter(each => !each.free);
  const rest = given.filter(each => each.free && each.value !== undefined);
  const tried = { pair, name, input, at: timeOf(witness.at), ...(grants.length === 0 ? {} : { grants }) };
  return (
    <div class="witness">
      <h3 class="quiet">For example</h3>
      <ul class="witness-values">
        {relevant.map(({ signal, value }) => (
          <li key={signal} class="value">
            {signal}{' '}
            {value === undefined ? (
              <span class="quiet">missing</span>
            ) : (
              <span title={formatValue(value)}>= {shorten(formatValue(value), 60)}</span>
            )}
          </li>
        ))}
        {grants.map(rule => (
          <li key={`grant ${rule}`} class="value">
            granted("{rule}")
          </li>
        ))}
        {rest.length > 0 && (
          <li
            class="quiet"
            title={rest.map(({ signal, value }) => `${signal} = ${formatValue(value ?? null)}`).join('\n')}
          >
            {rest.length === 1 ? '1 other makes' : `${rest.length} others make`} no difference
          </li>
        )}
      </ul>
      <p class="witness-actions">
        <button type="button" class="button" onClick={() => page.tryInput({ ...tried, side: 'after' })}>
          Try
        </button>
        <button type="button" class="button secondary" onClick={() => page.tryInput({ ...tried, side: 'before' })}>
          Try before the change
        </button>
        <CopyButton text={JSON.stringify(input, null, 2)} what="the input as JSON" />
      </p>
    </div>
  );
}
