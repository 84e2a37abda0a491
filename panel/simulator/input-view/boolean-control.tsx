import type { ControlProps } from './field-props.ts';

const choices = [
  { label: 'true', value: true },
  { label: 'false', value: false },
  { label: 'not given', value: undefined },
];

export function BooleanControl({ id, name, value, describedBy, onChange }: ControlProps) {
  return (
    <div class="segments" role="radiogroup" aria-label={name} aria-describedby={describedBy}>
      {choices.map((choice, i) => (
        <label class="segment" key={choice.label}>
          <input
            type="radio"
            id={i === 0 ? id : undefined}
            name={id}
            value={choice.value === undefined ? 'none' : choice.label}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </div>
  );
}
