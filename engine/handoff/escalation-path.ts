import { isEndState, type Fallback, type Target } from '../model/rule-set.ts';
import type { HandoffStart } from './course.ts';
import { deadlinesOf, timeOf } from './deadlines.ts';
import { fallbackOf, type LossCause } from './fallbacks.ts';

/** A target that a handoff can reach. */
export interface PathTarget {
  name: string;
  /** Null if it is not declared. */
  kind: Target['kind'] | null;
  /** True if it only joins others, whose deadlines and fallbacks apply. */
  joinsOnly: boolean;
  /** When it is reminded, in milliseconds from its request; null if it is not. */
  remindAfter: number | null;
  /** How many different people must approve; 1 if one answer resolves the handoff. */
  approvals: number;
  /** How often it can be asked; null if it has no `rounds`. */
  rounds: number | null;
}

/** A way from a target to another one or to an end. All times are in milliseconds from the request. */
export type PathEdge = {
  from: string;
  to: Fallback;
  /** True if `to` is an end state, false if it is a target. */
  isEnd: boolean;
} & (
  | { why: 'unacknowledged' | 'unresolved' | 'joins'; after: number }
  | { why: 'unavailable' | 'rejected' | 'breaker' }
);

/** All targets that a handoff can reach, and the ways between them. */
export interface EscalationPath {
  /** From the first on, in the order in which the ways lead to them, timeouts first. */
  targets: readonly PathTarget[];
  /** By target, in that order; a target without deadlines has none after a time. */
  edges: readonly PathEdge[];
  /** True if there are more targets than are listed. */
  hasMore: boolean;
}

/** A path with more targets is not followed to its end. */
const maxTargets = 40;

type Declared = Readonly<Record<string, Target>>;

/** The targets that a handoff can reach by deadlines, unavailability, rejections, breakers and joining, with the ways that lead there. */
export function escalationPath(declared: Declared, start: HandoffStart): EscalationPath {
  const asked = new Set<string>();
  const edges: PathEdge[] = [];
  const ahead = [start.to];
  let hasMore = false;
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (asked.has(name)) continue;
    if (asked.size === maxTargets) {
      hasMore = true;
      break;
    }
    asked.add(name);
    const leaving = edgesFrom(declared, name, start);
    edges.push(...leaving);
    const next = leaving.filter(({ isEnd, why }) => !isEnd && why !== 'joins');
    ahead.push(...next.map(({ to }) => to).reverse());
  }
  const joining = edges.flatMap(({ why, to }) => (why === 'joins' && !asked.has(to) ? [to] : []));
  return {
    targets: [
      ...[...asked].map(name => targetOf(declared, name, false)),
      ...[...new Set(joining)].map(name => targetOf(declared, name, true)),
    ],
    edges,
    hasMore,
  };
}

function edgesFrom(declared: Declared, name: string, { to: first, fallbacks }: HandoffStart): PathEdge[] {
  const target = own(declared, name);
  if (target === undefined) return [];
  const isTarget = (each: string) => own(declared, each) !== undefined;
  const leading = (to: Fallback) => ({ from: name, to, isEnd: isEndState(to, isTarget) });
  const after = (cause: LossCause) => leading(fallbackOf(target, cause, name === first ? fallbacks : {}));
  const { also, breaker } = target;
  const { acknowledge, resolve } = deadlinesOf(target);
  const edges: PathEdge[] = [];
  if (acknowledge < Infinity) edges.push({ ...after('timeout'), why: 'unacknowledged', after: acknowledge });
  if (resolve < Infinity) edges.push({ ...after('timeout'), why: 'unresolved', after: resolve });
  edges.push({ ...after('unavailable'), why: 'unavailable' }, { ...after('rejected'), why: 'rejected' });
  if (breaker !== undefined) edges.push({ ...leading(breaker.then), why: 'breaker' });
  if (also !== undefined && also.target !== name)
    edges.push({ from: name, to: also.target, isEnd: false, why: 'joins', after: timeOf(also.after) });
  return edges;
}

function targetOf(declared: Declared, name: string, joinsOnly: boolean): PathTarget {
  const { kind = null, remindAfter, approvals = 1, rounds = null } = own(declared, name) ?? {};
  return { name, kind, joinsOnly, remindAfter: finite(timeOf(remindAfter)), approvals, rounds };
}

function finite(time: number): number | null {
  return time === Infinity ? null : time;
}

function own(declared: Declared, name: string): Target | undefined {
  return Object.hasOwn(declared, name) ? declared[name] : undefined;
}
