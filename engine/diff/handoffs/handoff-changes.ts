import { type Course, courseOf, type HandoffStart } from '../../handoff/course.ts';
import { type EscalationPath, escalationPath } from '../../handoff/escalation-path.ts';
import { pickFallbacks } from '../../model/outcome.ts';
import type { DefaultOutcome, Fallbacks, Rule, RuleRef, RuleSet, Target } from '../../model/rule-set.ts';
import { runAtOnce, type Steps } from '../../model/steps.ts';
import { own, same } from '../sections.ts';
import { fallbacksOf, reachOf } from '../consequences/reach.ts';
import { matchedRules } from '../rule-changes.ts';
import { markedCourse, markedPath, type MarkedCourse, type MarkedPath } from './marked.ts';

/** The handoffs to a target that go differently in another version of a rule set. */
export interface HandoffChange {
  target: string;
  /** The rules that begin them, by their names after; null stands for the default. Empty if only a fallback leads to the target. */
  rules: readonly (RuleRef | null)[];
  /** The targets whose declarations make the difference; empty if only the fallbacks of the rules do. */
  edited: readonly string[];
  before: HandoffVersion;
  after: HandoffVersion;
}

/** How a handoff goes in one of two versions. */
export interface HandoffVersion {
  /** The fallbacks that the rules declare instead of those of the target. */
  fallbacks: Fallbacks;
  /** The course if nobody answers. */
  unanswered: MarkedCourse;
  /** The course if each target acknowledges the handoff at once, and nobody resolves it. */
  unresolved: MarkedCourse;
  path: MarkedPath;
}

/** The handoffs that go differently, directly or because of a later target, in the order of the targets after. */
export function handoffChanges(before: RuleSet, after: RuleSet): HandoffChange[] {
  return runAtOnce(handoffChanging(before, after));
}

/** Finds the handoffs that go differently, in small steps. A difference beyond what paths list (`hasMore`) is not found. */
export function* handoffChanging(before: RuleSet, after: RuleSet): Steps<HandoffChange[]> {
  const changes: HandoffChange[] = [];
  for (const { to, rules, fallbacks } of startsIn(before, after)) {
    yield;
    const was = started(before, { to, fallbacks: fallbacks.before });
    const is = started(after, { to, fallbacks: fallbacks.after });
    if (JSON.stringify(was.path) === JSON.stringify(is.path)) continue;
    const [playedBefore, playedAfter] = [played(was), played(is)];
    const versions = { before: marked(playedBefore, playedAfter), after: marked(playedAfter, playedBefore) };
    changes.push({ target: to, rules, edited: editedIn(versions, [before, after]), ...versions });
  }
  return changes;
}

/** A handoff in one of two versions. */
interface Started {
  targets: Readonly<Record<string, Target>>;
  start: HandoffStart;
  path: EscalationPath;
}

function started({ targets = {} }: RuleSet, start: HandoffStart): Started {
  return { targets, start, path: escalationPath(targets, start) };
}

interface Played {
  fallbacks: Fallbacks;
  unanswered: Course;
  unresolved: Course;
  path: EscalationPath;
}

function played({ targets, start, path }: Started): Played {
  return {
    fallbacks: start.fallbacks,
    unanswered: courseOf(targets, start),
    unresolved: courseOf(targets, start, 'acknowledged'),
    path,
  };
}

function marked(version: Played, other: Played): HandoffVersion {
  return {
    fallbacks: version.fallbacks,
    unanswered: markedCourse(version.unanswered, other.unanswered),
    unresolved: markedCourse(version.unresolved, other.unresolved),
    path: markedPath(version.path, other.path),
  };
}

/** The targets on the paths whose declarations differ in a way that the paths show. */
function editedIn(
  { before, after }: Record<'before' | 'after', HandoffVersion>,
  [setBefore, setAfter]: [RuleSet, RuleSet],
): string[] {
  const names = [after.path, before.path].flatMap(({ targets, edges }) => [
    ...targets.filter(each => each.differs).map(({ name }) => name),
    ...edges.filter(each => each.differs).map(({ from }) => from),
  ]);
  return [...new Set(names)].filter(name => !same(own(setBefore.targets, name), own(setAfter.targets, name)));
}

/** Handoffs to one target, in both versions, that begin with the same fallbacks. */
interface Starts {
  to: string;
  rules: (RuleRef | null)[];
  fallbacks: { before: Fallbacks; after: Fallbacks };
}

/** The handoffs that begin with the same target in both versions, or that fall back to it. */
function startsIn(before: RuleSet, after: RuleSet): Starts[] {
  const starts = new Map<string, Starts>();
  const add = (to: string, rules: (RuleRef | null)[], fallbacks: Starts['fallbacks']) => {
    const key = JSON.stringify([to, fallbacks]);
    const known = starts.get(key);
    if (known === undefined) starts.set(key, { to, rules, fallbacks });
    else known.rules.push(...rules);
  };
  const pair = (rule: RuleRef | null, was: DefaultOutcome, is: DefaultOutcome) => {
    if (is.to !== undefined && is.to === was.to)
      add(is.to, [rule], { before: pickFallbacks(was), after: pickFallbacks(is) });
  };
  for (const { ruleBefore, ruleAfter } of matchedRules(before, after))
    if (isActive(ruleBefore.rule) && isActive(ruleAfter.rule)) pair(ruleAfter.ref, ruleBefore.rule, ruleAfter.rule);
  if (before.default !== undefined && after.default !== undefined) pair(null, before.default, after.default);
  const reached = [before, after].map(each => reachOf(each).requested);
  const fallbacks = [before, after].map(fallbacksIn);
  const names = Object.keys(after.targets ?? {});
  for (const name of names)
    if (reached.every(each => each.has(name)) && fallbacks.some(each => each.has(name)))
      add(name, [], { before: {}, after: {} });
  return [...starts.values()].sort((a, b) => names.indexOf(a.to) - names.indexOf(b.to));
}

function isActive({ status = 'active' }: Rule): boolean {
  return status === 'active';
}

/** Everything that a target, a rule or the default falls back to. */
function fallbacksIn({ targets = {}, rules, default: otherwise }: RuleSet): Set<string> {
  const outcomes: Fallbacks[] = [...rules.filter(isActive), ...(otherwise === undefined ? [] : [otherwise])];
  return new Set([...Object.values(targets), ...outcomes].flatMap(fallbacksOf));
}
