import type { ChangeClass, DiffClass, SemanticDiff } from '../../protocol/review-requests.ts';
import { classCounts } from '../../report/changes.ts';

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

/** The class of every change in a diff, of decisions and of everything else; neutral ones are omitted. */
export function classesOf({ regions, consequences }: SemanticDiff): ChangeClass[] {
  return [...regions, ...consequences].flatMap(each => (each.class === 'neutral' ? [] : each.class));
}

/** A short summary of a change: `2 loosened, 1 tightened`, `equivalent`. */
export function summaryWords(diff: SemanticDiff): string {
  const counts = classCounts(classesOf(diff));
  if (counts !== '') return counts;
  return diff.equivalent ? 'equivalent' : 'not fully compared';
}

/** The most severe class of a change as an icon. */
export function diffIcon(name: DiffClass): string {
  return name === 'equivalent' ? 'pass' : classLooks[name].icon;
}
