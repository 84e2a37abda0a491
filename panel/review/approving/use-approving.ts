import { useEffect, useState } from 'preact/hooks';
import type { Comparison } from '../../../protocol/server.ts';
import type { FinishedReview, GivenOpinion, OpinionKind, PlannedOpinion } from '../../../protocol/review.ts';
import { useReviewPage } from '../page.ts';

/** An approval or a rejection that somebody is writing. */
export interface OpinionDraft {
  opinion: OpinionKind;
  /** The digest of the text that it is about. */
  digest: string;
  /** What it would do; null while this is found out. */
  plan: PlannedOpinion | null;
  /** True while it is written to the log. */
  sending: boolean;
  /** Why it could not be written; null if nobody tried, or it was. */
  problem: string | null;
}

export interface Approving {
  /** What an approval would do now; null until that is known. */
  standing: PlannedOpinion | null;
  draft: OpinionDraft | null;
  /** The last opinion that was given here; null if there is none. */
  given: GivenOpinion | null;
  /** Begins an opinion on the text that the page shows, or goes on with that text after a change. */
  begin: (opinion: OpinionKind) => void;
  cancel: () => void;
  dismiss: () => void;
  give: (why: string, review: FinishedReview) => void;
}

interface ApprovingOptions {
  pair: number;
  comparison: Comparison | null;
  /** True while a newer text is being compared. */
  busy: boolean;
  /** Increases when there may be other approvals. */
  revision: number;
}

/** Approving and rejecting one rule set under review; nothing is offered until its versions are compared. */
export function useApproving({ pair, comparison, busy, revision }: ApprovingOptions): Approving {
  const page = useReviewPage();
  const digest = comparison === null || comparison.diff === null ? null : (comparison.after.ruleSet?.digest ?? null);
  const [standing, setStanding] = useState<PlannedOpinion | null>(null);
  const [draft, setDraft] = useState<OpinionDraft | null>(null);
  const [given, setGiven] = useState<GivenOpinion | null>(null);
  const [written, setWritten] = useState(0);

  useEffect(() => {
    if (digest === null || busy) return;
    let outdated = false;
    void page.planOpinion(pair, 'approve', digest).then(found => {
      if (!outdated) setStanding(found);
    });
    return () => {
      outdated = true;
    };
  }, [page, pair, digest, busy, revision, written]);

  const begin = (opinion: OpinionKind) => {
    if (digest === null) return;
    const begun = { opinion, digest, plan: null, sending: false, problem: null };
    setDraft(begun);
    setGiven(null);
    void page.planOpinion(pair, opinion, digest).then(plan => {
      setDraft(present => (present === begun ? { ...begun, plan } : present));
      if (opinion === 'approve') setStanding(plan);
    });
  };
  const give = (why: string, review: FinishedReview) => {
    if (draft === null || draft.sending) return;
    const sent = { ...draft, sending: true, problem: null };
    setDraft(sent);
    void page.giveOpinion({ pair, opinion: draft.opinion, why, review }).then(outcome => {
      setWritten(count => count + 1);
      if (outcome.done) setGiven(outcome);
      setDraft(present =>
        present !== sent ? present : outcome.done ? null : { ...sent, sending: false, problem: outcome.message },
      );
    });
  };
  return {
    standing: digest === null ? null : standing,
    draft: digest === null ? null : draft,
    given,
    begin,
    cancel: () => setDraft(null),
    dismiss: () => setGiven(null),
    give,
  };
}
