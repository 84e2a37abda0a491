import type { Condition } from '../condition/condition.ts';
import { simplified, widened, type Region } from '../space/boxes.ts';
import { createRegions, firingTruth, type Regions } from '../space/regions.ts';
import type { Views } from '../space/asked.ts';
import { createSpace, type Space } from '../space/space.ts';
import { intersect, type Box, type Dimension } from '../space/dimension.ts';
import { oversight } from '../model/rule-set.ts';
import { outcomeKey } from '../model/outcome.ts';
import { demandAfter, demandOf, type SubjectSpace } from './incremental/reused-space.ts';
import { clauseOf } from './search/clause.ts';
import {
  addRange,
  clauseIndex,
  emptyClause,
  emptySet,
  type ClauseIndex,
  type ClauseSet,
} from './search/clause-index.ts';
import { relevantAssumptions } from './relevant-assumptions.ts';
import type { AnalysedRule, AnalysisSubject } from './subject.ts';
import { createTheory, type Theory } from './theory/theory.ts';
import { periodsOf, timesOfPeriods, type Period } from './period.ts';
import { cellMappings, innerBox, mappedBox } from './incremental/cell-mapping.ts';

export type { Period };

/** An active rule with the inputs on which it fires. */
export interface ProblemRule {
  rule: AnalysedRule;
  /** Its position in deciding order, from 0: of the rules that fire, the one with the lowest position decides. */
  position: number;
  /** The inputs on which it fires. */
  fires: Region;
  /** The boxes of `fires` are the clauses `first` to `end - 1`. */
  first: number;
  end: number;
  /** `outcome` and `key` of `rule`. */
  outcome: string;
  key: string;
  /** The rules with which it overlaps, computed on first use. */
  neighbours?: ProblemRule[];
}

/** A rule set as regions in the space of its inputs: what a solver works on. */
export interface Problem extends SubjectSpace {
  regions: Regions;
  /** Which cells of terms go together with which cells of their signals; null without terms. */
  theory: Theory | null;
  /** Active rules in deciding order. */
  rules: ProblemRule[];
  /** The constraints (impossible combinations, inputs that break an assumption, and lemmas), then the boxes of all rules in deciding order. */
  index: ClauseIndex;
  /** The number of constraints at the start of `index.clauses`. */
  constraints: number;
  /** For each outcome, the boxes of the rules that have it. */
  byOutcome: ReadonlyMap<string, ClauseSet>;
  /** For each period, the constraints and the rules in force. */
  inForce: ReadonlyMap<Period, ClauseSet>;
  /** In chronological order, without gaps, covering all time. */
  periods: Period[];
  defaultOutcome: string;
  /** The current time, in milliseconds since the Unix epoch. */
  now: number;
  /** The typical state of each dimension, computed for the first witness. */
  typical?: (dimension: Dimension) => number;
}

/** The region with its boxes extended to dimensions added to the space since they were made. */
export function wide(problem: Pick<Problem, 'space'>, region: Region): Region {
  const { stride } = problem.space.layout;
  if (region.every(box => box.length === stride)) return region;
  return region.map(box => widened(problem.space.layout, box));
}

/** For comparisons: how conditions map their signal names to those of the space, and additional constraints. */
export interface Frame {
  views: Views;
  constraints: (space: Space) => readonly Box[];
}

/** @param previous the problem of nearly the same rules, from which everything still valid is reused */
export function buildProblem(
  subject: AnalysisSubject,
  now: number,
  { previous, frame }: { previous?: Problem | undefined; frame?: Frame } = {},
): Problem {
  const rules = inDecidingOrder(subject);
  const reusable = frame === undefined && previous !== undefined ? demandAfter(previous, subject) : null;
  const known = new Map(previous?.rules.map(({ key, fires }) => [key, fires]));
  const kept = previous !== undefined && reusable?.onSame === true ? keptOf(previous, known, rules) : null;
  const conditions = conditionsOf(subject);
  const space =
    kept?.space ??
    createSpace(subject.declarations.signals, conditions, { views: frame?.views, predecessor: reusable?.predecessor });
  for (const box of frame?.constraints(space) ?? []) space.constraints.push({ kind: 'signal', box });
  const regions = kept?.regions ?? createRegions(space);
  const mapFires =
    kept === null && frame === undefined && previous !== undefined
      ? firesMapper(previous, known, { subject, space })
      : null;
  const firing =
    kept?.firing ?? rules.map(rule => mapFires?.(rule.key) ?? regions.of(rule.condition, firingTruthOf(rule)));
  const brokenAssumptions = relevantAssumptions(subject).map(({ index, when, holds }) => ({
    index,
    when: regions.of(when, 'true'),
    holds: regions.of(holds, 'false'),
  }));
  // Invariants are included now, so that the space does not grow later.
  for (const { when } of subject.invariants) regions.of(when, 'true');
  regions.close();

  const { layout } = space;
  const clauses = space.constraints.map(({ box }) => clauseOf(layout, widened(layout, box), { kind: 'constraint' }));
  for (const { index, when, holds } of brokenAssumptions)
    for (const box of both(space, when, holds)) clauses.push(clauseOf(layout, box, { kind: 'assumption', index }));
  const theory = kept === null ? createTheory(space, subject.declarations.signals, now) : (previous?.theory ?? null);
  const first = clauses.length;
  const learned =
    theory === null || previous === undefined || frame !== undefined ? [] : keptLemmas(previous, { space, subject });
  if (theory !== null) {
    for (const box of learned) clauses.push(clauseOf(layout, box, { kind: 'constraint' }));
    const empty = emptyClause(layout);
    while (clauses.length < first + lemmasFor(space)) clauses.push(empty);
  }
  const constraints = clauses.length;
  const lemmas = theory && { theory, first, count: constraints - first, learned: learned.length };
  const problemRules = rules.map((rule, position): ProblemRule => {
    const fires = wide({ space }, firing[position] ?? []);
    const first = clauses.length;
    for (const box of fires) clauses.push(clauseOf(layout, box, { kind: 'rule', position }));
    const { key, outcome } = rule;
    return { rule, position, fires, first, end: clauses.length, outcome, key };
  });
  const index = clauseIndex(layout, clauses, spareClauses, lemmas);
  const periods = periodsOf(rules);
  return {
    subject,
    space,
    demand: reusable?.demand ?? demandOf(conditions),
    regions,
    theory,
    rules: problemRules,
    index,
    constraints,
    periods,
    byOutcome: setsByOutcome(index, problemRules),
    inForce: new Map(
      periods.map(period => [period, clausesInForce({ index, constraints, rules: problemRules }, period)]),
    ),
    defaultOutcome: outcomeKey(subject.default ?? { decide: 'pause' }),
    now,
  };
}

