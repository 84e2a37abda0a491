import type { Condition } from '../condition/condition.ts';
import { firingTruth, opposite } from '../condition/space/regions.ts';
import { meetAt, narrowAt, type Box } from '../condition/space/dimension.ts';
import type { FactOf } from './facts.ts';
import { wide, type GroundRule } from './ground.ts';
import { before, common, firstAnswer, lawsOf, periodsOf, type Answer, type Inquiry } from './inquiry.ts';
import type { Question } from './memory.ts';
import { numbersIn, type ClauseSet } from './search/clause-index.ts';

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
  let deleted = '';
  /** `rising`: the truer the group, the truer the trigger. */
  const visit = (place: Place, rising: boolean): void => {
    const group = partAt(current, place);
    if (group.kind === 'not') {
      visit([...place, 0], !rising);
      return;
    }
    if (group.kind !== 'all' && group.kind !== 'any') return;
    for (let at = group.operands.length - 1; at >= 0; at--) {
      const here = [...place, at];
      const operand = partAt(current, here);
      const without = replaced(current, here, group.kind === 'all');
      const isLast = operandsLeft(partAt(current, place), group.kind) === 1;
      const question: Question = [`irrelevant ${here.join()} ${deleted}`, rule.key];
      const matters = isLast
        ? 'yes'
        : difference(inquiry, rule, { current, without, widens: rising === (group.kind === 'all') }, question, decides);
      if (matters === 'undecided') undecided = true;
      if (typeof matters !== 'object') {
        visit(here, rising);
        continue;
      }
      facts.push({ kind: 'irrelevant-clause', rule: rule.rule, clause: operand, ...matters });
      current = without;
      deleted += ` ${here.join()}`;
    }
  };
  visit([], true);
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

/**
 * Whether the same rule decides every input when a condition takes the place of the one that it has by now, and so fires on more inputs (`widens`) or
 * on fewer; if so, why.
 */
function difference(
  inquiry: Inquiry,
  rule: GroundRule,
  { current, without, widens }: { current: Condition; without: Condition; widens: boolean },
  question: Question,
  decides: Answer,
): 'yes' | 'undecided' | Pick<FactOf<'irrelevant-clause'>, 'because' | 'earlier'> {
  const { ground } = inquiry;
  const fires = firingTruth(rule.rule.onUnknown, rule.rule.rule.decide === 'continue');
  const silent = opposite[fires];
  const alone = ground.subject.hitPolicy === 'unique' || ground.subject.hitPolicy === 'any';
  const periods = periodsOf(ground, rule);
  const sets = new Map<Answer['period'], ClauseSet>();
  const outsideIn = (period: Answer['period']): ClauseSet => {
    const set = sets.get(period) ?? (alone ? lawsOf(ground) : before(ground, rule.position, period));
    sets.set(period, set);
    return set;
  };
  if (periods.some(period => inquiry.recall(question, outsideIn(period), period) !== null)) return 'yes';
  const was = ground.regions.within(current, widens ? silent : fires);
  const will = ground.regions.within(without, widens ? fires : silent);
  if (was === null || will === null) return 'undecided';
  const differs = common(ground, wide(ground, will), wide(ground, was));
  // Where the rule decides, changed in what the operand is about alone: there the answer mostly is.
  const nearby = near(inquiry, differs, decides.box);
  if (nearby.length > 0) {
    const found = inquiry.ask(nearby, outsideIn(decides.period), decides.period, question);
    if (found !== null && found !== 'undecided') return 'yes';
  }
  const found = firstAnswer(periods, period => inquiry.ask(differs, outsideIn(period), period, question));
  if (found !== null) return found === 'undecided' ? 'undecided' : 'yes';
  return sameTrigger(inquiry, rule, without, fires)
    ? { because: 'trigger', earlier: [] }
    : { because: 'order', earlier: earlierAmong(inquiry, rule, differs) };
}

/** Whether the rule fires on the same inputs with another condition, whatever other rules do. */
function sameTrigger(inquiry: Inquiry, rule: GroundRule, without: Condition, fires: 'true' | 'possible'): boolean {
  const { ground } = inquiry;
  const regions = [
    [ground.regions.within(without, fires), ground.regions.within(rule.rule.condition, opposite[fires])],
    [rule.fires, ground.regions.within(without, opposite[fires])],
  ];
  return regions.every(([a = null, b = null]) => {
    if (a === null || b === null) return false;
    const differs = common(ground, wide(ground, a), wide(ground, b));
    return periodsOf(ground, rule).every(period => inquiry.ask(differs, lawsOf(ground), period) === null);
  });
}

/** The part of a region that differs from a box in one dimension at most. */
function near({ ground }: Inquiry, region: readonly Box[], box: Box): Box[] {
  const { layout } = ground.space;
  const parts: Box[] = [];
  for (const each of region) {
    let apart = 0;
    for (const dimension of layout.dimensions) if (!meetAt(each, box, dimension)) apart++;
    if (apart > 1) continue;
    const part = each.slice();
    for (const dimension of layout.dimensions) if (meetAt(each, box, dimension)) narrowAt(part, box, dimension);
    parts.push(part);
  }
  return parts;
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
