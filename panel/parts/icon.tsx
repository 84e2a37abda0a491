/** A codicon. It is hidden from screen readers: text is next to it, or its button has a name. */
export function Icon({ name, class: more = '' }: { name: string; class?: string }) {
  return <span class={`codicon codicon-${name} ${more}`} aria-hidden="true" />;
}
