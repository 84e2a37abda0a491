import { difference, type Region } from '../../space/boxes.ts';
import type { Box } from '../../space/dimension.ts';
import type { Problem, ProblemRule } from '../problem.ts';
import { before } from '../solver.ts';
import { find } from '../search/search.ts';
import { innerBox, outerBox, type CellMappings } from './cell-mapping.ts';

/** What became of the rules since an earlier analysis. */
export interface Changes {
  /** For each unchanged rule, the rule that it was. */
  unchanged: ReadonlyMap<ProblemRule, ProblemRule>;
  /** For each rule whose trigger changed and whose place and outcome did not, the rule that it was. */
  modified: ReadonlyMap<ProblemRule, ProblemRule>;
  /** Rules before this position are unchanged. */
  head: number;
  added: readonly ProblemRule[];
  /** A superset of the inputs on which the set of firing rules may have changed. Outside it, nothing changed. */
  region: Region;
  /** The boxes of `region` that rules before `head` do not cover: only there can another rule be the first to fire. */
  open: Region;
}

/**
 * For rule sets of one period, in which the same rules are in force at all times.
 * @param mapping from the earlier space to that of the rules as they are
 */
export function changesBetween(earlier: Problem, problem: Problem, mapping: CellMappings): Changes {
  const { unchanged, modified, head } = counterparts(earlier.rules, problem.rules);
  const kept = new Set([...unchanged.values(), ...modified.values()]);
  const removed = earlier.rules.filter(rule => !kept.has(rule));
  const added = problem.rules.filter(rule => !unchanged.has(rule));
  const region = [
    ...removed.flatMap(({ fires }) => fires.map(box => outerBox(mapping, box))),
    ...added.flatMap(rule => differing(problem, mapping, modified.get(rule), rule)),
  ];
  const [period] = problem.periods;
  const earlierRules = period === undefined || head === 0 ? null : before(problem, head, period);
  const isOpen = (box: Box): boolean =>
    earlierRules === null || find(problem.index, box, earlierRules, { left: workForOpen }).kind !== 'none';
  return { unchanged, modified, head, added, region, open: region.filter(isOpen) };
}

/** Work for telling that a box is not open, in words of clauses looked at. */
const workForOpen = 100_000;

/** The rules that stayed in their places: those at both ends, and where as many are in between, each of these. */
function counterparts(
  old: readonly ProblemRule[],
  rules: readonly ProblemRule[],
): { unchanged: Map<ProblemRule, ProblemRule>; modified: Map<ProblemRule, ProblemRule>; head: number } {
  const most = Math.min(old.length, rules.length);
  const shift = rules.length - old.length;
  const isSame = (was: ProblemRule | undefined, is: ProblemRule | undefined): boolean => was?.key === is?.key;
  let head = 0;
  while (head < most && isSame(old[head], rules[head])) head++;
  let tail = 0;
  while (tail < most - head && isSame(old[old.length - 1 - tail], rules[rules.length - 1 - tail])) tail++;
  const unchanged = new Map<ProblemRule, ProblemRule>();
  const modified = new Map<ProblemRule, ProblemRule>();
  for (const rule of rules) {
    const isBehind = rule.position >= rules.length - tail;
    const was = old[isBehind ? rule.position - shift : rule.position];
    if (was === undefined || !(isBehind || rule.position < head || shift === 0)) continue;
    if (isSame(was, rule)) unchanged.set(rule, was);
    else if (was.outcome === rule.outcome) modified.set(rule, was);
  }
  return { unchanged, modified, head };
}

/** Inputs on which one of two rules fires, and the other does not. */
function differing(problem: Problem, mapping: CellMappings, was: ProblemRule | undefined, rule: ProblemRule): Region {
  if (was === undefined) return rule.fires;
  const { layout } = problem.space;
  const outer = was.fires.map(box => outerBox(mapping, box));
  const inner = was.fires.flatMap(box => innerBox(mapping, box) ?? []);
  const left = difference(layout, outer, rule.fires, maxPieces);
  const entered = difference(layout, rule.fires, inner, maxPieces);
  return left === null || entered === null ? [...outer, ...rule.fires] : [...left, ...entered];
}

/** More boxes than this are not worth telling what two regions have in common. */
const maxPieces = 16;
