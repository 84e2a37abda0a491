import { Icon } from './icon.tsx';

interface IconButtonProps {
  icon: string;
  label: string;
  onClick: () => void;
  disabled?: boolean;
  /** Shown next to the icon if there is room. */
  text?: string;
  class?: string;
  id?: string;
}

/** A button as in VS Code's toolbars. Disabled ones stay reachable, so that the focus is not lost when the last step is undone. */
export function IconButton({ icon, label, onClick, disabled = false, text, class: more = '', id }: IconButtonProps) {
  return (
    <button
      type="button"
      id={id}
      class={`icon-button ${more}`}
      title={label}
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      <Icon name={icon} />
      {text !== undefined && <span class="button-text">{text}</span>}
    </button>
  );
}
