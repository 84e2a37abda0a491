import type { CancellationToken } from 'vscode-languageserver';
import { approvalsBetween, type Consequence, handoffChanging, inOrder } from '../../engine/index.ts';
import type { Location } from '../../language/location.ts';
import { comparingProjects } from '../../language/review/compare.ts';
import type { CompareParams, Comparison } from '../../protocol/server.ts';
import type { Session } from '../session.ts';
import { inSlicesUntil } from '../workspace/slices.ts';
import { versionAt, versionView, type Version } from './versions.ts';
import { measurements } from './measurements.ts';

/** Compares two versions of a rule set. */
export async function compare(session: Session, params: CompareParams, token: CancellationToken): Promise<Comparison> {
  const { environment } = session;
  const [before, after] = [await versionAt(session, params.before), await versionAt(session, params.after)];
  const views = { before: versionView(session, before), after: versionView(session, after) };
  const nothing: Comparison = { ...views, diff: null, places: [], handoffs: [], measurements: [], approvals: 0 };
  if (before.project === null || after.project === null || before.broken !== null || after.broken !== null) {
    return nothing;
  }
  const steps = comparingProjects(before.project, after.project, { now: environment.clock() });
  const compared = await inSlicesUntil(environment, steps, token);
  if (compared.kind === 'not-comparable') return nothing;
  const { diff } = compared;
  const changing = handoffChanging(before.project.ruleSet, after.project.ruleSet);
  const handoffs = await inSlicesUntil(environment, changing, token);
  const measured = await measurements(session, { before, after, diff, log: params.log }, token);
  const cases = new Map<string, number>();
  for (const { region, count } of measured.flatMap(({ regions }) => regions))
    cases.set(region, (cases.get(region) ?? 0) + count);
  return {
    ...views,
    diff: { ...diff, regions: inOrder(diff.regions, ({ id }) => cases.get(id) ?? 0) },
    places: diff.consequences.map(consequence => ({
      before: placeOf(session, before, consequence),
      after: placeOf(session, after, consequence),
    })),
    handoffs,
    measurements: measured,
    approvals: approvalsBetween(before.project.ruleSet, after.project.ruleSet, diff),
  };
}

/** The place of a consequence in a version, or of the nearest existing part around it; null if there is none. */
function placeOf({ open }: Session, { project }: Version, { path }: Consequence): Location | null {
  if (project === null) return null;
  for (let length = path.length; length > 0; length--) {
    const origin = project.originOf(path.slice(0, length));
    const document = origin === null ? undefined : project.documents.get(origin.uri);
    if (origin === null || document === undefined || document.nodeAt(origin.path) === undefined) continue;
    return { uri: open.forClient(origin.uri), range: document.rangeOf(origin.path, 'item') };
  }
  return null;
}
