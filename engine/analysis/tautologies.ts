import type { FactOf } from './facts.ts';
import { inForce, type Ground, type GroundRule } from '../solver/problem.ts';
import { lawsOf, periodsOf, type Inquiry } from '../solver/solver.ts';
import { addRange } from '../solver/search/clause-index.ts';

/** Whether a rule fires on every input. Undecided counts as no: then nothing is claimed. */
export function firesAlways({ ground, prove }: Inquiry, rule: GroundRule): boolean {
  const { layout } = ground.space;
  if (rule.fires.length === 1 && ground.laws === 0) {
    return ground.index.clauses[rule.first]?.dimensions.length === 0;
  }
  const outside = lawsOf(ground);
  addRange(outside, rule.first, rule.end);
  return prove(layout.whole, outside).kind === 'none';
}

/** The fact that a rule fires on every input although others come behind it in deciding order. */
export function tautological(ground: Ground, rule: GroundRule): FactOf<'tautological-trigger'> | null {
  const behind = ground.rules.filter(
    other => other.position > rule.position && periodsOf(ground, rule).some(period => inForce(other, period)),
  );
  return behind.length === 0
    ? null
    : { kind: 'tautological-trigger', rule: rule.rule, behind: behind.map(other => other.rule) };
}
