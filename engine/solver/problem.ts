import type { Condition } from '../condition/condition.ts';
import { simplified, widened, type Region } from '../space/boxes.ts';
import { createRegions, firingTruth, type Regions } from '../space/regions.ts';
import type { Views } from '../space/asked.ts';
import { createSpace, type Space } from '../space/space.ts';
import { intersect, type Box, type Dimension } from '../space/dimension.ts';
import { outcomeKey, oversight } from '../model/rule-set.ts';
import { demandAfter, demandOf, type Laid } from './incremental/reused-space.ts';
import { clauseOf } from './search/clause.ts';
import { addRange, clauseIndex, emptySet, type ClauseIndex, type ClauseSet } from './search/clause-index.ts';
import type { AnalysedRule, AnalysisSubject } from './subject.ts';
import { mappedBox, cellMappings } from './incremental/cell-mapping.ts';

/** A time in which the same rules are in force: `from` is inside, `until` is not. In milliseconds since the Unix epoch, or infinite. */
export interface Period {
  from: number;
  until: number;
}

/** A rule as the analysis sees it. */
export interface ProblemRule {
  rule: AnalysedRule;
  /** Its place in deciding order: of the rules that fire, the one with the least place decides. */
  position: number;
  /** The inputs that it fires on. */
  fires: Region;
  /** The boxes of `fires` are the clauses `first` to `end - 1`. */
  first: number;
  end: number;
  /** As the rule has them. */
  outcome: string;
  key: string;
  /** The rules that it overlaps with; worked out when they are first wanted. */
  neighbours?: ProblemRule[];
}

/** A rule set laid out in the space of its inputs. */
export interface Problem extends Laid {
  regions: Regions;
  /** Active rules in deciding order. */
  rules: ProblemRule[];
  /** What no input is in (impossible combinations, and inputs that break an assumption), then the boxes of all rules in deciding order. */
  index: ClauseIndex;
  /** How many of the clauses are such constraints. */
  constraints: number;
  /** By outcome, the boxes of the rules that have it. */
  byOutcome: ReadonlyMap<string, ClauseSet>;
  /** By period, the constraints and the rules in force. */
  inForce: ReadonlyMap<Period, ClauseSet>;
  /** In order of time; together all time. */
  periods: Period[];
  defaultOutcome: string;
  /** The time that "today" is, in milliseconds since the Unix epoch. */
  now: number;
  /** The typical state of each dimension; worked out when the first witness is wanted. */
  typical?: (dimension: Dimension) => number;
}

/** A box as wide as the space has become since it was made. */
export function wide(problem: Pick<Problem, 'space'>, region: Region): Region {
  const { stride } = problem.space.layout;
  if (region.every(box => box.length === stride)) return region;
  return region.map(box => widened(problem.space.layout, box));
}

/** How conditions read signals that they have under names of their own, and what no input has besides. */
export interface Frame {
  views: Views;
  constraints: (space: Space) => readonly Box[];
}

/** @param earlier of nearly the same rules: what is still right is taken over */
export function buildProblem(
  subject: AnalysisSubject,
  now: number,
  { earlier, frame }: { earlier?: Problem | undefined; frame?: Frame } = {},
): Problem {
  const rules = inDecidingOrder(subject);
  const after = frame === undefined && earlier !== undefined ? demandAfter(earlier, subject) : null;
  const known = new Map(earlier?.rules.map(({ key, fires }) => [key, fires]));
  const kept = earlier !== undefined && after?.onSame === true ? keptOf(earlier, known, rules) : null;
  const conditions = conditionsOf(subject);
  const space =
    kept?.space ??
    createSpace(subject.declarations.signals, conditions, { views: frame?.views, predecessor: after?.predecessor });
  for (const box of frame?.constraints(space) ?? []) space.constraints.push({ kind: 'signal', box });
  const regions = kept?.regions ?? createRegions(space);
  const carried =
    kept === null && frame === undefined && earlier !== undefined ? carrier(earlier, known, { subject, space }) : null;
  const firing =
    kept?.firing ?? rules.map(rule => carried?.(rule.key) ?? regions.of(rule.condition, firingTruthOf(rule)));
  const broken = subject.assumptions.map(({ when, holds }) => [regions.of(when, 'true'), regions.of(holds, 'false')]);
  // What invariants speak of takes part too, so that the space does not grow later.
  for (const { when } of subject.invariants) regions.of(when, 'true');
  regions.close();

  const { layout } = space;
  const clauses = space.constraints.map(({ box }) => clauseOf(layout, widened(layout, box), { kind: 'constraint' }));
  broken.forEach(([when = [], holds = []], index) => {
    for (const box of both(space, when, holds)) clauses.push(clauseOf(layout, box, { kind: 'assumption', index }));
  });
  const constraints = clauses.length;
  const laid = rules.map((rule, position): ProblemRule => {
    const fires = wide({ space }, firing[position] ?? []);
    const first = clauses.length;
    for (const box of fires) clauses.push(clauseOf(layout, box, { kind: 'rule', position }));
    const { key, outcome } = rule;
    return { rule, position, fires, first, end: clauses.length, outcome, key };
  });
  const index = clauseIndex(layout, clauses, spareClauses);
  const periods = periodsOf(rules);
  return {
    subject,
    space,
    demand: after?.demand ?? demandOf(conditions),
    regions,
    rules: laid,
    index,
    constraints,
    periods,
    byOutcome: setsByOutcome(index, laid),
    inForce: new Map(periods.map(period => [period, clausesInForce({ index, constraints, rules: laid }, period)])),
    defaultOutcome: outcomeKey(subject.default ?? { decide: 'pause' }),
    now,
  };
}

