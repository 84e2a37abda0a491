import type { ChangeClass, DiffClass, DiffEdit, SemanticDiff } from '../../protocol/review-requests.ts';
import { fallbacksText } from '../../engine/model/fallbacks-text.ts';
import { outcomeKey, type Outcome } from '../../engine/model/outcome.ts';
import { classesOf, editCounts } from '../../report/changes.ts';
import { count } from '../words/format.ts';

/** The classes of changes, most severe first, with a codicon and their meaning. The colour is the CSS class `class-NAME`. */
export const classLooks: Record<ChangeClass, { icon: string; title: string; meaning: string }> = {
  loosened: { icon: 'unlock', title: 'Loosened', meaning: 'less oversight than before' },
  rerouted: {
    icon: 'arrow-swap',
    title: 'Rerouted',
    meaning: 'as much oversight, to another target or with another payload',
  },
  tightened: { icon: 'lock', title: 'Tightened', meaning: 'more oversight than before' },
};

export const changeClasses: readonly ChangeClass[] = ['loosened', 'rerouted', 'tightened'];

/** A short summary of a change: `2 edits: 1 loosened, 1 tightened`, `1 edit, equivalent`. */
export function summaryWords(diff: SemanticDiff): string {
  const { edits, equivalent } = diff;
  const counts = editCounts(edits.map(edit => classesOf(edit, diff)));
  const number = count(edits.length, 'edit');
  if (counts !== '') return `${number}: ${counts}`;
  if (edits.length === 0) return equivalent ? 'equivalent' : 'not fully compared';
  return `${number}, ${equivalent ? 'equivalent' : 'not fully compared'}`;
}

/** The classes of the edits that change a decision or a handoff. */
export function editClasses(edits: readonly DiffEdit[]): ChangeClass[] {
  return edits.flatMap(({ class: name }) => (name === 'neutral' ? [] : name));
}

/** The most severe class of a change as an icon. */
export function diffIcon(name: DiffClass): string {
  return name === 'equivalent' ? 'pass' : classLooks[name].icon;
}

/** An outcome as a clause: "the case" + "is" + "routed to answer-checker". */
export interface OutcomeClause {
  subject: string;
  /** Empty if the words are a verb. */
  auxiliary: string;
  words: string;
}

/** What happens now, and what happened before. What both outcomes have in common beside the decision is left out. */
export function outcomeClauses(before: Outcome, after: Outcome): { before: OutcomeClause; after: OutcomeClause } {
  const isPlain = before.decide !== after.decide || before.to !== after.to;
  const withPayload = !isPlain && before.payload !== after.payload;
  const withFallbacks = !isPlain && outcomeKey({ ...before, payload: '' }) !== outcomeKey({ ...after, payload: '' });
  const words = (outcome: Outcome, past: boolean): OutcomeClause => {
    const clause = clauseOf(outcome, past);
    const fallbacks = fallbacksText(outcome);
    const more = [
      ...(withPayload ? [`with ${outcome.payload ?? 'no payload'}`] : []),
      ...(withFallbacks ? [fallbacks === '' ? 'with the fallbacks of its target' : fallbacks] : []),
    ];
    return more.length === 0 ? clause : { ...clause, words: `${clause.words} ${more.join(', ')}` };
  };
  return { before: words(before, true), after: words(after, false) };
}

function clauseOf({ decide, to = '' }: Outcome, past: boolean): OutcomeClause {
  const be = past ? 'was' : 'is';
  switch (decide) {
    case 'continue':
      return { subject: past ? 'it' : 'the agent', auxiliary: '', words: past ? 'continued' : 'continues' };
    case 'pause':
      return { subject: past ? 'it' : 'the agent', auxiliary: '', words: past ? 'paused' : 'pauses' };
    case 'route':
      return { subject: past ? 'it' : 'the case', auxiliary: be, words: `routed to ${to}` };
    case 'escalate':
      return { subject: past ? 'it' : 'the case', auxiliary: be, words: `escalated to ${to}` };
    case 'deny':
      return { subject: 'the action', auxiliary: be, words: 'denied' };
    case 'stop':
      return { subject: 'the task', auxiliary: be, words: 'stopped' };
  }
}

/** `2 samples · 300 logged`; `no sample` if there are samples, but none of these. */
export function casesInWords(
  { samples, logged }: { samples: number; logged: number },
  known: { samples: boolean; log: boolean },
): string {
  return [
    ...(known.samples ? [samples === 0 ? 'no sample' : count(samples, 'sample')] : []),
    ...(known.log ? [`${logged === 0 ? 'none' : count(logged, 'case')} logged`] : []),
  ].join(' · ');
}
