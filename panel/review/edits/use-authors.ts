import { useEffect, useState } from 'preact/hooks';
import type { EditAuthor } from '../../../protocol/review.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { useReviewPage } from '../page.ts';

/** Who made each edit of a comparison, by its id; empty until git has said it. Those that are known stay while a newer text is compared. */
export function useAuthors(pair: number, comparison: Comparison): Readonly<Record<string, EditAuthor>> {
  const page = useReviewPage();
  const [authors, setAuthors] = useState<Readonly<Record<string, EditAuthor>>>({});
  const digests = [comparison.before, comparison.after].map(({ ruleSet }) => ruleSet?.digest ?? '').join(' ');
  useEffect(() => {
    let late = false;
    void page.editAuthors(pair).then(found => {
      if (!late) setAuthors(found);
    });
    return () => {
      late = true;
    };
  }, [page, pair, digests]);
  return authors;
}
