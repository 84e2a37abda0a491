import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';

interface DropdownProps {
  id: string;
  value: string;
  onChange: (value: string) => void;
  children: ComponentChildren;
  label?: string;
  class?: string;
  invalid?: boolean;
  describedBy?: string | undefined;
}

/** A native select element, which works with every keyboard and screen reader, styled like VS Code's. */
export function Dropdown({
  id,
  value,
  onChange,
  children,
  label,
  class: more = '',
  invalid = false,
  describedBy,
}: DropdownProps) {
  return (
    <span class={`dropdown ${more}`}>
      <select
        id={id}
        value={value}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onChange={event => onChange(event.currentTarget.value)}
      >
        {children}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}
