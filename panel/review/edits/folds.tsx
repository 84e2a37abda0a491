import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Icon } from '../../parts/icon.tsx';

export interface Fold {
  label: string;
  /** Drawn only if it is open. */
  content: () => ComponentChildren;
}

/** Parts that are folded to a label each, in a row; those that are open follow below it. */
export function Folds({ folds }: { folds: readonly Fold[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (label: string) =>
    setOpen(before => new Set(before.has(label) ? [...before].filter(each => each !== label) : [...before, label]));
  return (
    <>
      <div class="folds">
        {folds.map(({ label }) => (
          <button key={label} type="button" class="fold" aria-expanded={open.has(label)} onClick={() => toggle(label)}>
            <Icon name={open.has(label) ? 'chevron-down' : 'chevron-right'} class="twistie" />
            {label}
          </button>
        ))}
      </div>
      {folds.map(({ label, content }) =>
        open.has(label) ? (
          <div key={label} class="fold-content" role="group" aria-label={label}>
            {content()}
          </div>
        ) : null,
      )}
    </>
  );
}