function firingTruthOf({ rule, onUnknown }: AnalysedRule): 'true' | 'possible' {
  return firingTruth(onUnknown, rule.decide === 'continue');
}

/** For each key of a rule of the previous problem, the inputs on which it fires. */
type KnownRegions = ReadonlyMap<string, Region>;

/** The space of the previous problem, whose cells are unchanged, with the inputs on which each rule fires; null if a rule's condition is too complex. */
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

/** Maps the firing regions of the previous problem into a new space, by rule key; null if the spaces cannot be mapped. */
function firesMapper(
  previous: Problem,
  known: KnownRegions,
  current: Pick<Problem, 'space' | 'subject'>,
): ((key: string) => Region | null) | null {
  const mapping = cellMappings(previous, current);
  if (mapping === null) return null;
  return key => {
    const boxes = known.get(key)?.map(box => mappedBox(mapping, box));
    return boxes === undefined || boxes.includes(null) ? null : boxes.filter(box => box !== null);
  };
}

/** The lemmas of the previous problem that are about dimensions of a space, whose cells may have changed. */
function keptLemmas(previous: Problem, current: Pick<Problem, 'space' | 'subject'>): Box[] {
  const { lemmas, clauses } = previous.index;
  const mapping = lemmas === null ? null : cellMappings(previous, current);
  if (lemmas === null || mapping === null) return [];
  return clauses
    .slice(lemmas.first, lemmas.first + Math.min(lemmas.learned, lemmas.count))
    .flatMap(({ box }) => innerBox(mapping, box) ?? [])
    .slice(0, lemmasFor(current.space));
}

/** The number of lemmas that are kept: more terms need more. */
function lemmasFor({ terms, pairs }: Space): number {
  return Math.min(512, 32 * (1 + terms.size + pairs.size));
}

/** Spare clauses in an index, for regions that a question has found and excludes from further search. */
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

/** The constraints, and the boxes of the rules that are in force in a period and pass the test. */
export function clausesInForce(
  { index, constraints, rules }: Pick<Problem, 'index' | 'constraints' | 'rules'>,
  period: Period,
  passes?: (rule: ProblemRule) => boolean,
): ClauseSet {
  const set = emptySet(index);
  // With a single period, all rules are always in force.
  if (passes === undefined && period.from === -Infinity && period.until === Infinity) {
    addRange(set, 0, index.clauses.length);
    return set;
  }
  addRange(set, 0, constraints);
  for (const rule of rules) if (inForce(rule, period) && passes?.(rule) !== false) addRange(set, rule.first, rule.end);
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

function conditionsOf(subject: AnalysisSubject): Condition[] {
  const conditions = [
    ...subject.rules.map(({ condition }) => condition),
    ...relevantAssumptions(subject).flatMap(({ when, holds }) => [when, holds]),
    ...subject.invariants.map(({ when }) => when),
  ];
  return [...conditions, ...timesOfPeriods(subject, conditions)];
}

/** The active rules in deciding order: the first of those that fire decides. */
export function inDecidingOrder({ rules, hitPolicy }: Pick<AnalysisSubject, 'rules' | 'hitPolicy'>): AnalysedRule[] {
  const active = rules.filter(({ shadow }) => !shadow);
  return hitPolicy === 'first' ? active : byOversight(active);
}

/**
 * Under `priority`, the rule with the most oversight decides; ties go by file order. The same applies to violations of `unique` and `any`. Without
 * violations, all rules that fire have the same outcome, so the order makes no difference.
 */
function byOversight(rules: readonly AnalysedRule[]): AnalysedRule[] {
  return [...rules].sort((a, b) => oversight(b.rule.decide) - oversight(a.rule.decide) || a.index - b.index);
}

export function inForce({ rule: { from, until } }: ProblemRule, period: Period): boolean {
  return from <= period.from && until >= period.until && from < until;
}
