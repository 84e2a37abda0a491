import type { Json } from '../../../engine/model/json.ts';
import { sameJson } from '../../../engine/model/json.ts';
import { Dropdown } from '../../parts/dropdown.tsx';
import { formatValue } from '../../words/format.ts';
import type { ControlProps } from './field-props.ts';

/** A choice among the allowed values of the signal, or none. */
export function ChoiceControl({
  id,
  value,
  invalid,
  describedBy,
  options,
  onChange,
}: ControlProps & { options: Json[] }) {
  const index = value === undefined ? -1 : options.findIndex(option => sameJson(option, value));
  const foreign = value !== undefined && index === -1;
  return (
    <Dropdown
      id={id}
      class={value === undefined ? 'no-value' : ''}
      value={value === undefined ? 'none' : foreign ? 'foreign' : `${index}`}
      invalid={invalid}
      describedBy={describedBy}
      onChange={chosen => {
        if (chosen !== 'foreign') onChange(chosen === 'none' ? undefined : options[Number(chosen)]);
      }}
    >
      <option value="none">not given</option>
      {foreign && <option value="foreign">{optionText(value)}</option>}
      {options.map((option, i) => (
        <option value={`${i}`} key={i}>
          {optionText(option)}
        </option>
      ))}
    </Dropdown>
  );
}

export function optionText(option: Json): string {
  return typeof option === 'string' && option !== '' ? option : formatValue(option);
}
