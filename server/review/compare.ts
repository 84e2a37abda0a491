import type { CancellationToken } from 'vscode-languageserver';
import { approvalsBetween, approversIn, type DiffWatch, handoffChanging, inOrder } from '../../engine/index.ts';
import { comparingProjects } from '../../language/review/compare.ts';
import { comparing, type CompareParams, type ComparingParams, type Comparison } from '../../protocol/server.ts';
import type { Session } from '../session.ts';
import { inSlicesUntil } from '../workspace/slices.ts';
import { editDetails, unitOf } from './edit-details.ts';
import { placeOf } from './places.ts';
import { versionAt, versionView, type Version } from './versions.ts';
import { measurements } from './measurements.ts';

/** Compares two versions of a rule set. */
export async function compare(session: Session, params: CompareParams, token: CancellationToken): Promise<Comparison> {
  const { environment } = session;
  const [before, after] = [await versionAt(session, params.before), await versionAt(session, params.after)];
  const views = { before: versionView(session, before), after: versionView(session, after) };
  const nothing: Comparison = {
    ...views,
    diff: null,
    places: [],
    edits: [],
    handoffs: [],
    measurements: [],
    approvals: 0,
    approvers: null,
  };
  if (before.project === null || after.project === null || before.broken !== null || after.broken !== null) {
    return nothing;
  }
  const watch = params.progress === undefined ? {} : { watch: watcher(session, params.progress, before, after) };
  const steps = comparingProjects(before.project, after.project, { now: environment.clock(), ...watch });
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
    places: diff.consequences.map(({ path }) => ({
      before: placeOf(session, before, path),
      after: placeOf(session, after, path),
    })),
    edits: diff.edits.map(edit => editDetails(session, { before, after, diff }, edit)),
    handoffs,
    measurements: measured,
    approvals: approvalsBetween(before.project.ruleSet, after.project.ruleSet, diff),
    approvers: approversIn({ before: before.project.ruleSet.governance, now: after.project.ruleSet.governance }),
  };
}

/** The most regions that are told before the comparison is done; a person cannot read more meanwhile. */
const maxTold = 30;

/** Tells the client what is known of a comparison, each region at once. */
function watcher(
  { connection }: Session,
  progress: string,
  { project: before }: Version,
  { project: after }: Version,
): DiffWatch {
  const tell = (params: Omit<ComparingParams, 'progress'>): void =>
    void connection.sendNotification(comparing, { progress, ...params });
  let told = 0;
  return {
    edited: edits =>
      tell({
        edits: edits.map(edit => {
          const own = edit.side === 'after' ? after : before;
          return { edit, unit: own === null ? '' : unitOf(own.ruleSet, edit) };
        }),
        found: [],
      }),
    found: (region, edit) => {
      if (told++ < maxTold) tell({ edits: [], found: [{ edit: edit.id, region }] });
    },
  };
}
