import { difference, type Region } from '../../space/boxes.ts';
import type { Box } from '../../space/dimension.ts';
import type { Problem, ProblemRule } from '../problem.ts';
import { clausesBefore } from '../solver.ts';
import { find } from '../search/search.ts';
import { innerBox, outerBox, type CellMappings } from './cell-mapping.ts';

/** The rule changes since the previous analysis. */
export interface Changes {
  /** For each unchanged rule, its counterpart in the previous analysis. */
  unchanged: ReadonlyMap<ProblemRule, ProblemRule>;
  /** For each rule with a changed trigger but the same position and outcome, its counterpart in the previous analysis. */
  modified: ReadonlyMap<ProblemRule, ProblemRule>;
  /** Rules before this position are unchanged. */
  head: number;
  /** All rules that are not unchanged, including the modified ones. */
  added: readonly ProblemRule[];
  /** A superset of the inputs on which the set of firing rules may have changed. Outside it, nothing changed. */
  region: Region;
  /** The boxes of `region` that rules before `head` do not cover: only there can another rule be the first to fire. */
  open: Region;
}

/**
 * The changes between two rule sets whose rules are in force at all times.
 * @param mapping from the space of the previous problem to the current one
 */
export function changesBetween(before: Problem, problem: Problem, mapping: CellMappings): Changes {
  const { unchanged, modified, head } = counterparts(before.rules, problem.rules);
  const counterpartRules = new Set([...unchanged.values(), ...modified.values()]);
  const removed = before.rules.filter(rule => !counterpartRules.has(rule));
  const added = problem.rules.filter(rule => !unchanged.has(rule));
  const region = [
    ...removed.flatMap(({ fires }) => fires.map(box => outerBox(mapping, box))),
    ...added.flatMap(rule => differing(problem, mapping, modified.get(rule), rule)),
  ];
  const [period] = problem.periods;
  const headRules = period === undefined || head === 0 ? null : clausesBefore(problem, head, period);
  const isOpen = (box: Box): boolean =>
    headRules === null || find(problem.index, box, headRules, { left: workForOpen }).kind !== 'none';
  return { unchanged, modified, head, added, region, open: region.filter(isOpen) };
}

/** Maximum work to prove that a box is not open, in words of clauses examined. */
const workForOpen = 100_000;

/** Pairs each rule with its counterpart: from both ends while keys are equal, and by position in between if the numbers of rules there are equal. */
function counterparts(
  rulesBefore: readonly ProblemRule[],
  rules: readonly ProblemRule[],
): { unchanged: Map<ProblemRule, ProblemRule>; modified: Map<ProblemRule, ProblemRule>; head: number } {
  const maxCommon = Math.min(rulesBefore.length, rules.length);
  const shift = rules.length - rulesBefore.length;
  const isSame = (before: ProblemRule | undefined, after: ProblemRule | undefined): boolean =>
    before?.key === after?.key;
  let head = 0;
  while (head < maxCommon && isSame(rulesBefore[head], rules[head])) head++;
  let tail = 0;
  while (tail < maxCommon - head && isSame(rulesBefore[rulesBefore.length - 1 - tail], rules[rules.length - 1 - tail]))
    tail++;
  const unchanged = new Map<ProblemRule, ProblemRule>();
  const modified = new Map<ProblemRule, ProblemRule>();
  for (const rule of rules) {
    const isInTail = rule.position >= rules.length - tail;
    const before = rulesBefore[isInTail ? rule.position - shift : rule.position];
    if (before === undefined || !(isInTail || rule.position < head || shift === 0)) continue;
    if (isSame(before, rule)) unchanged.set(rule, before);
    else if (before.outcome === rule.outcome) modified.set(rule, before);
  }
  return { unchanged, modified, head };
}

/** A superset of the inputs on which one of two versions of a rule fires and the other does not; if `before` is undefined, those on which `rule` fires. */
function differing(
  problem: Problem,
  mapping: CellMappings,
  before: ProblemRule | undefined,
  rule: ProblemRule,
): Region {
  if (before === undefined) return rule.fires;
  const { layout } = problem.space;
  const outer = before.fires.map(box => outerBox(mapping, box));
  const inner = before.fires.flatMap(box => innerBox(mapping, box) ?? []);
  const lost = difference(layout, outer, rule.fires, maxPieces);
  const gained = difference(layout, rule.fires, inner, maxPieces);
  return lost === null || gained === null ? [...outer, ...rule.fires] : [...lost, ...gained];
}

/** Maximum number of boxes of an exact difference of regions; beyond it, the difference is over-approximated by both regions. */
const maxPieces = 16;
