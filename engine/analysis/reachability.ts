import type { Condition } from '../condition/condition.ts';
import type { Region } from '../space/boxes.ts';
import { firingTruth, type Part } from '../space/regions.ts';
import { within, type Box } from '../space/dimension.ts';
import { coverOf } from './cover.ts';
import { decidersOf } from './deciders.ts';
import type { Witness } from '../solver/gate.ts';
import { ownerOf } from '../solver/owner.ts';
import { pointOnTheWay } from '../solver/search/local-search.ts';
import { isFree } from '../solver/witness/typical-input.ts';
import { singlePoint } from '../solver/point.ts';
import { successorsOf } from './successors.ts';
import { beyondLimit, type Cover, type FactOf, type Undecided } from './facts.ts';
import type { Ground, GroundRule, Period } from '../solver/problem.ts';
import { inForce, wide } from '../solver/problem.ts';
import {
  before,
  common,
  firstAnswer,
  lawsOf,
  neighbours,
  periodsOf,
  type Answer,
  type Answered,
  type Inquiry,
} from '../solver/solver.ts';
import { numbersIn, removeRange, type ClauseSet } from '../solver/search/clause-index.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, undecidedIn, witnessIn } from '../solver/witness/witness.ts';
import { passing } from '../space/small-arrays.ts';

/** The fact that no input satisfies a rule's trigger, where that is so. A trigger that is unknown is not satisfied. */
export function contradictory(
  inquiry: Inquiry,
  rule: AnalysedRule,
): FactOf<'contradictory-trigger'> | Undecided | null {
  const { ground } = inquiry;
  const laws = lawsOf(ground);
  const satisfied = satisfiable(inquiry, [rule.condition], laws);
  if (satisfied !== null && satisfied !== 'undecided') return null;
  const parts = conjuncts(rule.condition);
  if (parts.some(part => part.kind === 'broken')) return null;
  if (satisfied !== null) return beyondLimit;
  let least = parts;
  for (const part of parts) {
    const rest = least.filter(each => each !== part);
    if (rest.length > 0 && satisfiable(inquiry, rest, laws) === null) least = rest;
  }
  const fires = firingTruth(rule.onUnknown, rule.rule.decide === 'continue');
  const possible = fires === 'true' ? [] : ground.regions.within([rule.condition, fires]);
  return {
    kind: 'contradictory-trigger',
    rule,
    parts: least,
    firesOnUnknown: possible !== null && isShownToFire(inquiry, rule, wide(ground, possible)),
    assumptions: assumptionsAmong(inquiry, least),
  };
}

function isShownToFire(inquiry: Inquiry, rule: AnalysedRule, region: Region): boolean {
  const { ground } = inquiry;
  const outside = lawsOf(ground);
  const period = { from: rule.from, until: rule.until };
  const answer = inquiry.ask(region, outside, period);
  if (answer === null || answer === 'undecided') return false;
  return witnessIn(show(inquiry, { answer, region, outside }, [{ kind: 'fires', rule }])) !== null;
}

const always = { from: -Infinity, until: Infinity };

/** `all:` and `&&`, also inside one another, as their operands. */
export function conjuncts(condition: Condition): Condition[] {
  return condition.kind === 'all' ? condition.operands.flatMap(conjuncts) : [condition];
}

/** Null where parts of the conditions would have to be named. */
function regionOfAll(ground: Ground, parts: readonly Condition[]): Region | null {
  const region = ground.regions.within(...parts.map((part): Part => [part, 'true']));
  return region === null ? null : wide(ground, region);
}

function satisfiable(inquiry: Inquiry, parts: readonly Condition[], laws: ClauseSet): Answered {
  const region = regionOfAll(inquiry.ground, parts);
  return region === null ? 'undecided' : inquiry.ask(region, laws, always);
}

