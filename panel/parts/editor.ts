import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Place } from '../../protocol/simulator.ts';

/** What any part of a page can do with the surrounding editor. Failures are shown on the page, so callers need not wait. */
export interface Editor {
  /** Shows the place in the editor. */
  reveal(place: Place): void;
  /** Marks the place in the editor; null removes the mark. */
  highlight(place: Place | null): void;
  copy(text: string): Promise<boolean>;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error('There is no editor around this component.');
  return editor;
}
