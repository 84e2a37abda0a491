import { createSolver } from '../../solver/solver.ts';
import type { AnalysisSubject } from '../../solver/subject.ts';
import { differingPairs } from '../differing.ts';
import type { Edit } from '../edits/edit.ts';
import type { Edits } from '../edits/edits-between.ts';
import { buildMixtures, type Mixture, type Versions } from '../versions.ts';
import { undoer } from './mixture.ts';

/**
 * Of some edits that make no region, those that matter nevertheless: it is not proved that undoing one of them alone changes no decision. Such an edit makes a part of
 * a region that another edit makes too, or keeps another edit from changing more.
 */
export function* findingMattering(
  before: AnalysisSubject,
  after: AnalysisSubject,
  edits: Edits,
  candidates: readonly Edit[],
  { now, limit }: { now: number; limit?: number | undefined },
): Generator<number, ReadonlySet<Edit>, undefined> {
  const matters = new Set<Edit>();
  if (candidates.length === 0) return matters;
  const undo = undoer(before, after, edits);
  const mixtures = new Map<Edit, Mixture>();
  for (const edit of candidates) {
    const undone = undo(new Set([edit]));
    if (undone.kind === 'mixture') mixtures.set(edit, undone.mixture);
    else matters.add(edit);
  }
  const { undone, versions } = buildMixtures(before, after, [...mixtures.values()], now);
  const solver = createSolver(versions.problem, limit);
  for (const [at, edit] of [...mixtures.keys()].entries()) {
    yield at / mixtures.size;
    solver.topic();
    const changes = undone[at] as Versions;
    const differs = versions.problem.periods.some(period =>
      [...differingPairs(changes, period)].some(pair => solver.solve(pair.region, pair.excluding, period) !== null),
    );
    if (differs) matters.add(edit);
  }
  return matters;
}
