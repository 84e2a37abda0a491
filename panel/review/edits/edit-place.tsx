import type { Comparison, Location } from '../../../protocol/server.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { useReviewPage } from '../page.ts';

/** Links to an edit's line: in the version after, or before if it is gone, and in both texts side by side. */
export function EditPlace({ pair, details }: { pair: number; details: Comparison['edits'][number] | undefined }) {
  const page = useReviewPage();
  const { before = null, after = null } = details ?? {};
  const shown = after ?? before;
  if (shown === null) return null;
  return (
    <span class="edit-place">
      <button type="button" class="link" title="Go to the rule file" onClick={() => page.revealLocation(shown)}>
        {lineOf(shown)}
      </button>
      <IconButton icon="diff" label="Show both texts" onClick={() => page.showTexts(pair, before, after)} />
    </span>
  );
}

/** `refunds.escalation.yaml:12` */
function lineOf({ uri, range }: Location): string {
  const path = uri.slice(uri.lastIndexOf('/') + 1);
  return `${decodeURIComponent(path)}:${range.start.line + 1}`;
}
