import { useState } from 'preact/hooks';
import { valueAtPath, type Json } from '../../../engine/model/json.ts';
import type { Edit } from '../input/fields.ts';
import { ageOf, ageUnitNames, ageUnits, observedAt, type Age, type AgeUnit } from '../input/observed-age.ts';
import { signalPath } from '../input/paths.ts';
import { Dropdown } from '../../parts/dropdown.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { optionText } from './choice-control.tsx';

interface ObservedProps {
  id: string;
  name: string;
  /** Path of the time of observation in the input. */
  path: string;
  maxAge: string;
  input: Json;
  /** The time of the decision, RFC 3339. */
  at: string;
  onEdits: (edits: readonly Edit[]) => void;
}

/** The age of a signal with a `maxAge`, relative to the decision. */
export function Observed({ id, name, path, maxAge, input, at, onEdits }: ObservedProps) {
  const observed = valueAtPath(input, signalPath(path));
  // The chosen unit is kept, so that 120 minutes do not turn into 2 hours while typing.
  const [unit, setUnit] = useState<AgeUnit | undefined>(undefined);
  const age = typeof observed === 'string' ? ageOf(observed, at, unit) : null;
  const ageText = age === null ? '' : `${age.amount}`;
  const { text, type, leave } = useDraft(ageText);
  const set = (value: string | undefined) => onEdits([{ path: signalPath(path), value }]);
  const setAge = (next: Age) => {
    setUnit(next.unit);
    const time = observedAt(at, next);
    set(time ?? undefined);
    return time === null ? '' : `${ageOf(time, at, next.unit)?.amount ?? ''}`;
  };
  const unreadable = observed !== undefined && age === null;
  return (
    <div class="observed">
      <label for={id}>observed</label>
      <input
        type="text"
        inputMode="decimal"
        id={id}
        class="age-field"
        value={text}
        placeholder={unreadable ? optionText(observed) : '?'}
        title={`${path}: ${observed === undefined ? 'not given' : optionText(observed)}; at most ${maxAge} old`}
        aria-invalid={unreadable || !Number.isFinite(Number(text))}
        autoComplete="off"
        onInput={event => {
          const typed = event.currentTarget.value.trim();
          const amount = Number(typed);
          if (typed === '') {
            type(event.currentTarget.value, '');
            set(undefined);
          } else if (Number.isFinite(amount)) {
            type(event.currentTarget.value, setAge({ amount, unit: age?.unit ?? 'min' }));
          } else {
            type(event.currentTarget.value, ageText);
          }
        }}
        onBlur={leave}
      />
      <Dropdown
        id={`${id}-unit`}
        label={`Unit of the age of ${name}`}
        value={age?.unit ?? 'min'}
        onChange={picked => {
          const chosen = ageUnits.find(known => known === picked);
          if (chosen !== undefined) setAge({ amount: age?.amount ?? 0, unit: chosen });
        }}
      >
        {ageUnits.map(known => (
          <option value={known} key={known}>
            {ageUnitNames[known]}
          </option>
        ))}
      </Dropdown>
      <span>ago, at most {maxAge}</span>
    </div>
  );
}
