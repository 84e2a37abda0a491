import { useState } from 'preact/hooks';
import type { RuleSetView, ThresholdView } from '../../../protocol/server.ts';
import { thresholdLabel } from '../input/columns.ts';
import { triableThreshold, triedValue, type TriableThreshold } from '../input/thresholds.ts';
import { usePage } from '../page.ts';
import { Breakable } from '../../parts/breakable.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import { Slider } from './slider.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { formatValue } from '../../words/format.ts';

/** Maximum number of values of a table that are shown at once. Of a larger table, only those in force and those tried out are. */
const maxShown = 8;

interface ThresholdFormProps {
  ruleSet: RuleSetView;
  tried: Record<string, number>;
  /** The ids of the values in force for the input: for a table, the one that its signal chooses. */
  inForce: ReadonlySet<string>;
}

/** The thresholds of the rule set, for trying out other values without changing the file. */
export function ThresholdForm({ ruleSet, tried, inForce }: ThresholdFormProps) {
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  if (ruleSet.thresholds.length === 0) return null;
  const ofTable = (name: string): number => ruleSet.thresholds.filter(each => each.name === name).length;
  const isShown = ({ id, name }: ThresholdView): boolean =>
    ofTable(name) <= maxShown || whole.has(name) || inForce.has(id) || triedValue(tried, id) !== undefined;
  const large = [...new Set(ruleSet.thresholds.filter(each => !isShown(each)).map(({ name }) => name))];
  return (
    <section class="thresholds" aria-label="Thresholds">
      <h3>
        Thresholds <span class="quiet">to try out; the file does not change</span>
      </h3>
      {ruleSet.thresholds.filter(isShown).map(threshold => {
        const compared = ruleSet.signals.filter(({ name }) => threshold.comparedWith.includes(name));
        const triable = triableThreshold(
          threshold.declaration,
          compared.map(({ declaration }) => declaration),
        );
        return (
          <ThresholdField
            key={threshold.id}
            threshold={threshold}
            triable={triable}
            tried={triedValue(tried, threshold.id)}
            isInForce={inForce.has(threshold.id)}
          />
        );
      })}
      {large.map(name => (
        <button key={name} type="button" class="link" onClick={() => setWhole(new Set(whole).add(name))}>
          Show all {ofTable(name)} values of {name}
        </button>
      ))}
    </section>
  );
}

interface ThresholdFieldProps {
  threshold: ThresholdView;
  triable: TriableThreshold | null;
  tried: number | undefined;
  isInForce: boolean;
}

function ThresholdField({ threshold, triable, tried, isInForce }: ThresholdFieldProps) {
  const { name, column, declaration, comparedWith } = threshold;
  const page = usePage();
  const label = thresholdLabel(threshold);
  const id = `threshold-${encodeURIComponent(threshold.id)}`;
  const value = triable === null ? null : (tried ?? triable.declared);
  const draft = useDraft(triable === null || value === null ? '' : triable.text(value));
  const set = (next: number | undefined) =>
    page.dispatch({ type: 'setThreshold', name: threshold.id, value: next, now: Date.now() });
  const about =
    declaration.description ?? (comparedWith.length > 0 ? `Compared with ${comparedWith.join(', ')}` : undefined);
  const unreadable = triable !== null && triable.parse(draft.text) === null;
  return (
    <div
      class={`field threshold ${tried === undefined ? '' : 'tried'}`}
      aria-current={column !== null && isInForce ? 'true' : undefined}
    >
      <div class="field-name">
        {triable === null ? (
          <span class="value" title={about}>
            {label}
          </span>
        ) : (
          <label for={id} title={about} class="value">
            <Breakable name={label} />
          </label>
        )}
        {column !== null && isInForce && (
          <span class="codicon codicon-arrow-left" role="img" title="In force for this input" aria-label="in force" />
        )}
        <PlaceLink place={{ threshold: name }} class="to-source" title={`Show ${name} in the rule file`}>
          <span class="codicon codicon-go-to-file" aria-hidden="true" />
          <span class="sr-only">Show {name} in the rule file</span>
        </PlaceLink>
      </div>
      <div class="field-control">
        {triable === null || value === null ? (
          <span class="value">{formatValue(declaration.value)}</span>
        ) : (
          <div class="number-control">
            <input
              type="text"
              id={id}
              class="number-field"
              value={draft.text}
              aria-invalid={unreadable}
              aria-describedby={unreadable ? `${id}-note` : undefined}
              autoComplete="off"
              spellcheck={false}
              onInput={event => {
                const typed = triable.parse(event.currentTarget.value);
                draft.type(event.currentTarget.value, triable.text(typed ?? value));
                if (typed !== null) set(typed);
              }}
              onBlur={draft.leave}
            />
            {declaration.unit !== undefined && <span class="unit">{declaration.unit}</span>}
            {triable.range !== null && (
              <Slider
                id={`${id}-slider`}
                label={`${label}, slider`}
                range={triable.range}
                value={value}
                valueText={triable.words(value)}
                marks={
                  tried === undefined
                    ? []
                    : [{ value: triable.declared, label: `declared ${triable.words(triable.declared)}` }]
                }
                onInput={set}
              />
            )}
          </div>
        )}
        {unreadable && (
          <p class="field-note" id={`${id}-note`}>
            <span class="codicon codicon-warning" aria-hidden="true" />
            <span>
              {triable.isDuration ? 'Enter a duration such as 15m' : 'Enter a number'}; still deciding with{' '}
              {value === null ? '' : triable.words(value)}.
            </span>
          </p>
        )}
      </div>
      {tried === undefined ? (
        <span />
      ) : (
        <IconButton
          icon="discard"
          label={`Reset ${label}${triable === null ? '' : ` to ${triable.words(triable.declared)}`}`}
          onClick={() => set(undefined)}
        />
      )}
    </div>
  );
}
