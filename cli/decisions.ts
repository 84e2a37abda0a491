import { decide } from '../engine/index.ts';
import type { Json } from '../engine/model/json.ts';
import type { Decide, HistoryVersion, VersionDecision } from './versions/history.ts';

/** A version that decides differently from all of its parents. */
export interface DecisionChange extends HistoryVersion {
  /** The versions that it is compared with: one, or for a merge one of each line of development. Empty for the first version. */
  before: HistoryVersion[];
}

/** @param at the decision time, in milliseconds since the Unix epoch */
export function decidingOn(input: Json, at: number): Decide {
  return loaded => {
    if (loaded === null || loaded.kind === 'library') return 'absent';
    return loaded.kind === 'sound' ? decide(loaded.compiled(), input, { at, trace: false }) : 'unsound';
  };
}

/**
 * The versions that change the decision. A merge that decides as one of its parents does not change it. A version with errors is skipped: its first
 * parent without errors takes its place.
 * @param nameOf maps decisions that count as equal to the same text
 */
export function decisionChanges(
  versions: readonly HistoryVersion[],
  nameOf: (decision: VersionDecision) => string,
): DecisionChange[] {
  const effective: HistoryVersion[] = [];
  const changes: DecisionChange[] = [];
  versions.forEach((each, place) => {
    const before = each.parents
      .flatMap(parent => effective[parent] ?? [])
      .filter(({ decision }) => decision !== 'unsound');
    const [first] = before;
    effective[place] = each.decision === 'unsound' && first !== undefined ? first : each;
    if (each.decision === 'unsound') return;
    const name = nameOf(each.decision);
    if (before.length === 0 || before.every(({ decision }) => nameOf(decision) !== name))
      changes.push({ ...each, before });
  });
  return changes;
}
