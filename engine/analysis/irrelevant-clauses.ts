import type { Condition } from '../condition/condition.ts';
import { firingTruth, opposite } from '../condition/space/regions.ts';
import { constrained, narrowAt, type Box } from '../condition/space/dimension.ts';
import type { FactOf } from './facts.ts';
import { wide, type GroundRule } from './ground.ts';
import { before, common, firstAnswer, lawsOf, periodsOf, type Answer, type Inquiry } from './inquiry.ts';
import { numbersIn } from './search/clause-index.ts';

/** Where an operand stands in a condition: indexes of operands, 0 for that of a `not`. */
type Place = readonly number[];

/** The operands of a trigger that can be deleted together: without them the same rule decides every input. The last operand of a group stays. */
export function irrelevantClauses(
  inquiry: Inquiry,
  rule: GroundRule,
  decides: Answer,
): { facts: FactOf<'irrelevant-clause'>[]; undecided: boolean } {
  const facts: FactOf<'irrelevant-clause'>[] = [];
  let undecided = false;
  let current = rule.rule.condition;
  const visit = (place: Place): void => {
    const group = partAt(current, place);
    if (group.kind === 'not') {
      visit([...place, 0]);
      return;
    }
    if (group.kind !== 'all' && group.kind !== 'any') return;
    for (let at = group.operands.length - 1; at >= 0; at--) {
      const here = [...place, at];
      const operand = partAt(current, here);
      const without = replaced(current, here, group.kind === 'all');
      const isLast = operandsLeft(partAt(current, place), group.kind) === 1;
      const matters = isLast ? 'yes' : difference(inquiry, rule, without, decides);
      if (matters === 'undecided') undecided = true;
      if (typeof matters !== 'object') {
        visit(here);
        continue;
      }
      facts.push({ kind: 'irrelevant-clause', rule: rule.rule, clause: operand, ...matters });
      current = without;
    }
  };
  visit([]);
  return { facts: facts.reverse(), undecided };
}

function partAt(condition: Condition, place: Place): Condition {
  return place.reduce<Condition>((part, at) => {
    if (part.kind === 'not') return part.operand;
    return part.kind === 'all' || part.kind === 'any' ? (part.operands[at] ?? part) : part;
  }, condition);
}

function operandsLeft(group: Condition, kind: 'all' | 'any'): number {
  if (group.kind !== 'all' && group.kind !== 'any') return 0;
  return group.operands.filter(each => each.kind !== 'constant' || each.value !== (kind === 'all')).length;
}

/** The condition with `true` in the place of an operand of `all`, `false` in that of one of `any`: as if it were deleted. */
function replaced(condition: Condition, [at, ...rest]: Place, value: boolean): Condition {
  if (at === undefined) return { kind: 'constant', value, text: String(value), span: condition.span };
  if (condition.kind === 'not') return { ...condition, operand: replaced(condition.operand, rest, value) };
  if (condition.kind !== 'all' && condition.kind !== 'any') return condition;
  return {
    ...condition,
    operands: condition.operands.map((operand, index) => (index === at ? replaced(operand, rest, value) : operand)),
  };
}

/** Whether it makes a difference that an operand is deleted; else why not. */
function difference(
  inquiry: Inquiry,
  rule: GroundRule,
  without: Condition,
  decides: Answer,
): 'yes' | 'undecided' | Pick<FactOf<'irrelevant-clause'>, 'because' | 'earlier'> {
  const { ground } = inquiry;
  const fires = firingTruth(rule.rule.onUnknown, rule.rule.rule.decide === 'continue');
  const silent = opposite[fires];
  const fires2 = ground.regions.within(without, fires);
  const silent1 = ground.regions.within(rule.rule.condition, silent);
  const silent2 = ground.regions.within(without, silent);
  if (fires2 === null || silent1 === null || silent2 === null) return 'undecided';
  const differs = [
    ...common(ground, wide(ground, fires2), wide(ground, silent1)),
    ...common(ground, rule.fires, wide(ground, silent2)),
  ];
  if (differs.length === 0) return { because: 'trigger', earlier: [] };
  const alone = ground.subject.hitPolicy === 'unique' || ground.subject.hitPolicy === 'any';
  const periods = periodsOf(ground, rule);
  const outsideIn = (period: Answer['period']) => (alone ? lawsOf(ground) : before(ground, rule.position, period));
  // Where the rule decides, changed in what the operand is about alone: there the answer mostly is.
  const nearby = near(inquiry, differs, decides.box);
  if (nearby.length > 0) {
    const found = inquiry.ask(nearby, outsideIn(decides.period), decides.period);
    if (found !== null && found !== 'undecided') return 'yes';
  }
  const found = firstAnswer(periods, period => inquiry.ask(differs, outsideIn(period), period));
  if (found !== null) return found === 'undecided' ? 'undecided' : 'yes';
  const anywhere = periods.map(period => inquiry.ask(differs, lawsOf(ground), period));
  if (anywhere.every(each => each === null)) return { because: 'trigger', earlier: [] };
  return { because: 'order', earlier: earlierAmong(inquiry, rule, differs) };
}

/** The part of a region that differs from a box in one dimension at most. */
function near({ ground }: Inquiry, region: readonly Box[], box: Box): Box[] {
  const { layout } = ground.space;
  return region.flatMap(each => {
    const copy = each.slice();
    let moved = 0;
    for (const dimension of constrained(layout, box)) {
      const narrowed = copy.slice();
      if (narrowAt(narrowed, box, dimension)) copy.set(narrowed);
      else if (++moved > 1) return [];
    }
    return [copy];
  });
}

function earlierAmong({ ground, prove }: Inquiry, rule: GroundRule, region: readonly Box[]): GroundRule['rule'][] {
  const positions = new Set<number>();
  const [period] = periodsOf(ground, rule);
  if (period === undefined) return [];
  for (const box of region) {
    const proof = prove(box, before(ground, rule.position, period));
    if (proof.kind !== 'none') continue;
    for (const number of numbersIn(proof.because)) {
      const source = ground.index.clauses[number]?.source;
      if (source?.kind === 'rule') positions.add(source.position);
    }
  }
  return [...positions].sort((a, b) => a - b).flatMap(position => ground.rules[position]?.rule ?? []);
}
