import { fieldText, type ControlProps } from './field-props.ts';

export function TextControl({
  id,
  value,
  invalid,
  describedBy,
  onChange,
  example,
}: ControlProps & { example: string | null }) {
  const placeholder = value === null ? 'null' : value === '' ? 'empty text' : 'not given';
  return (
    <input
      type="text"
      id={id}
      class="text-field"
      value={fieldText(value)}
      placeholder={example === null || value === '' ? placeholder : `${placeholder}, e.g. ${example}`}
      aria-invalid={invalid}
      aria-describedby={describedBy}
      autoComplete="off"
      spellcheck={false}
      onInput={event => onChange(event.currentTarget.value)}
    />
  );
}
