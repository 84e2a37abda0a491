import { within } from '../../space/dimension.ts';
import { maxKept } from '../cover.ts';
import type { Cover } from '../facts.ts';
import type { Problem, ProblemRule } from '../../solver/problem.ts';
import type { AnalysedRule } from '../../solver/subject.ts';

/** What stayed, by what it was, and what is new. */
interface Changes {
  renewed: ReadonlyMap<AnalysedRule, AnalysedRule>;
  newcomers: readonly ProblemRule[];
}

/**
 * The cover of a rule that never decides, after other rules came and went: rules that covered it still do, as long as they are there. Null where what covered it is gone.
 */
export function keptCover(
  problem: Problem,
  rule: ProblemRule,
  cover: Cover,
  { renewed, newcomers }: Changes,
): Omit<Cover, 'deciders'> | null {
  const stayed = (rules: readonly AnalysedRule[]): AnalysedRule[] => rules.flatMap(each => renewed.get(each) ?? []);
  const together = stayed(cover.together);
  if (together.length < cover.together.length) return null;
  const stillAlone = stayed(cover.alone);
  // Behind those that are kept there may have been more.
  if (cover.alone.length === maxKept && stillAlone.length < maxKept) return null;
  const alone = [
    ...stillAlone,
    ...newcomers
      .filter(other => other.position < rule.position && holds(problem, other, rule))
      .map(other => other.rule),
  ]
    .sort((a, b) => a.index - b.index)
    .slice(0, maxKept);
  if (alone.length === 0 && together.length === 0) return null;
  return {
    alone,
    together: alone.length > 0 ? [] : together,
    assumptions: alone.length > 0 ? [] : cover.assumptions,
  };
}

/** Whether each box of a rule is inside one of another. */
function holds(problem: Problem, other: ProblemRule, rule: ProblemRule): boolean {
  return rule.fires.every(box => other.fires.some(each => within(problem.space.layout, box, each)));
}
