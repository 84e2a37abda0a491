import { useRef } from 'preact/hooks';
import type { JsonTextError } from '../input/json-text.ts';
import { usePage } from '../page.ts';
import { Icon } from '../../parts/icon.tsx';

/** The input as JSON text. While the text is not valid, the last decision is kept, and the error is shown with its place. */
export function JsonEditor({ text, error }: { text: string; error: JsonTextError | null }) {
  const page = usePage();
  const area = useRef<HTMLTextAreaElement>(null);
  const showError = () => {
    if (error === null || area.current === null) return;
    area.current.focus();
    area.current.setSelectionRange(error.offset, Math.min(text.length, error.offset + 1));
  };
  return (
    <div class="json-editor">
      <textarea
        ref={area}
        value={text}
        aria-label="Input as JSON"
        aria-invalid={error !== null}
        aria-describedby="json-error"
        spellcheck={false}
        autoComplete="off"
        rows={Math.min(40, Math.max(12, text.split('\n').length + 1))}
        onInput={event => page.dispatch({ type: 'typeText', text: event.currentTarget.value, now: Date.now() })}
      />
      <p class="json-error" id="json-error" role="status">
        {error !== null && (
          <>
            <Icon name="error" />
            <button type="button" class="link" onClick={showError}>
              Line {error.line}, column {error.column}
            </button>
            <span>{error.message}. The decision is for the last valid text.</span>
          </>
        )}
      </p>
    </div>
  );
}
