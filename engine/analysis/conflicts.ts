import type { FactOf } from './facts.ts';
import { inForce, type GroundRule, type Period } from './ground.ts';
import { common, firstAnswer, lawsOf, neighbours, type Answer, type Inquiry } from './inquiry.ts';
import type { AnalysedRule } from './subject.ts';
import { witnessOf } from './witness.ts';

/** Sets of overlapping rules listed for one rule. */
const mostClusters = 8;

/** Rules that the hit policy forbids to fire together with a rule: `unique` any, `any` those with another outcome. Gathered into sets that share an input. */
export function conflicts(
  inquiry: Inquiry,
  rule: GroundRule,
): { fact: FactOf<'conflicting-rules'> | null; undecided: boolean } {
  const { ground } = inquiry;
  const { hitPolicy } = ground.subject;
  let undecided = false;
  let left = neighbours(ground, rule).filter(other => hitPolicy === 'unique' || other.outcome !== rule.outcome);
  const clusters: FactOf<'conflicting-rules'>['clusters'] = [];
  while (left.length > 0 && clusters.length < mostClusters) {
    const [first, ...rest] = left as [GroundRule, ...GroundRule[]];
    left = rest;
    const found = together(inquiry, [rule, first]);
    if (found === 'undecided') undecided = true;
    if (found === null || found === 'undecided') continue;
    let { answer, region } = found;
    const members = [first];
    for (const other of rest) {
      if (!inForce(other, answer.period)) continue;
      const more = common(ground, region, other.fires);
      const next = more.length === 0 ? null : inquiry.ask(more, lawsOf(ground), answer.period);
      if (next === null || next === 'undecided') continue;
      members.push(other);
      region = more;
      answer = next;
    }
    left = left.filter(other => !members.includes(other));
    const witness = witnessOf(ground, { answer, region, outside: lawsOf(ground) });
    if (witness !== null) clusters.push({ rules: inFileOrder(members), witness });
  }
  return { fact: clusters.length === 0 ? null : { kind: 'conflicting-rules', rule: rule.rule, clusters }, undecided };
}

function together(
  inquiry: Inquiry,
  rules: readonly [GroundRule, GroundRule],
): { answer: Answer; region: ReturnType<typeof common> } | null | 'undecided' {
  const { ground } = inquiry;
  const [a, b] = rules;
  const region = common(ground, a.fires, b.fires);
  const periods = ground.periods.filter((period: Period) => inForce(a, period) && inForce(b, period));
  const found = firstAnswer(periods, period => inquiry.ask(region, lawsOf(ground), period));
  return found === null || found === 'undecided' ? found : { answer: found.answer, region };
}

function inFileOrder(rules: readonly GroundRule[]): AnalysedRule[] {
  return rules.map(({ rule }) => rule).sort((a, b) => a.index - b.index);
}
