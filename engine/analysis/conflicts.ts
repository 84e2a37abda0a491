import type { Statement } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import { constrained } from '../space/dimension.ts';
import type { Region } from '../space/boxes.ts';
import { inForce, type Ground, type GroundRule, type Period } from '../solver/problem.ts';
import { common, firstAnswer, lawsOf, neighbours, type Answer, type Inquiry } from '../solver/solver.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, undecidedIn, witnessIn, type Shown } from '../solver/witness/witness.ts';

/** Sets of overlapping rules listed for one rule. */
const mostClusters = 8;

/** Which rules one may not fire together with, and does. */
export interface Conflicts {
  fact: FactOf<'conflicting-rules'> | null;
  undecided: Undecided | null;
  /** There are more that hang on a condition with errors, so that nobody knows. */
  maybe: boolean;
}

/** Rules that the hit policy forbids to fire together with a rule: `unique` any, `any` those with another outcome. Gathered into sets that share an input. */
export function conflicts(inquiry: Inquiry, rule: GroundRule): Conflicts {
  const { ground } = inquiry;
  const { hitPolicy } = ground.subject;
  let undecided: Undecided | null = null;
  let maybe = false;
  let left = neighbours(ground, rule).filter(other => hitPolicy === 'unique' || other.outcome !== rule.outcome);
  const clusters: FactOf<'conflicting-rules'>['clusters'] = [];
  while (left.length > 0 && clusters.length < mostClusters) {
    const [first, ...rest] = left as [GroundRule, ...GroundRule[]];
    left = rest;
    const found = together(inquiry, [rule, first]);
    if (found === 'undecided') undecided ??= beyondLimit;
    if (found === 'unreadable') maybe = true;
    if (found === null || found === 'undecided' || found === 'unreadable') continue;
    const pair = found;
    let { answer, region } = pair;
    let members = [first];
    for (const other of rest) {
      if (!inForce(other, answer.period)) continue;
      const more = readable(ground, common(ground, region, other.fires));
      const next = more.length === 0 ? null : inquiry.ask(more, lawsOf(ground), answer.period);
      if (next === null || next === 'undecided') continue;
      members.push(other);
      region = more;
      answer = next;
    }
    let shown = fireTogether(inquiry, [rule, ...members], { answer, region });
    if (witnessIn(shown) === null && members.length > 1) {
      members = [first];
      shown = fireTogether(inquiry, [rule, first], pair);
    }
    left = left.filter(other => !members.includes(other));
    const witness = witnessIn(shown);
    if (witness !== null) clusters.push({ rules: inFileOrder(members), witness });
    undecided ??= undecidedIn(shown);
  }
  const fact = clusters.length === 0 ? null : { kind: 'conflicting-rules' as const, rule: rule.rule, clusters };
  return { fact, undecided, maybe };
}

function fireTogether(
  inquiry: Inquiry,
  rules: readonly GroundRule[],
  { answer, region }: { answer: Answer; region: Region },
): Shown {
  const claim = rules.map(({ rule }): Statement => ({ kind: 'fires', rule }));
  return show(inquiry, { answer, region, outside: lawsOf(inquiry.ground) }, claim);
}

function together(
  inquiry: Inquiry,
  rules: readonly [GroundRule, GroundRule],
): { answer: Answer; region: Region } | null | 'undecided' | 'unreadable' {
  const { ground } = inquiry;
  const [a, b] = rules;
  const all = common(ground, a.fires, b.fires);
  const periods = ground.periods.filter((period: Period) => inForce(a, period) && inForce(b, period));
  const find = (region: Region) => firstAnswer(periods, period => inquiry.ask(region, lawsOf(ground), period));
  const region = readable(ground, all);
  const found = find(region);
  if (found === 'undecided') return found;
  if (found !== null) return { answer: found.answer, region };
  return region.length < all.length && find(all) !== null ? 'unreadable' : null;
}

/** The boxes of a region that do not hang on a condition with errors. */
function readable({ space }: Ground, region: Region): Region {
  if (space.broken.size === 0) return region;
  return region.filter(box => constrained(space.layout, box).every(({ subject }) => subject.kind !== 'broken'));
}

function inFileOrder(rules: readonly GroundRule[]): AnalysedRule[] {
  return rules.map(({ rule }) => rule).sort((a, b) => a.index - b.index);
}
