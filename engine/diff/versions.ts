import { clausesOf, type Condition } from '../condition/condition.ts';
import { inDecidingOrder, layGround, type Ground, type GroundRule } from '../analysis/ground.ts';
import type { AnalysedRule, AnalysisSubject } from '../analysis/subject.ts';
import type { Declarations } from '../condition/declarations.ts';
import { outcomeKey, type DefaultOutcome } from '../model/rule-set.ts';

/** The rules of one version that can decide, in deciding order, in a space that they share with those of the other. */
export interface Version {
  rules: readonly GroundRule[];
  /** The same as this version has them: what one version calls `a`, the other may call `b`. */
  written: readonly AnalysedRule[];
  /** By the rule's position in the ground, its place in this version's order. */
  places: ReadonlyMap<number, number>;
  /** By the rule's position in the ground: the form that the other version has of a rule that is not the same in both. */
  counterparts: ReadonlyMap<number, GroundRule>;
  /** What happens where no rule fires. */
  default: DefaultOutcome;
}

/** Two versions of a rule set, laid out in one space. A rule that both have, wherever it stands, is the same `GroundRule`. */
export interface Versions {
  ground: Ground;
  before: Version;
  after: Version;
}

/** @returns null where the signals are declared otherwise, so that there is no one space of inputs */
export function layVersions(before: AnalysisSubject, after: AnalysisSubject, now: number): Versions | null {
  const signals = ({ declarations }: AnalysisSubject) => JSON.stringify([...declarations.signals]);
  if (signals(before) !== signals(after)) return null;
  const earlier = withOwnThresholds(inDecidingOrder(before), before, after);
  const known = new Map<string, number[]>();
  earlier.forEach((rule, position) => {
    const name = meaningOf(rule, before);
    const positions = known.get(name);
    if (positions === undefined) known.set(name, [position]);
    else positions.push(position);
  });
  const rules = [...earlier];
  const later = inDecidingOrder(after);
  const positions = later.map(rule => {
    const same = known.get(meaningOf(rule, after))?.shift();
    return same ?? rules.push(rule) - 1;
  });
  const ground = layGround({ ...after, hitPolicy: 'first', rules, assumptions: commonAssumptions(before, after) }, now);
  const version = (
    chosen: readonly number[],
    written: readonly AnalysedRule[],
    { default: otherwise }: AnalysisSubject,
  ): Version => ({
    rules: chosen.flatMap(position => ground.rules[position] ?? []),
    written,
    places: new Map(chosen.map((position, place) => [position, place])),
    counterparts: new Map(),
    default: otherwise ?? { decide: 'pause' },
  });
  const [old, next] = [version([...earlier.keys()], earlier, before), version(positions, later, after)];
  return {
    ground,
    before: { ...old, counterparts: counterparts(old, next) },
    after: { ...next, counterparts: counterparts(next, old) },
  };
}

/** By id and version, else by id: where a rule of a version that the other does not have stands there in another form. */
function counterparts(of: Version, other: Version): Map<number, GroundRule> {
  const byName = new Map<string, GroundRule>();
  other.written.forEach(({ ref: { id, version } }, place) => {
    const rule = other.rules[place];
    if (rule === undefined || of.places.has(rule.position)) return;
    byName.set(`${id}@${version}`, rule);
    byName.set(id, rule);
  });
  return new Map(
    of.written.flatMap(({ ref: { id, version } }, place): [number, GroundRule][] => {
      const rule = of.rules[place];
      const form = byName.get(`${id}@${version}`) ?? byName.get(id);
      return rule === undefined || form === undefined || other.places.has(rule.position) ? [] : [[rule.position, form]];
    }),
  );
}

/** The same text for rules that fire on the same inputs, at the same times, and decide the same. */
function meaningOf(
  { rule, condition, onUnknown, from, until }: AnalysedRule,
  { declarations }: AnalysisSubject,
): string {
  const values = thresholdsOf([condition], declarations);
  return JSON.stringify([rule.when, values, onUnknown, outcomeKey(rule), from, until]);
}

/**
 * In one space clauses of the same text ask the same. So where a threshold has another value in the other version, its value stands in the clauses
 * of this one.
 */
function withOwnThresholds(
  rules: readonly AnalysedRule[],
  { declarations: { thresholds } }: AnalysisSubject,
  other: AnalysisSubject,
): AnalysedRule[] {
  const changed = new Map(
    [...thresholds]
      .filter(([name, { value }]) => other.declarations.thresholds.get(name)?.value !== value)
      .map(([name, { value }]) => [name, JSON.stringify(value)]),
  );
  if (changed.size === 0) return [...rules];
  return rules.map(rule => ({ ...rule, condition: settled(rule.condition, changed) }));
}

function settled(condition: Condition, values: ReadonlyMap<string, string>): Condition {
  const inside = (each: Condition): Condition => settled(each, values);
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { ...condition, operands: condition.operands.map(inside) };
    case 'not':
      return { ...condition, operand: inside(condition.operand) };
    case 'if': {
      const { test, then, otherwise } = condition;
      return { ...condition, test: inside(test), then: inside(then), otherwise: inside(otherwise) };
    }
    case 'clause': {
      if (!condition.thresholds.some(name => values.has(name))) return condition;
      const standardForm = condition.standardForm.replace(
        /\bthresholds\.([\w.]+)/g,
        (text, name: string) => values.get(name) ?? text,
      );
      return { ...condition, standardForm };
    }
    case 'constant':
    case 'broken':
      return condition;
  }
}

/** What both versions take for granted. */
function commonAssumptions(before: AnalysisSubject, after: AnalysisSubject): AnalysisSubject['assumptions'] {
  const texts = ({ ruleSet, assumptions, declarations }: AnalysisSubject) =>
    assumptions.map(({ when, holds }, index) => {
      const written = ruleSet.assumptions?.[index];
      return JSON.stringify([written?.when ?? true, written?.holds, thresholdsOf([when, holds], declarations)]);
    });
  const known = new Set(texts(before));
  const told = texts(after);
  return after.assumptions.filter((_, index) => known.has(told[index] ?? ''));
}

/** The thresholds that conditions name, with their values. */
function thresholdsOf(conditions: readonly Condition[], { thresholds }: Declarations): [string, unknown][] {
  const names = new Set(conditions.flatMap(clausesOf).flatMap(clause => clause.thresholds));
  return [...names].map(name => [name, thresholds.get(name)?.value ?? null]);
}
