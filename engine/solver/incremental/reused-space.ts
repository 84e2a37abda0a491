import { brokenPartsOf, clausesOf, type Condition } from '../../condition/condition.ts';
import { questionNames, signalAsked } from '../../space/asked.ts';
import type { Predecessor, Space } from '../../space/space.ts';
import { whenKeyOf } from '../rule-key.ts';
import type { AnalysedRule, AnalysisSubject } from '../subject.ts';

/** How many clauses ask each question that the cells of a space answer, by its name. */
export type Demand = ReadonlyMap<string, number>;

/** A rule set laid out in a space. */
export interface Laid {
  subject: AnalysisSubject;
  space: Space;
  demand: Demand;
}

export function demandOf(conditions: readonly Condition[]): Demand {
  const demand = new Map<string, number>();
  for (const condition of conditions) addDemand(demand, condition, 1);
  return demand;
}

function addDemand(demand: Map<string, number>, condition: Condition, by: 1 | -1): void {
  for (const clause of clausesOf(condition)) {
    for (const name of questionNames(clause)) demand.set(name, (demand.get(name) ?? 0) + by);
  }
}

/**
 * The demand of a rule set that came from an earlier one by changes of its rules and thresholds, and whether the space of that one serves it just as well: it has
 * the cells that are asked for and no others (false, too, where that is not easily told); else, what of it can be taken over. Null where more than these changed.
 */
export function demandAfter(
  earlier: Laid,
  subject: AnalysisSubject,
): { demand: Demand; onSame: boolean; predecessor: Predecessor | undefined } | null {
  if (frameOf(earlier.subject) !== frameOf(subject) || !readsSameValues(earlier, subject)) return null;
  const demand = new Map(earlier.demand);
  const [gone, come] = changedRules(earlier.subject, subject);
  for (const { condition } of gone) addDemand(demand, condition, -1);
  for (const { condition } of come) addDemand(demand, condition, 1);
  const names = new Set([...gone, ...come].flatMap(({ condition }) => clausesOf(condition)).flatMap(questionNames));
  const isAsked = (of: Demand, name: string): boolean => (of.get(name) ?? 0) > 0;
  const { dimensions } = earlier.space.layout;
  const changed = [...names].filter(name => isAsked(demand, name) !== isAsked(earlier.demand, name));
  const areRead =
    earlier.space.broken.size === 0 && come.every(({ condition }) => brokenPartsOf(condition).length === 0);
  const onSame = areRead && changed.length === 0 && dimensions.every(({ subject: { kind } }) => kind !== 'part');
  const predecessor = areRead
    ? { space: earlier.space, changed: new Set(changed.flatMap(name => signalAsked(name) ?? [])) }
    : undefined;
  return { demand, onSame, predecessor };
}

/** What the space hangs on beside the rules. */
function frameOf({ ruleSet, declarations }: AnalysisSubject): string {
  const { signals, assumptions, invariants } = ruleSet;
  // Rules that read another threshold have other conditions.
  const thresholds = assumptions?.length || invariants?.length ? [...declarations.thresholds] : [];
  return JSON.stringify([signals, thresholds, assumptions, invariants]);
}

/** True if no threshold that an opaque clause reads has changed value. */
export function readsSameValues({ space, subject }: Pick<Laid, 'space' | 'subject'>, now: AnalysisSubject): boolean {
  const names = space.layout.dimensions.flatMap(dimension =>
    dimension.subject.kind === 'opaque' ? dimension.subject.thresholds : [],
  );
  const valueIn = ({ declarations }: AnalysisSubject, name: string): string =>
    JSON.stringify(declarations.thresholds.get(name));
  return names.every(name => valueIn(subject, name) === valueIn(now, name));
}

/** Of two lists of rules, those whose condition is in the first alone, and in the second alone. */
function changedRules(
  { rules: before, ruleSet: { thresholds: earlier } }: AnalysisSubject,
  { rules: after, ruleSet: { thresholds } }: AnalysisSubject,
): [AnalysedRule[], AnalysedRule[]] {
  const areSame = earlier === thresholds || JSON.stringify(earlier) === JSON.stringify(thresholds);
  // The same for conditions that ask the same, as far as is easily told.
  const keyOf = ({ condition, rule }: AnalysedRule): unknown => (areSame ? whenKeyOf(rule) : condition);
  const isSame = (a: AnalysedRule | undefined, b: AnalysedRule | undefined): boolean =>
    a !== undefined && b !== undefined && (a.condition === b.condition || keyOf(a) === keyOf(b));
  // Most of them stand where they stood, from one end or the other.
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isSame(before[head], after[head])) head++;
  let tail = 0;
  while (tail < most - head && isSame(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  const left = new Map<unknown, AnalysedRule[]>();
  for (const rule of before.slice(head, before.length - tail)) {
    const key = keyOf(rule);
    const same = left.get(key);
    if (same === undefined) left.set(key, [rule]);
    else same.push(rule);
  }
  const come = after.slice(head, after.length - tail).filter(rule => left.get(keyOf(rule))?.pop() === undefined);
  return [[...left.values()].flat(), come];
}
