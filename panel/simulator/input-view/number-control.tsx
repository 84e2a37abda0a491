import type { Json } from '../../../engine/model/json.ts';
import { signalRange } from '../input/ranges.ts';
import { Slider } from './slider.tsx';
import { useDraft } from '../../parts/use-draft.ts';
import { fieldText, type ControlProps } from './field-props.ts';

/** The value of a text typed into a number's field: undefined if empty, and a string if it is not a number, for the decision to reject. */
export function typedNumber(text: string): Json | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) && /^[+-]?[\d.]/.test(trimmed) ? value : text;
}

export function NumberControl({ id, name, signal, value, invalid, describedBy, marks, onChange }: ControlProps) {
  const { text, type, leave } = useDraft(fieldText(value));
  const number = typeof value === 'number' ? value : null;
  const range = signalRange(
    signal,
    marks.map(mark => mark.value),
    number,
  );
  const unit = signal.unit ?? '';
  return (
    <div class="number-control">
      <input
        type="text"
        inputMode="decimal"
        id={id}
        class="number-field"
        value={text}
        placeholder={value === null ? 'null' : 'not given'}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        autoComplete="off"
        spellcheck={false}
        onInput={event => {
          const typed = typedNumber(event.currentTarget.value);
          type(event.currentTarget.value, fieldText(typed));
          onChange(typed);
        }}
        onBlur={leave}
      />
      {unit !== '' && <span class="unit">{unit}</span>}
      {range !== null && (
        <Slider
          id={`${id}-slider`}
          label={`${name}, slider`}
          range={range}
          value={number}
          valueText={number === null ? 'not given' : `${number} ${unit}`.trim()}
          marks={marks}
          onInput={onChange}
        />
      )}
    </div>
  );
}
