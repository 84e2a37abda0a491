import type * as vscode from 'vscode';
import type { Mark, Marks } from '../../protocol/review.ts';

const memoryKey = 'handrail.reviews';
/** How many reviews are remembered, by rule set and version before; the oldest are forgotten first. */
const maxReviews = 200;

/** Ticks and comments of reviewers, kept with the workspace. */
export interface ReviewMarks {
  /** @param digest that of the version before */
  of(ruleSet: string, digest: string): Marks;
  set(ruleSet: string, digest: string, region: string, mark: Mark): Promise<void>;
}

export function createMarks(memory: vscode.Memento): ReviewMarks {
  const all = () => memory.get<Record<string, Marks>>(memoryKey, {});
  const key = (ruleSet: string, digest: string) => `${ruleSet} ${digest}`;
  return {
    of: (ruleSet, digest) => all()[key(ruleSet, digest)] ?? {},
    set: async (ruleSet, digest, region, mark) => {
      const name = key(ruleSet, digest);
      const { [name]: known = {}, ...others } = all();
      const rest = Object.entries(known).filter(([id]) => id !== region);
      const empty = mark.reviewed.length === 0 && mark.comment === '';
      const marks = Object.fromEntries(empty ? rest : [...rest, [region, mark] as const]);
      const kept = Object.entries(others).slice(-maxReviews);
      await memory.update(memoryKey, { ...Object.fromEntries(kept), [name]: marks });
    },
  };
}
