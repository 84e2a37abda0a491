import { brokenPartsOf, clausesOf, type Condition } from '../../condition/condition.ts';
import { questionNames, signalAsked } from '../../space/asked.ts';
import type { Predecessor, Space } from '../../space/space.ts';
import { whenKeyOf } from '../rule-key.ts';
import { changesOf } from '../period.ts';
import { relevantLaws } from '../relevant-assumptions.ts';
import type { AnalysedRule, AnalysisSubject } from '../subject.ts';

/** For each question that the cells of a space answer, the number of clauses that ask it, by the question's name. */
export type Demand = ReadonlyMap<string, number>;

/** A rule set with the space of its inputs. */
export interface SubjectSpace {
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
 * The demand of a rule set after changes of its rules and thresholds; null if anything else changed. `onSame`: the space before has exactly the cells
 * that are needed now (false if that is not easily determined). `predecessor`: what of that space can be reused; undefined if conditions have errors.
 */
export function demandAfter(
  before: SubjectSpace,
  subject: AnalysisSubject,
): { demand: Demand; onSame: boolean; predecessor: Predecessor | undefined } | null {
  if (frameOf(before.subject) !== frameOf(subject) || !readsSameValues(before, subject)) return null;
  const demand = new Map(before.demand);
  const [removed, added] = changedRules(before.subject, subject);
  for (const { condition } of removed) addDemand(demand, condition, -1);
  for (const { condition } of added) addDemand(demand, condition, 1);
  const names = new Set([...removed, ...added].flatMap(({ condition }) => clausesOf(condition)).flatMap(questionNames));
  const isAsked = (of: Demand, name: string): boolean => (of.get(name) ?? 0) > 0;
  const { dimensions } = before.space.layout;
  const changed = [...names].filter(name => isAsked(demand, name) !== isAsked(before.demand, name));
  const areRead =
    before.space.broken.size === 0 && added.every(({ condition }) => brokenPartsOf(condition).length === 0);
  const onSame = areRead && changed.length === 0 && dimensions.every(({ subject: { kind } }) => kind !== 'part');
  const predecessor = areRead
    ? { space: before.space, changed: new Set(changed.flatMap(name => signalAsked(name) ?? [])) }
    : undefined;
  return { demand, onSame, predecessor };
}

/** Everything other than the rules on which the space depends. */
function frameOf(subject: AnalysisSubject): string {
  const { ruleSet, declarations, rules } = subject;
  const { signals, assumptions, invariants } = ruleSet;
  const derived = [...declarations.signals].flatMap(([name, signal]) =>
    signal.derived === undefined ? [] : [{ name, how: signal.derived }],
  );
  // Rules that read another threshold have other conditions.
  const thresholds = assumptions?.length || invariants?.length ? [...declarations.thresholds] : [];
  // Where the decision time is read, cells end where rules begin and end.
  const readsTime = derived.some(({ how }) => how.kind !== 'grant');
  const changes = readsTime ? changesOf(rules) : [];
  return JSON.stringify([signals, derived, changes, thresholds, assumptions, invariants, relevantLaws(subject)]);
}

/** True if no threshold that an opaque clause reads has changed value. */
export function readsSameValues(
  { space, subject }: Pick<SubjectSpace, 'space' | 'subject'>,
  after: AnalysisSubject,
): boolean {
  const names = space.layout.dimensions.flatMap(dimension =>
    dimension.subject.kind === 'opaque' ? dimension.subject.thresholds : [],
  );
  const valueIn = ({ declarations }: AnalysisSubject, name: string): string =>
    JSON.stringify(declarations.thresholds.get(name));
  return names.every(name => valueIn(subject, name) === valueIn(after, name));
}

/** The rules whose condition occurs only before, and those whose condition occurs only after. */
function changedRules(
  { rules: before, ruleSet: { thresholds: thresholdsBefore } }: AnalysisSubject,
  { rules: after, ruleSet: { thresholds } }: AnalysisSubject,
): [AnalysedRule[], AnalysedRule[]] {
  const areSame = thresholdsBefore === thresholds || JSON.stringify(thresholdsBefore) === JSON.stringify(thresholds);
  // Equal keys imply equal conditions. Not every pair of equal conditions has equal keys.
  const keyOf = ({ condition, rule }: AnalysedRule): unknown => (areSame ? whenKeyOf(rule) : condition);
  const isSame = (a: AnalysedRule | undefined, b: AnalysedRule | undefined): boolean =>
    a !== undefined && b !== undefined && (a.condition === b.condition || keyOf(a) === keyOf(b));
  // Most rules keep their position from the start or the end.
  const maxCommon = Math.min(before.length, after.length);
  let head = 0;
  while (head < maxCommon && isSame(before[head], after[head])) head++;
  let tail = 0;
  while (tail < maxCommon - head && isSame(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  const left = new Map<unknown, AnalysedRule[]>();
  for (const rule of before.slice(head, before.length - tail)) {
    const key = keyOf(rule);
    const same = left.get(key);
    if (same === undefined) left.set(key, [rule]);
    else same.push(rule);
  }
  const added = after.slice(head, after.length - tail).filter(rule => left.get(keyOf(rule))?.pop() === undefined);
  return [[...left.values()].flat(), added];
}
