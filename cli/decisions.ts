import { decide } from '../engine/index.ts';
import type { Json } from '../engine/model/json.ts';
import type { Decide, HistoryVersion, VersionDecision } from './versions/history.ts';

/** A version that decides differently from all those that it was made from. */
export interface DecisionChange extends HistoryVersion {
  /** What was decided before: of a merge, by each line of development that it joins. Empty for the first version. */
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
 * Where decisions change. A merge that takes what one of its lines decides changes nothing, and a version with errors neither: what it was made from speaks for it.
 * @param nameOf the same text for decisions that are taken to be the same
 */
export function decisionChanges(
  versions: readonly HistoryVersion[],
  nameOf: (decision: VersionDecision) => string,
): DecisionChange[] {
  const standing: HistoryVersion[] = [];
  const changes: DecisionChange[] = [];
  versions.forEach((each, place) => {
    const before = each.parents
      .flatMap(parent => standing[parent] ?? [])
      .filter(({ decision }) => decision !== 'unsound');
    const [first] = before;
    standing[place] = each.decision === 'unsound' && first !== undefined ? first : each;
    if (each.decision === 'unsound') return;
    const name = nameOf(each.decision);
    if (before.length === 0 || before.every(({ decision }) => nameOf(decision) !== name))
      changes.push({ ...each, before });
  });
  return changes;
}
