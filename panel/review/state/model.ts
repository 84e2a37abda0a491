import type { Comparison } from '../../../protocol/server.ts';
import { changeClasses } from '../words.ts';
import type { EditCard } from '../edits/cards.ts';
import type { ChosenLog, ComparisonSoFar, Mark, Marks, ReviewState, ReviewSubject } from '../../../protocol/review.ts';

/** The state of one rule set under review. */
export interface PairModel {
  /** What is known before the first comparison is done; null if nothing is. */
  soFar: ComparisonSoFar | null;
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
  /** True if the person chose it, or began to read it: it then stays, however grave the others are. */
  settled: boolean;
  log: ChosenLog | null;
  /** The edits, by id, whose cards the person opened (true) or closed (false). */
  toggled: ReadonlyMap<string, boolean>;
  /** The id of the rule that the review was opened for, whose cards are open; null if none. */
  rule: string | null;
  /** Increases when there may be other approvals, so that the page asks again. */
  approvalsRevision: number;
  /** An error between page and host, until it is dismissed. */
  failure: string | null;
}

export type Action =
  | { type: 'open'; subject: ReviewSubject; rule: string | null; kept: ReviewState | null }
  | { type: 'changed'; pairs: readonly number[] }
  | { type: 'comparing'; pair: number; soFar: ComparisonSoFar }
  | { type: 'approvalsChanged' }
  | { type: 'compared'; pair: number; revision: number; comparison: Comparison; marks: Marks }
  | { type: 'notCompared'; pair: number; revision: number; message: string }
  | { type: 'select'; pair: number }
  | { type: 'chooseLog'; log: ChosenLog | null }
  | { type: 'toggle'; edit: string; open: boolean }
  | { type: 'mark'; pair: number; region: string; mark: Mark }
  | { type: 'failed'; message: string }
  | { type: 'dismiss' };

export const initialModel: Model = {
  subject: null,
  pairs: [],
  selected: 0,
  settled: false,
  log: null,
  toggled: new Map(),
  rule: null,
  approvalsRevision: 0,
  failure: null,
};

/** The revision of a comparison that is shown, but leaves its question open. */
export const unanswered = -1;

const newPair: PairModel = {
  soFar: null,
  comparison: null,
  failure: null,
  revision: 0,
  answered: unanswered,
  marks: {},
};

export function update(model: Model, action: Action): Model {
  switch (action.type) {
    case 'open':
      return open(model, action);
    case 'changed':
      return changePairs(model, (pair, index) =>
        action.pairs.includes(index) ? { ...pair, revision: pair.revision + 1 } : pair,
      );
    case 'comparing': {
      const { edits, found } = action.soFar;
      return changePair(model, action.pair, pair => ({
        ...pair,
        soFar: {
          edits: edits.length > 0 ? edits : (pair.soFar?.edits ?? []),
          found: edits.length > 0 ? found : [...(pair.soFar?.found ?? []), ...found],
        },
      }));
    }
    case 'approvalsChanged':
      return { ...model, approvalsRevision: model.approvalsRevision + 1 };
    case 'compared': {
      const { comparison, marks, revision } = action;
      return showGravest(
        changePair(model, action.pair, pair => ({
          ...pair,
          soFar: null,
          comparison,
          answered: revision,
          failure: null,
          marks,
        })),
      );
    }
    case 'notCompared': {
      const { message, revision } = action;
      return showGravest(changePair(model, action.pair, pair => ({ ...pair, answered: revision, failure: message })));
    }
    case 'select':
      return { ...model, selected: action.pair, settled: true, toggled: new Map() };
    case 'chooseLog':
      return changePairs({ ...model, log: action.log }, pair => ({ ...pair, revision: pair.revision + 1 }));
    case 'toggle':
      return { ...model, settled: true, toggled: new Map(model.toggled).set(action.edit, action.open) };
    case 'mark': {
      const { region, mark } = action;
      const settled = { ...model, settled: true };
      return changePair(settled, action.pair, pair => ({ ...pair, marks: { ...pair.marks, [region]: mark } }));
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
    settled: same,
    log: same ? kept.log : null,
  };
}

/** Once all rule sets are compared, the gravest is shown, unless the person already reads one. */
function showGravest(model: Model): Model {
  if (model.settled || model.pairs.some(({ answered }) => answered < 0)) return model;
  return { ...model, selected: byGravity(model)[0] ?? 0, settled: true };
}

/** The indexes of the rule sets, the gravest change first; as they are until all are compared, so that nothing moves meanwhile. */
export function byGravity({ pairs }: Pick<Model, 'pairs'>): number[] {
  const order = [...pairs.keys()];
  if (pairs.some(({ answered }) => answered < 0)) return order;
  const rank = (index: number): number => {
    const { comparison = null } = pairs[index] ?? {};
    const diff = comparison?.diff ?? null;
    // What has errors may decide anything, and what is gone decides nothing any more; a new rule set takes nothing away.
    if (diff === null) return missingSide(comparison) === 'before' ? changeClasses.length + 1 : -1;
    return diff.class === 'equivalent' ? changeClasses.length : changeClasses.indexOf(diff.class);
  };
  return order.sort((a, b) => rank(a) - rank(b));
}

/** The version that has no such rule set; null if both have. */
export function missingSide(comparison: Comparison | null): 'before' | 'after' | null {
  if (comparison?.before?.broken?.location === null) return 'before';
  return comparison?.after?.broken?.location === null ? 'after' : null;
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

/** With more cards than this, only the first is open. */
const maxOpen = 3;

/** True if a card is open: as the person left it, or else if it is one of few, concerns the rule that the review was opened for, or is the first. */
export function isOpen(
  { toggled, rule }: Pick<Model, 'toggled' | 'rule'>,
  cards: readonly EditCard[],
  card: EditCard,
): boolean {
  const chosen = toggled.get(card.edit.id);
  if (chosen !== undefined) return chosen;
  const wanted = cards.filter(each => concerns(each, rule));
  if (wanted.length > 0) return wanted.includes(card);
  return cards.length <= maxOpen || card === cards[0];
}

/** True if a card is about a rule, or changes what this rule decides. */
export function concerns({ edit, changes }: EditCard, rule: string | null): boolean {
  if (rule === null) return false;
  if (edit.about === 'rule' && edit.name.replace(/@[^@]*$/, '') === rule) return true;
  const regions = changes.flatMap(({ current, past }) => [...current, ...past].map(({ shown }) => shown));
  return regions.some(({ before, after }) => before.rule?.id === rule || after.rule?.id === rule);
}

/** `now`: ticked for the current texts; `earlier`: ticked, but the version after has changed since. */
export type Reviewed = 'now' | 'earlier' | 'no';

export function reviewedState(mark: Mark | undefined, digest: string): Reviewed {
  if (mark === undefined || mark.reviewed.length === 0) return 'no';
  return mark.reviewed.includes(digest) ? 'now' : 'earlier';
}

/** How far the marks of one card are ticked; `partly` if some of its regions are. */
export interface CardReading {
  state: Reviewed | 'partly';
  read: number;
  total: number;
}

export function readingOf(keys: readonly string[], marks: Marks, digest: string): CardReading {
  const states = keys.map(key => reviewedState(marks[key], digest));
  const [read, total] = [states.filter(state => state === 'now').length, keys.length];
  const state = read === total ? 'now' : read > 0 ? 'partly' : states.includes('earlier') ? 'earlier' : 'no';
  return { state, read, total };
}
