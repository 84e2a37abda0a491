import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface TabsProps<T extends string> {
  /** Distinguishes these tabs from others on the page. */
  group?: string;
  label: string;
  tabs: readonly { id: T; label: string; note?: ComponentChildren }[];
  selected: T;
  onSelect: (tab: T) => void;
}

const panelId = (group: string, tab: string) => `panel-${group}${tab}`;
export const tabId = (group: string, tab: string) => `tab-${group}${tab}`;

/** Tabs with the keys of the ARIA practices: arrows, Home and End select a tab, Tab moves into the panel. */
export function Tabs<T extends string>({ group = '', label, tabs, selected, onSelect }: TabsProps<T>) {
  const list = useRef<HTMLDivElement>(null);
  const select = (index: number) => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    onSelect(tab.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(tabId(group, tab.id))}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = tabs.findIndex(({ id }) => id === selected);
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    select(to);
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label: name, note }) => (
        <button
          type="button"
          class="tab"
          role="tab"
          id={tabId(group, id)}
          key={id}
          aria-selected={id === selected}
          aria-controls={id === selected ? panelId(group, id) : undefined}
          tabIndex={id === selected ? 0 : -1}
          onClick={() => onSelect(id)}
        >
          {name} {note}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps {
  group?: string;
  tab: string;
  class: string;
  children: ComponentChildren;
}

/** The panel of the selected tab. */
export function TabPanel({ group = '', tab, class: more, children }: TabPanelProps) {
  return (
    <div class={`tab-panel ${more}`} role="tabpanel" id={panelId(group, tab)} aria-labelledby={tabId(group, tab)}>
      {children}
    </div>
  );
}
