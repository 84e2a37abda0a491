import type { ChangeClass, Decider, DiffClass, SemanticDiff } from '../../engine/diff/facts.ts';
import { ruleName, type Decision } from '../../engine/model/rule-set.ts';

/** The classes in the order of their gravity, with a codicon and what they mean. The colour is the CSS class `class-NAME`. */
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

/** `small-refund@1`, or `default`. */
export function deciderName({ rule }: Decider): string {
  return rule === null ? 'default' : ruleName(rule);
}

/** `escalate → support-l1`. */
export function outcomeText({ decide, to }: { decide: Decision; to?: string | undefined }): string {
  return to === undefined ? decide : `${decide} → ${to}`;
}

/** How many changes there are of each class, of decisions and beside them; those that there are none of left out. */
export function countsByClass({ regions, consequences }: SemanticDiff): { name: ChangeClass; number: number }[] {
  const all = [...regions, ...consequences];
  return changeClasses
    .map(name => ({ name, number: all.filter(each => each.class === name).length }))
    .filter(({ number }) => number > 0);
}

/** What a change comes to, in a few words: `2 loosened, 1 tightened`, `equivalent`. */
export function summaryWords(diff: SemanticDiff): string {
  const counts = countsByClass(diff).map(({ name, number }) => `${number} ${name}`);
  if (counts.length > 0) return counts.join(', ');
  return diff.equivalent ? 'equivalent' : 'not fully compared';
}

/** The gravest class of a change as an icon. */
export function diffIcon(name: DiffClass): string {
  return name === 'equivalent' ? 'pass' : classLooks[name].icon;
}