function firingTruthOf({ rule, onUnknown }: AnalysedRule): 'true' | 'possible' {
  return firingTruth(onUnknown, rule.decide === 'continue');
}

/** By key of an earlier rule, the inputs on which it fires. */
type KnownRegions = ReadonlyMap<string, Region>;

/** The space of an earlier problem and the inputs on which each rule fires, where the cells are the same. */
function keptOf(
  { space, regions }: Problem,
  known: KnownRegions,
  rules: readonly AnalysedRule[],
): (Pick<Problem, 'space' | 'regions'> & { firing: Region[] }) | null {
  const firing: Region[] = [];
  for (const rule of rules) {
    const fires = known.get(rule.key) ?? regions.within([rule.condition, firingTruthOf(rule)]);
    if (fires === null) return null;
    firing.push(fires);
  }
  return { space, regions, firing };
}

/** The inputs on which rules of an earlier problem fire, as they are in another space. */
function carrier(
  earlier: Problem,
  known: KnownRegions,
  now: Pick<Problem, 'space' | 'subject'>,
): ((key: string) => Region | null) | null {
  const mapping = cellMappings(earlier, now);
  if (mapping === null) return null;
  return key => {
    const boxes = known.get(key)?.map(box => mappedBox(mapping, box));
    return boxes === undefined || boxes.includes(null) ? null : boxes.filter(box => box !== null);
  };
}

/** Room for what a question finds and does not want to find again. */
export const spareClauses = 64;

function setsByOutcome(index: ClauseIndex, rules: readonly ProblemRule[]): Map<string, ClauseSet> {
  const sets = new Map<string, ClauseSet>();
  for (const { outcome, first, end } of rules) {
    const set = sets.get(outcome) ?? emptySet(index);
    sets.set(outcome, set);
    addRange(set, first, end);
  }
  return sets;
}

/** The constraints, and the boxes of the rules in force in a period that pass a test. */
export function clausesInForce(
  { index, constraints, rules }: Pick<Problem, 'index' | 'constraints' | 'rules'>,
  period: Period,
  wanted?: (rule: ProblemRule) => boolean,
): ClauseSet {
  const set = emptySet(index);
  // Where there is one period, no rule comes into force or goes.
  if (wanted === undefined && period.from === -Infinity && period.until === Infinity) {
    addRange(set, 0, index.clauses.length);
    return set;
  }
  addRange(set, 0, constraints);
  for (const rule of rules) if (inForce(rule, period) && wanted?.(rule) !== false) addRange(set, rule.first, rule.end);
  return set;
}

function both(space: Space, a: Region, b: Region): Region {
  const { layout } = space;
  return simplified(
    layout,
    wide({ space }, a).flatMap(left =>
      wide({ space }, b).flatMap(right => {
        const box = intersect(layout, left, right);
        return box === null ? [] : [box];
      }),
    ),
  );
}

function conditionsOf({ rules, assumptions, invariants }: AnalysisSubject): Condition[] {
  return [
    ...rules.map(({ condition }) => condition),
    ...assumptions.flatMap(({ when, holds }) => [when, holds]),
    ...invariants.map(({ when }) => when),
  ];
}

/** The rules that can decide: of those that fire, the first does. */
export function inDecidingOrder({ rules, hitPolicy }: Pick<AnalysisSubject, 'rules' | 'hitPolicy'>): AnalysedRule[] {
  const active = rules.filter(({ shadow }) => !shadow);
  return hitPolicy === 'first' ? active : byOversight(active);
}

/**
 * Under `priority` the rule with the most oversight decides, ties by file order. So it is where `unique` or `any` is broken; where they hold, all
 * rules that fire have one outcome, and the order makes no difference.
 */
function byOversight(rules: readonly AnalysedRule[]): AnalysedRule[] {
  return [...rules].sort((a, b) => oversight(b.rule.decide) - oversight(a.rule.decide) || a.index - b.index);
}

function periodsOf(rules: readonly AnalysedRule[]): Period[] {
  const changes = new Set<number>();
  for (const { from, until } of rules) {
    if (Number.isFinite(from)) changes.add(from);
    if (Number.isFinite(until)) changes.add(until);
  }
  const bounds = [-Infinity, ...[...changes].sort((a, b) => a - b), Infinity];
  return bounds.slice(1).map((until, index) => ({ from: bounds[index] ?? -Infinity, until }));
}

export function inForce({ rule: { from, until } }: ProblemRule, period: Period): boolean {
  return from <= period.from && until >= period.until && from < until;
}
