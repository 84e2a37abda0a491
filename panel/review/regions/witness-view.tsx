import { useState } from 'preact/hooks';
import type { Region } from '../../../protocol/review-requests.ts';
import { valueAtPath } from '../../../engine/model/json.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { formatValue, shorten } from '../../words/format.ts';
import { namedSignals } from '../named-signals.ts';
import { useReviewPage } from '../page.ts';
import { timeOf } from '../time.ts';

interface WitnessViewProps {
  pair: number;
  region: Region;
  /** The name that the simulator shows. */
  name: string;
  comparison: Comparison;
}

/** How many signals of an example are shown before the rest is asked for. */
const maxShown = 4;

/** An input of the region to try out: the signals that its words name, and the rest on demand. */
export function WitnessView({ pair, region, name, comparison }: WitnessViewProps) {
  const page = useReviewPage();
  const [all, setAll] = useState(false);
  const { input, grants = [], free, at } = region.witness;
  const declared = [comparison.after, comparison.before].flatMap(({ ruleSet }) => ruleSet?.signals ?? []);
  const named = namedSignals(region);
  const rank = (signal: string) => (named.includes(signal) ? named.indexOf(signal) : named.length);
  const relevant = [...new Set(declared.map(each => each.name))]
    .filter(signal => !free.includes(signal))
    .sort((a, b) => rank(a) - rank(b));
  const own = relevant.filter(signal => named.includes(signal));
  const first = own.length > 0 ? own : relevant.slice(0, maxShown);
  const shown = all ? relevant : first;
  const tried = { pair, name, input, at: timeOf(at), ...(grants.length === 0 ? {} : { grants }) };
  return (
    <div class="witness">
      <h3 class="quiet">For example</h3>
      <ul class="witness-values">
        {shown.map(signal => (
          <li key={signal} class="value">
            {signal} <WitnessValue value={valueAtPath(input, signal.split('.'))} />
          </li>
        ))}
        {grants.map(rule => (
          <li key={`grant ${rule}`} class="value">
            granted("{rule}")
          </li>
        ))}
        {relevant.length > first.length && (
          <li>
            <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'fewer' : `${relevant.length - first.length} more`}
            </button>
          </li>
        )}
      </ul>
      <p class="witness-actions">
        <button
          type="button"
          class="button"
          title="Open it in the simulator"
          onClick={() => page.tryInput({ ...tried, side: 'after' })}
        >
          Try
        </button>
        <button
          type="button"
          class="button secondary"
          title="Open it in the simulator, with the rules before the change"
          onClick={() => page.tryInput({ ...tried, side: 'before' })}
        >
          Try Before the Change
        </button>
        <CopyButton text={JSON.stringify(input, null, 2)} what="the input as JSON" />
      </p>
    </div>
  );
}

function WitnessValue({ value }: { value: ReturnType<typeof valueAtPath> }) {
  if (value === undefined) return <span class="quiet">missing</span>;
  return <span title={formatValue(value)}>= {shorten(formatValue(value), 60)}</span>;
}
