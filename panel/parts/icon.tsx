/** A codicon. It says nothing to a screen reader: words stand beside it, or the button around it has a name. */
export function Icon({ name, class: more = '' }: { name: string; class?: string }) {
  return <span class={`codicon codicon-${name} ${more}`} aria-hidden="true" />;
}
