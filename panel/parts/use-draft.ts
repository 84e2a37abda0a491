import { useState } from 'preact/hooks';

interface Draft {
  text: string;
  /** The value's text that came of it; another means that something else changed the value since. */
  becomes: string;
}

/**
 * What is being typed into a field whose value is written differently: `0.` on the way to 0.5. The draft is shown until the field
 * is left, or the value changes from elsewhere (undo, another sample).
 */
export function useDraft(valueText: string) {
  const [draft, setDraft] = useState<Draft | null>(null);
  const current = draft !== null && draft.becomes === valueText ? draft : null;
  return {
    text: current?.text ?? valueText,
    /** `becomes`: the value's text once the field has taken what was typed. */
    type: (text: string, becomes: string) => setDraft({ text, becomes }),
    leave: () => setDraft(null),
  };
}