function assumptionsAmong({ ground, prove }: Inquiry, parts: readonly Condition[]): number[] {
  const found = new Set<number>();
  for (const box of regionOfAll(ground, parts) ?? []) {
    const proof = prove(box, lawsOf(ground));
    if (proof.kind !== 'none') continue;
    for (const number of numbersIn(proof.because)) {
      const source = ground.index.clauses[number]?.source;
      if (source?.kind === 'assumption') found.add(source.index);
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** What can be said of whether a rule ever decides, and whether it makes a difference that it does. */
export type Reached =
  /** It decides these inputs. `different`: another outcome would follow there without it. */
  { kind: 'decides'; answer: Answer; different: boolean } | { kind: 'never' } | { kind: 'undecided' };

/** Whether a rule decides anything. Looks first for an input where it makes a difference: a few tries mostly find one. */
export function reach(inquiry: Inquiry, rule: GroundRule): Reached {
  const { ground } = inquiry;
  const periods = periodsOf(ground, rule);
  let some: Answer | null = null;
  for (const period of periods) {
    const others = othersIn(ground, rule, period);
    const differs = (box: Box): boolean => {
      some ??= { box: passing.copied(box), period };
      return outcomeAt(ground, box, others) !== rule.outcome;
    };
    const outside = before(ground, rule.position, period);
    const answer = inquiry.guess(rule.fires, outside, period, ['differs', rule.key], differs);
    if (answer !== null && differs(answer.box)) return { kind: 'decides', answer, different: true };
  }
  const decides = some ?? decidesSomewhere(inquiry, rule);
  if (decides === 'undecided') return { kind: 'undecided' };
  if (decides === null) return { kind: 'never' };
  inquiry.remember(['decides', rule.key], decides);
  const different =
    differsNear(inquiry, rule, decides) ??
    (rule.outcome === ground.defaultOutcome ? null : decidesAlone(inquiry, rule));
  return different === null
    ? { kind: 'decides', answer: decides, different: false }
    : { kind: 'decides', answer: different, different: true };
}

/** An input that a rule decides, where no guess is one. */
function decidesSomewhere(inquiry: Inquiry, rule: GroundRule): Answered {
  const { ground } = inquiry;
  const found = firstAnswer(periodsOf(ground, rule), period => {
    const outside = before(ground, rule.position, period);
    return inquiry.recall(['decides', rule.key], outside, period) ?? inquiry.search(rule.fires, outside, period);
  });
  return found === null || found === 'undecided' ? found : found.answer;
}

/** An input near one that a rule decides where it makes a difference that it does. */
function differsNear(inquiry: Inquiry, rule: GroundRule, { box, period }: Answer): Answer | null {
  const { ground } = inquiry;
  const others = othersIn(ground, rule, period);
  const differs = (point: Box): boolean => outcomeAt(ground, point, others) !== rule.outcome;
  const point = singlePoint(ground, box);
  const part = rule.fires.find(each => within(ground.space.layout, point, each));
  const found =
    part === undefined || differs(point)
      ? point
      : pointOnTheWay(ground, part, point, before(ground, rule.position, period), differs);
  if (found === null || !differs(found)) return null;
  const answer = { box: found, period };
  inquiry.remember(['differs', rule.key], answer);
  return answer;
}

/** An input that a rule decides and no rule of the same outcome would decide instead. */
function decidesAlone(inquiry: Inquiry, rule: GroundRule): Answer | null {
  const found = firstAnswer(periodsOf(inquiry.ground, rule), period =>
    inquiry.ask(rule.fires, sameOrBefore(inquiry.ground, rule, period), period, ['alone', rule.key]),
  );
  return found === null || found === 'undecided' ? null : found.answer;
}

/** The rules before a rule, and all others with its outcome. */
function sameOrBefore(ground: Ground, rule: GroundRule, period: Period): ClauseSet {
  const set = before(ground, rule.position, period);
  const same = ground.byOutcome.get(rule.outcome);
  const inForceThen = ground.inForce.get(period);
  for (let word = 0; same !== undefined && inForceThen !== undefined && word < set.length; word++) {
    set[word] = (set[word] as number) | ((same[word] as number) & (inForceThen[word] as number));
  }
  removeRange(set, rule.first, rule.end);
  return set;
}

/** A position behind rules that take all inputs which a rule decides, each with its outcome; Infinity where none is known. */
function behindSame({ ground, prove }: Inquiry, rule: GroundRule, period: Period): number {
  let behind = rule.position;
  for (const box of rule.fires) {
    const proof = prove(box, sameOrBefore(ground, rule, period));
    if (proof.kind !== 'none') return Infinity;
    for (const number of numbersIn(proof.because)) {
      const source = ground.index.clauses[number]?.source;
      if (source?.kind === 'rule') behind = Math.max(behind, source.position + 1);
    }
  }
  return behind;
}

/** That it is not known whether a rule decides the inputs that it seems to: if clauses that only CEL decides have a say, one of them has to be shown. */
export function inDoubt(inquiry: Inquiry, rule: GroundRule, answer: Answer): Undecided | null {
  const { ground } = inquiry;
  const { space } = ground;
  if (space.opaque.size === 0) return null;
  const asked = { answer, region: rule.fires, outside: before(ground, rule.position, answer.period) };
  const point = singlePoint(ground, answer.box);
  if (isFree(ground, { box: point, ...asked }, point, [...space.opaque.values()])) return null;
  const shown = show(inquiry, asked, [{ kind: 'decides', rule: rule.rule }]);
  return undecidedIn(shown);
}

const noCover: Cover = { alone: [], together: [], deciders: [], assumptions: [] };

/** The fact about a rule that fires and never decides; under `unique` and `any`, of one that is in no conflict. */
export function neverDecides(
  inquiry: Inquiry,
  rule: GroundRule,
  brief = false,
): FactOf<'shadowed-rule' | 'redundant-rule'> | Undecided | null {
  const covering = brief ? noCover : coverOf(inquiry, rule);
  const { deciders, differs } = decidersOf(inquiry, rule, covering);
  if (differs === 'undecided') return beyondLimit;
  const cover = { ...covering, deciders };
  const witness = deciders[0]?.witness ?? null;
  if (differs) return { kind: 'shadowed-rule', rule: rule.rule, cover, witness };
  return {
    kind: 'redundant-rule',
    rule: rule.rule,
    direction: 'earlier',
    cover,
    successors: [],
    more: false,
    witness: witness ?? firingWitness(inquiry, rule),
  };
}

function firingWitness(inquiry: Inquiry, rule: GroundRule): Witness | null {
  const { ground } = inquiry;
  const [period] = periodsOf(ground, rule);
  const answer = period === undefined ? null : inquiry.ask(rule.fires, lawsOf(ground), period);
  if (answer === null || answer === 'undecided') return null;
  const outside = lawsOf(ground);
  return witnessIn(show(inquiry, { answer, region: rule.fires, outside }, [{ kind: 'fires', rule: rule.rule }]));
}

/** The fact that rules behind a rule decide the same where it decides, where that is so. */
export function redundant(
  inquiry: Inquiry,
  rule: GroundRule,
  decides: Answer,
): FactOf<'redundant-rule'> | Undecided | null {
  const { ground } = inquiry;
  if (!sameWithout(ground, rule, decides)) return null;
  for (const period of periodsOf(ground, rule)) {
    const known = inquiry.recall(['changes', rule.key], before(ground, rule.position, period), period);
    if (known !== null && !sameWithout(ground, rule, known)) return null;
  }
  const later = neighbours(ground, rule).filter(other => other.position > rule.position);
  const without = (set: ClauseSet): ClauseSet => {
    removeRange(set, rule.first, rule.end);
    return set;
  };
  const changes = firstAnswer(periodsOf(ground, rule), period => {
    const end = behindSame(inquiry, rule, period);
    const differing = firstAnswer(
      later.filter(other => other.outcome !== rule.outcome && other.position < end && inForce(other, period)),
      other =>
        inquiry.search(
          common(ground, rule.fires, other.fires),
          without(before(ground, other.position, period)),
          period,
        ),
    );
    if (differing !== null) return differing === 'undecided' ? differing : differing.answer;
    return ground.defaultOutcome === rule.outcome
      ? null
      : inquiry.ask(rule.fires, without(before(ground, Infinity, period)), period);
  });
  if (changes === 'undecided') return beyondLimit;
  if (changes !== null) {
    inquiry.remember(['changes', rule.key], changes.answer);
    return null;
  }
  return {
    kind: 'redundant-rule',
    rule: rule.rule,
    direction: 'later',
    cover: noCover,
    ...successorsOf(inquiry, rule, later),
    witness: witnessIn(
      show(inquiry, { answer: decides, region: rule.fires, outside: before(ground, rule.position, decides.period) }, [
        { kind: 'decides', rule: rule.rule },
      ]),
    ),
  };
}

/** Whether one input that a rule decides would have the same outcome without it. */
function sameWithout(ground: Ground, rule: GroundRule, { box, period }: Answer): boolean {
  return outcomeAt(ground, singlePoint(ground, box), othersIn(ground, rule, period)) === rule.outcome;
}

/** The laws and the other rules in force. */
function othersIn(ground: Ground, rule: GroundRule, period: Period): ClauseSet {
  const others = before(ground, Infinity, period);
  removeRange(others, rule.first, rule.end);
  return others;
}

/** The outcome of one input by some rules; undefined where a law rules it out. */
function outcomeAt(ground: Ground, point: Box, rules: ClauseSet): string | undefined {
  const decider = ownerOf(ground, point, rules);
  if (decider === 'impossible') return undefined;
  return decider === null ? ground.defaultOutcome : ground.rules[decider]?.outcome;
}
