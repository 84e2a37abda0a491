import { useState } from 'preact/hooks';

interface Draft {
  text: string;
  /** The text of the value that the draft produced; if the value's text differs, something else has changed it since. */
  becomes: string;
}

/**
 * Keeps what is typed into a field if its value is written differently: `0.` on the way to 0.5. The draft is shown until the
 * field loses focus, or something else changes the value (undo, another sample).
 */
export function useDraft(valueText: string) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const current = draft !== null && draft.becomes === valueText ? draft : null;
  return {
    text: current?.text ?? valueText,
    /** @param becomes the text of the value that the typed text produces */
    type: (text: string, becomes: string) => setDraft({ text, becomes }),
    leave: () => setDraft(null),
  };
}
