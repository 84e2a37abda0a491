import type { Region } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import type { ChosenLog, Mark, Marks, ReviewState, ReviewSubject } from '../../../protocol/review.ts';

/** The state of one rule set under review. */
export interface PairModel {
  /** The last comparison, which is kept until there is a new one; null before the first. */
  comparison: Comparison | null;
  /** Why the comparison failed; null if it did not. */
  failure: string | null;
  /** Increases when a text changes, so that the page asks again. */
  revision: number;
  /** The revision that was compared; -1 before the first comparison. */
  answered: number;
  marks: Marks;
}

/** Everything that the page shows. */
export interface Model {
  /** Null until the host has said what to review. */
  subject: ReviewSubject | null;
  pairs: PairModel[];
  /** Index of the rule set that is shown. */
  selected: number;
  log: ChosenLog | null;
  /** The regions, by id, that the person opened (true) or closed (false). */
  toggled: ReadonlyMap<string, boolean>;
  /** The id of the rule that the review was opened for, whose first region is open; null if none. */
  rule: string | null;
  /** Increases when there may be other approvals, so that the page asks again. */
  approvalsRevision: number;
  /** An error between page and host, until it is dismissed. */
  failure: string | null;
}

export type Action =
  | { type: 'open'; subject: ReviewSubject; rule: string | null; kept: ReviewState | null }
  | { type: 'changed'; pairs: readonly number[] }
  | { type: 'approvalsChanged' }
  | { type: 'compared'; pair: number; revision: number; comparison: Comparison; marks: Marks }
  | { type: 'notCompared'; pair: number; revision: number; message: string }
  | { type: 'select'; pair: number }
  | { type: 'chooseLog'; log: ChosenLog | null }
  | { type: 'toggle'; region: string; open: boolean }
  | { type: 'mark'; pair: number; region: string; mark: Mark }
  | { type: 'failed'; message: string }
  | { type: 'dismiss' };

export const initialModel: Model = {
  subject: null,
  pairs: [],
  selected: 0,
  log: null,
  toggled: new Map(),
  rule: null,
  approvalsRevision: 0,
  failure: null,
};

const newPair: PairModel = { comparison: null, failure: null, revision: 0, answered: -1, marks: {} };

export function update(model: Model, action: Action): Model {
  switch (action.type) {
    case 'open':
      return open(model, action);
    case 'changed':
      return changePairs(model, (pair, index) =>
        action.pairs.includes(index) ? { ...pair, revision: pair.revision + 1 } : pair,
      );
    case 'approvalsChanged':
      return { ...model, approvalsRevision: model.approvalsRevision + 1 };
    case 'compared': {
      const { comparison, marks, revision } = action;
      return changePair(model, action.pair, pair => ({
        ...pair,
        comparison,
        answered: revision,
        failure: null,
        marks,
      }));
    }
    case 'notCompared': {
      const { message, revision } = action;
      return changePair(model, action.pair, pair => ({ ...pair, answered: revision, failure: message }));
    }
    case 'select':
      return { ...model, selected: action.pair, toggled: new Map() };
    case 'chooseLog':
      return changePairs({ ...model, log: action.log }, pair => ({ ...pair, revision: pair.revision + 1 }));
    case 'toggle':
      return { ...model, toggled: new Map(model.toggled).set(action.region, action.open) };
    case 'mark': {
      const { region, mark } = action;
      return changePair(model, action.pair, pair => ({ ...pair, marks: { ...pair.marks, [region]: mark } }));
    }
    case 'failed':
      return { ...model, failure: action.message };
    case 'dismiss':
      return { ...model, failure: null };
  }
}

function open(model: Model, { subject, rule, kept }: Extract<Action, { type: 'open' }>): Model {
  const again = model.subject !== null && JSON.stringify(model.subject) === JSON.stringify(subject);
  if (again) return { ...model, rule, toggled: rule === null ? model.toggled : new Map() };
  const same = kept !== null && JSON.stringify(kept.subject) === JSON.stringify(subject);
  return {
    ...initialModel,
    subject,
    rule,
    pairs: subject.pairs.map(() => newPair),
    selected: same && kept.selected < subject.pairs.length ? kept.selected : 0,
    log: same ? kept.log : null,
  };
}

function changePairs(model: Model, change: (pair: PairModel, index: number) => PairModel): Model {
  return { ...model, pairs: model.pairs.map(change) };
}

function changePair(model: Model, index: number, change: (pair: PairModel) => PairModel): Model {
  return changePairs(model, (pair, at) => (at === index ? change(pair) : pair));
}

/** The state that the editor keeps across a reload; null before there is any. */
export function keptState({ subject, selected, log }: Model): ReviewState | null {
  return subject === null ? null : { subject, selected, log };
}

/** The rule set to compare next, the selected one first; null if all comparisons are up to date. */
export function nextQuestion({ pairs, selected }: Model): { pair: number; revision: number } | null {
  const order = [selected, ...pairs.keys()];
  const pair = order.find(index => {
    const each = pairs[index];
    return each !== undefined && each.answered !== each.revision;
  });
  return pair === undefined ? null : { pair, revision: pairs[pair]?.revision ?? 0 };
}

/** True if a region is open: as the person left it, or else if it is the first region of the rule that the review was opened for, or the first of all. */
export function isOpen({ toggled, rule }: Model, regions: readonly Region[], region: Region): boolean {
  const chosen = toggled.get(region.id);
  if (chosen !== undefined) return chosen;
  const wanted = regions.filter(each => concerns(each, rule));
  return region === (wanted.length > 0 ? wanted : regions)[0];
}

export function concerns({ before, after }: Region, rule: string | null): boolean {
  return rule !== null && (before.rule?.id === rule || after.rule?.id === rule);
}

/** `now`: ticked for the current texts; `earlier`: ticked, but the version after has changed since. */
export type Reviewed = 'now' | 'earlier' | 'no';

export function reviewedState(mark: Mark | undefined, digest: string): Reviewed {
  if (mark === undefined || mark.reviewed.length === 0) return 'no';
  return mark.reviewed.includes(digest) ? 'now' : 'earlier';
}
