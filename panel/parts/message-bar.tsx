import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

interface MessageBarProps {
  kind: 'error' | 'warning';
  children: ComponentChildren;
  onDismiss?: () => void;
}

/** A message above everything else, like VS Code's in an editor. */
export function MessageBar({ kind, children, onDismiss }: MessageBarProps) {
  return (
    <div class={`message-bar message-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon name={kind} />
      <span class="message-text">{children}</span>
      {onDismiss !== undefined && <IconButton icon="close" label="Dismiss" onClick={onDismiss} />}
    </div>
  );
}
