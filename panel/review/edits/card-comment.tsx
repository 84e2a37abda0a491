import { useState } from 'preact/hooks';
import type { Mark, Marks } from '../../../protocol/review.ts';
import { Icon } from '../../parts/icon.tsx';

interface CardCommentProps {
  id: string;
  /** The edit's own id, with which the comment is kept, and the keys of the card's other marks, which may have older comments. */
  keys: readonly string[];
  marks: Marks;
  open: boolean;
  onChange: (key: string, mark: Mark) => void;
}

/** The reviewer's comment on an edit. It is saved when the field loses focus. */
export function CardComment({ id, keys, marks, open, onChange }: CardCommentProps) {
  const commented = keys.filter(key => (marks[key]?.comment ?? '') !== '');
  const [editing, setEditing] = useState(false);
  const [draft, setDraft] = useState<string | null>(null);
  const own = commented[0] ?? id;
  const kept = marks[own]?.comment ?? '';
  const keep = () => {
    if (draft !== null && draft.trim() !== kept)
      onChange(own, { reviewed: marks[own]?.reviewed ?? [], comment: draft.trim() });
    setDraft(null);
    setEditing(false);
  };
  const shown = commented.slice(editing || open ? 1 : 0);
  return (
    <div class="card-comment">
      {shown.map(key => (
        <p key={key} class="quiet comment-text">
          <Icon name="comment" /> {marks[key]?.comment}
        </p>
      ))}
      {open && kept === '' && !editing && (
        <button type="button" class="link" onClick={() => setEditing(true)}>
          <Icon name="comment" /> Comment
        </button>
      )}
      {open && (kept !== '' || editing) && (
        <>
          <label for={`comment-${id}`} class="quiet">
            Comment
          </label>
          <textarea
            id={`comment-${id}`}
            ref={field => {
              if (field !== null && editing && draft === null) field.focus();
            }}
            rows={2}
            placeholder="Included in the exported review"
            value={draft ?? kept}
            onInput={event => setDraft(event.currentTarget.value)}
            onBlur={keep}
          />
        </>
      )}
    </div>
  );
}
