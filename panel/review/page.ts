import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Json } from '../../engine/model/json.ts';
import type { DecidedBoth, DecisionMap, Location, NewSample } from '../../protocol/server.ts';
import type {
  EditAuthor,
  FinishedReview,
  GivenOpinion,
  Mark,
  OpinionKind,
  PlannedOpinion,
} from '../../protocol/review.ts';
import type { Action } from './state/model.ts';

/** An input of one rule set under review. */
export interface Tried {
  pair: number;
  input: Json;
  /** RFC 3339; null means now. */
  at: string | null;
  /** The ids of rules for which a grant from this very case is in force. */
  grants?: readonly string[];
}

/** What every part of the page can do. Failures are shown on the page, and awaited results are then null. */
export interface ReviewPage {
  dispatch(action: Action): void;
  showTexts(pair: number, before: Location | null, after: Location | null): void;
  revealLocation(location: Location): void;
  tryInput(tried: Tried & { side: 'before' | 'after'; name: string }): void;
  decideBoth(tried: Tried): Promise<DecidedBoth | null>;
  decisionMap(tried: Tried & { x: string; y: string }): Promise<DecisionMap | null>;
  /** Who made each edit, by its id. Never rejects: if git cannot be asked, there is nobody to name. */
  editAuthors(pair: number): Promise<Readonly<Record<string, EditAuthor>>>;
  /** Shows a sample in its file. */
  showSample(pair: number, sample: string): void;
  /** Null if they could not be added. */
  addSamples(pair: number, samples: readonly NewSample[]): Promise<true | null>;
  setMark(pair: number, digest: string, region: string, mark: Mark): void;
  chooseLog(): void;
  exportReview(reviews: FinishedReview[]): void;
  /** What an opinion would do. Never rejects: if that cannot be found out, it is not offered. */
  planOpinion(pair: number, opinion: OpinionKind, digest: string): Promise<PlannedOpinion>;
  giveOpinion(given: {
    pair: number;
    opinion: OpinionKind;
    why: string;
    review: FinishedReview;
  }): Promise<GivenOpinion>;
  compareWithRelease(pair: number, release: { ruleSet: string; version: string }): void;
  openReference(page: string): void;
  copy(text: string): Promise<boolean>;
}

export const ReviewPageContext = createContext<ReviewPage | null>(null);

export function useReviewPage(): ReviewPage {
  const page = useContext(ReviewPageContext);
  if (page === null) throw new Error('There is no page around this component.');
  return page;
}
