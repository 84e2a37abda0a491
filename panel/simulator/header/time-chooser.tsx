import { useEffect, useState } from 'preact/hooks';
import { rfc3339 } from '../input/rfc3339.ts';
import { usePage } from '../page.ts';
import { Dropdown } from '../../parts/dropdown.tsx';
import { formatTime } from '../../words/format.ts';

interface TimeChooserProps {
  /** RFC 3339; null means now. */
  at: string | null;
  /** The time of the last decision, to start from. */
  decidedAt: string | null;
}

/** The time of the decision, which determines the rule versions in force and the age of signals. */
export function TimeChooser({ at, decidedAt }: TimeChooserProps) {
  const page = usePage();
  const [text, setText] = useState(at ?? '');
  useEffect(() => {
    if (at !== null && rfc3339(text) !== at) setText(at);
  }, [at]);
  const parsed = rfc3339(text);
  const setAt = (next: string | null) => page.dispatch({ type: 'setAt', at: next, now: Date.now() });
  return (
    <div class="chooser time-chooser">
      <label for="time">at</label>
      <Dropdown
        id="time"
        value={at === null ? 'now' : 'fixed'}
        onChange={choice => setAt(choice === 'now' ? null : (decidedAt ?? new Date().toISOString()))}
      >
        <option value="now">now</option>
        <option value="fixed">a time</option>
      </Dropdown>
      {at !== null && (
        <input
          type="text"
          class="time-field"
          aria-label="Time, RFC 3339"
          title={parsed === null ? 'Enter an RFC 3339 time, such as 2026-03-02T10:00:00Z.' : formatTime(parsed)}
          value={text}
          aria-invalid={parsed === null}
          aria-describedby={parsed === null ? 'time-note' : undefined}
          autoComplete="off"
          spellcheck={false}
          onInput={event => {
            setText(event.currentTarget.value);
            const time = rfc3339(event.currentTarget.value);
            if (time !== null) setAt(time);
          }}
        />
      )}
      {at !== null && parsed === null && (
        <span class="field-note" id="time-note">
          enter a time such as 2026-03-02T10:00:00Z; still deciding at {formatTime(at)}
        </span>
      )}
    </div>
  );
}
