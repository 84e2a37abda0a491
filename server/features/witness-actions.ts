import { CodeActionKind, type CodeAction, type Diagnostic } from 'vscode-languageserver';
import { parseTimestamp } from '../../engine/model/time/timestamp.ts';
import { decide, sampleGrants } from '../../engine/index.ts';
import { sameJson, type Json } from '../../engine/model/json.ts';
import { expectationOf } from '../../engine/model/expectation.ts';
import { findingsAt } from '../../language/features/code-actions.ts';
import { samplesOf } from '../../language/features/projects.ts';
import { freeName, witnessesOf, type NamedWitness } from '../../language/features/witnesses.ts';
import type { CheckedFile } from '../../language/findings/check.ts';
import type { Finding } from '../../language/findings/finding.ts';
import type { Range } from '../../language/location.ts';
import { toWorkspaceEdit } from '../protocol/workspace-edit.ts';
import type { Session } from '../session.ts';
import { sampleOf, samplesEdit } from '../simulator/add-sample.ts';
import { simulation } from './lenses.ts';

/** Actions for the witnesses of the findings in a range: simulate them, or add them as samples. */
export async function witnessActions(
  session: Session,
  checked: CheckedFile,
  range: Range,
  codes: ReadonlySet<string> | null,
  diagnosticsOf: (finding: Finding) => Diagnostic[],
): Promise<CodeAction[]> {
  if (checked.kind !== 'rule-set' || checked.project.kind === 'library') return [];
  const { uri } = checked.project;
  const actions: CodeAction[] = [];
  for (const finding of findingsAt(checked, range, codes)) {
    const diagnostics = diagnosticsOf(finding);
    const about = { kind: CodeActionKind.QuickFix, ...(diagnostics.length === 0 ? {} : { diagnostics }) };
    const witnesses = witnessesOf(finding, checked.facts);
    for (const { shows, ...witness } of witnesses) {
      const title = witnesses.length === 1 ? 'Simulate an example input' : `Simulate an example input: ${shows}`;
      actions.push({ title, ...about, command: simulation(session.open.forClient(uri), title, witness, null) });
    }
    if (!checked.valid) continue;
    session.goodVersions.note(checked.project);
    for (const { shows, ...witness } of witnesses) {
      const kept = await sampleAction(session, uri, witness, witnesses.length === 1 ? '' : `: ${shows}`);
      if (kept !== null) actions.push({ ...kept, ...about });
    }
  }
  return actions;
}

/** Adds a witness to the rule set's samples, with its current decision as the expected one. Null if it already exists or cannot be added. */
async function sampleAction(
  session: Session,
  uri: string,
  witness: NamedWitness,
  which: string,
): Promise<CodeAction | null> {
  const { goodVersions, queries, environment, client, open } = session;
  const compiled = goodVersions.of(uri)?.compiled;
  if (compiled === undefined) return null;
  const samples = (await samplesOf(queries, uri)).flatMap(({ cases }) => cases.map(({ sample }) => sample));
  if (
    samples.some(
      ({ input, grants = [] }) => sameJson(input, witness.input) && sameJson(grants as Json, witness.grants ?? []),
    )
  )
    return null;
  const { name, input, at, grants = [] } = witness;
  const time = (at === null ? undefined : parseTimestamp(at)) ?? environment.clock();
  const issued = sampleGrants(compiled, { input, grants }, time).grants;
  const record = decide(compiled, input, {
    at: time,
    trace: false,
    ...(grants.length === 0 ? {} : { grants: issued }),
  });
  const sample = sampleOf({
    name: freeName(name, new Set(samples.map(sample => sample.name))),
    input,
    at,
    grants,
    expect: expectationOf(record),
  });
  const added = await samplesEdit(session, uri, [sample]);
  if ('refused' in added || (added.create && !client.createsFiles)) return null;
  const file = open.canonical(added.uri);
  const outcome = record.to === null ? record.decision : `${record.decision} → ${record.to}`;
  return {
    title: `Add an example input as a sample that expects ${outcome}${which}`,
    edit: toWorkspaceEdit(
      session,
      added.edits.map(edit => ({ uri: file, ...edit })),
      added.create ? file : null,
    ),
  };
}
