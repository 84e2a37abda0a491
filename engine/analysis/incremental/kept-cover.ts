import { within } from '../../space/dimension.ts';
import { maxKept } from '../cover.ts';
import type { Cover } from '../facts.ts';
import type { Problem, ProblemRule } from '../../solver/problem.ts';
import type { AnalysedRule } from '../../solver/subject.ts';

/** The rules that remain, keyed by their version before the edit, and the rules that were added. */
interface Changes {
  renewed: ReadonlyMap<AnalysedRule, AnalysedRule>;
  added: readonly ProblemRule[];
}

/**
 * The cover of a rule that never decides, updated after other rules were added or removed. Null if the remaining rules may not cover it.
 */
export function keptCover(
  problem: Problem,
  rule: ProblemRule,
  cover: Cover,
  { renewed, added }: Changes,
): Omit<Cover, 'deciders'> | null {
  const stayed = (rules: readonly AnalysedRule[]): AnalysedRule[] => rules.flatMap(each => renewed.get(each) ?? []);
  const together = stayed(cover.together);
  // Which assumptions are needed depends on the rules that are left.
  if (together.length < cover.together.length || cover.assumptions.length > 0) return null;
  const stillAlone = stayed(cover.alone);
  // The list was truncated and one of its rules is gone, so others may have to take its place.
  if (cover.alone.length === maxKept && stillAlone.length < maxKept) return null;
  const alone = [
    ...stillAlone,
    ...added.filter(other => other.position < rule.position && holds(problem, other, rule)).map(other => other.rule),
  ]
    .sort((a, b) => a.index - b.index)
    .slice(0, maxKept);
  if (alone.length === 0 && together.length === 0) return null;
  return { alone, together: alone.length > 0 ? [] : together, assumptions: [] };
}

/** True if each box of `rule` lies within a box of `other`. */
function holds(problem: Problem, other: ProblemRule, rule: ProblemRule): boolean {
  return rule.fires.every(box => other.fires.some(each => within(problem.space.layout, box, each)));
}
