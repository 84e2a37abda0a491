import { decide } from '../engine/decide/decide.ts';
import type { DecisionRecord } from '../engine/model/decision-record.ts';
import type { Json } from '../engine/model/json.ts';
import type { HistoryVersion } from './versions/history.ts';

/** What a version decides. `absent`: there is no such rule set. `unsound`: it has errors, so that nothing is known. */
export type VersionDecision = DecisionRecord | 'absent' | 'unsound';

/** A version with its decision on one input. */
export interface DecidedVersion {
  version: HistoryVersion;
  decision: VersionDecision;
}

/** A version that decides otherwise than all those that it was made from. */
export interface DecisionChange extends DecidedVersion {
  /** What was decided before: of a merge, by each line of development that it joins. Empty for the first version. */
  before: DecidedVersion[];
}

/** Decides an input with every version of a history. @param at the decision time of all of them, in milliseconds since the Unix epoch */
export function decisionsThrough(history: readonly HistoryVersion[], input: Json, at: number): DecidedVersion[] {
  return history.map(version => ({ version, decision: decisionOf(version, input, at) }));
}

function decisionOf({ loaded }: HistoryVersion, input: Json, at: number): VersionDecision {
  if (loaded === null || loaded.kind === 'library') return 'absent';
  return loaded.kind === 'sound' ? decide(loaded.compiled(), input, { at, trace: false }) : 'unsound';
}

/**
 * Where decisions change. A merge that takes what one of its lines decides changes nothing, and a version with errors neither: what it was made from speaks for it.
 * @param nameOf the same text for decisions that are taken to be the same
 */
export function decisionChanges(
  decided: readonly DecidedVersion[],
  nameOf: (decision: VersionDecision) => string,
): DecisionChange[] {
  const standing: DecidedVersion[] = [];
  const changes: DecisionChange[] = [];
  decided.forEach((each, place) => {
    const before = each.version.parents
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
