import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  type CodeLens,
  type CodeLensParams,
  type Command,
} from 'vscode-languageserver';
import { simulateLenses } from '../../language/features/code-lenses.ts';
import { subjectAt } from '../../language/features/projects.ts';
import { sampleLenses } from '../../language/features/sample-lenses.ts';
import { analysisLenses, type NamedWitness } from '../../language/features/witnesses.ts';
import {
  compareCommand,
  openSimulatorCommand,
  showSampleCommand,
  type OpenSimulatorArguments,
} from '../../protocol/server.ts';
import { documentOf } from '../protocol/requests.ts';
import { runsOf } from '../samples/runs.ts';
import type { Session } from '../session.ts';

/** How long lenses wait for the analysis. After that they are shown without its results, and refreshed when it is done. */
const patienceMs = 700;

/**
 * Answers with "Simulate" above rules and samples, "Compare with…" above a rule set, results of samples above rules, and results of
 * the analysis above rules and invariants.
 */
export function answerLenses(session: Session): void {
  const { requests, queries, open } = session;
  requests.onRequest<CodeLensParams, CodeLens[]>(CodeLensRequest.method, [], async params => {
    const uri = open.canonical(documentOf(params));
    const subject = await subjectAt(queries, uri);
    if (subject === null) return [];
    const simulate = simulateLenses(subject).flatMap(({ range, ruleSet, rule, sample }): CodeLens[] => {
      const argument: OpenSimulatorArguments = {
        uri: open.forClient(ruleSet),
        ...(rule === null ? {} : { rule }),
        ...(sample === null ? {} : { sample }),
      };
      const lens = { range, command: { title: 'Simulate', command: openSimulatorCommand, arguments: [argument] } };
      if (rule !== null || sample !== null) return [lens];
      const compare = { title: 'Compare with…', command: compareCommand, arguments: [{ uri: argument.uri }] };
      return [lens, { range, command: compare }];
    });
    if (subject.kind !== 'rule-set') return simulate;
    const [checked, runs] = (await inTime(session, Promise.all([queries.findings(uri), runsOf(session, uri)]))) ?? [];
    if (checked?.kind !== 'rule-set' || runs === undefined) return simulate;
    const found = analysisLenses(checked.project, checked.findings, checked.facts);
    const sampled = sampleLenses(checked.project, runs).map(({ range, title, sample }): CodeLens => {
      const location = { ...sample, uri: open.forClient(sample.uri) };
      return { range, command: { title, command: showSampleCommand, arguments: [location] } };
    });
    const analysed = found.map(({ range, title, witness, rule }): CodeLens => {
      const command = witness === null ? { title, command: '' } : simulation(open.forClient(uri), title, witness, rule);
      return { range, command };
    });
    return [...simulate, ...sampled, ...analysed];
  });
}

/** The command that shows a witness in the simulator. */
export function simulation(uri: string, title: string, witness: NamedWitness, rule: number | null): Command {
  const argument: OpenSimulatorArguments = { uri, ...witness, ...(rule === null ? {} : { rule }) };
  return { title, command: openSimulatorCommand, arguments: [argument] };
}

/** Waits for a check; null if it takes too long. Then the client is asked to refresh its lenses once the check is done. */
async function inTime<T>({ files, environment, client, connection }: Session, checking: Promise<T>): Promise<T | null> {
  const { revision } = files;
  const late = new Promise<null>(resolve => {
    const cancel = environment.timers.after(patienceMs, () => resolve(null));
    void checking.finally(cancel).catch(() => undefined);
  });
  const checked = await Promise.race([checking, late]);
  if (checked !== null || !client.refreshesLenses) return checked;
  checking
    .then(() => (files.revision === revision ? connection.sendRequest(CodeLensRefreshRequest.type) : undefined))
    .catch((error: unknown) => connection.console.warn(`The editor did not refresh its lenses: ${String(error)}`));
  return null;
}
