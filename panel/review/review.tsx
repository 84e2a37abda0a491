import { useMemo } from 'preact/hooks';
import { EditorContext, type Editor } from '../parts/editor.ts';
import { MessageBar } from '../parts/message-bar.tsx';
import { Overview } from './header/overview.tsx';
import { ReviewPageContext } from './page.ts';
import { PairView } from './pair-view.tsx';
import { useReview, type ReviewApi } from './use-review.ts';

/** The page: the rule sets that change, and all differences of the selected one. */
export function Review({ api }: { api: ReviewApi }) {
  const { model, page } = useReview(api);
  const editor = useMemo<Editor>(
    () => ({ reveal: () => undefined, highlight: () => undefined, copy: text => page.copy(text) }),
    [page],
  );
  const { subject, failure, selected } = model;
  return (
    <ReviewPageContext.Provider value={page}>
      <EditorContext.Provider value={editor}>
        <main class="review">
          {failure !== null && (
            <MessageBar kind="error" onDismiss={() => page.dispatch({ type: 'dismiss' })}>
              {failure}
            </MessageBar>
          )}
          {subject === null && (
            <p class="waiting" role="status">
              Waiting for something to compare…
            </p>
          )}
          {subject !== null && subject.pairs.length > 1 && <Overview model={model} subject={subject} />}
          {subject !== null && subject.pairs[selected] !== undefined && (
            <PairView key={selected} model={model} pair={selected} reviewed={subject.pairs[selected]} />
          )}
        </main>
      </EditorContext.Provider>
    </ReviewPageContext.Provider>
  );
}
