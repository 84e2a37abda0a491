import { useState } from 'preact/hooks';
import type { Mark } from '../../../protocol/review.ts';

interface RegionNotesProps {
  id: string;
  mark: Mark | undefined;
  onChange: (mark: Mark) => void;
}

/** The reviewer's comment on a region. It is saved when the field loses focus. */
export function RegionNotes({ id, mark, onChange }: RegionNotesProps) {
  const kept = mark?.comment ?? '';
  const [draft, setDraft] = useState<string | null>(null);
  const keep = () => {
    if (draft !== null && draft !== kept) onChange({ reviewed: mark?.reviewed ?? [], comment: draft.trim() });
    setDraft(null);
  };
  return (
    <div class="region-notes">
      <label for={`comment-${id}`} class="quiet">
        Comment
      </label>
      <textarea
        id={`comment-${id}`}
        rows={2}
        placeholder="Included in the exported review"
        value={draft ?? kept}
        onInput={event => setDraft(event.currentTarget.value)}
        onBlur={keep}
      />
    </div>
  );
}
