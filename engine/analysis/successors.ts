import type { Region } from '../condition/space/boxes.ts';
import type { FactOf } from './facts.ts';
import { inForce, type GroundRule, type Period } from './ground.ts';
import { before, common, firstAnswer, periodsOf, type Inquiry } from './inquiry.ts';
import { removeRange } from './search/clause-index.ts';
import type { AnalysedRule } from './subject.ts';

/** Rules that are asked whether they succeed a rule; the questions cost time, and nobody reads very long lists. */
const mostSuccessors = 20;

/**
 * What decides the inputs of a rule that changes nothing, once it is gone.
 * @param later the rules after it that fire on some of its inputs, in deciding order
 */
export function successorsOf(
  inquiry: Inquiry,
  rule: GroundRule,
  later: readonly GroundRule[],
): Pick<FactOf<'redundant-rule'>, 'successors' | 'more'> {
  const { ground } = inquiry;
  const same = later.filter(other => other.outcome === rule.outcome);
  let more = same.length > mostSuccessors;
  const decidesSome = (region: Region, inForceIn: (period: Period) => boolean, position: number): boolean => {
    const found = firstAnswer(periodsOf(ground, rule).filter(inForceIn), period => {
      const outside = before(ground, position, period);
      removeRange(outside, rule.first, rule.end);
      return inquiry.ask(region, outside, period);
    });
    more ||= found === 'undecided';
    return found !== null && found !== 'undecided';
  };
  const successors: (AnalysedRule | null)[] = same
    .slice(0, mostSuccessors)
    .filter(other =>
      decidesSome(common(ground, rule.fires, other.fires), period => inForce(other, period), other.position),
    )
    .map(other => other.rule);
  const byDefault = ground.defaultOutcome === rule.outcome && decidesSome(rule.fires, () => true, Infinity);
  return { successors: byDefault ? [...successors, null] : successors, more };
}
