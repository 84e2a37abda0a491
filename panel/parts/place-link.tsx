import type { ComponentChildren } from 'preact';
import type { Place } from '../../protocol/simulator.ts';
import { useEditor } from './editor.ts';

interface PlaceLinkProps {
  place: Place;
  children: ComponentChildren;
  title?: string | undefined;
  class?: string;
  /** True in a tree, where the arrow keys reach the link instead of Tab. */
  inTree?: boolean;
}

/** A link to a place in the rule file. Hover and focus mark the place in the editor. */
export function PlaceLink({ place, children, title, class: more = '', inTree = false }: PlaceLinkProps) {
  const editor = useEditor();
  const mark = () => editor.highlight(place);
  const unmark = () => editor.highlight(null);
  return (
    <button
      type="button"
      class={`link ${more}`}
      title={title}
      tabIndex={inTree ? -1 : 0}
      onClick={() => editor.reveal(place)}
      onPointerEnter={mark}
      onPointerLeave={unmark}
      onFocus={mark}
      onBlur={unmark}
    >
      {children}
    </button>
  );
}
