import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  type CodeLens,
  type CodeLensParams,
  type Command,
} from 'vscode-languageserver';
import { simulateLenses } from '../../language/features/code-lenses.ts';
import { subjectAt } from '../../language/features/projects.ts';
import { analysisLenses, type NamedWitness } from '../../language/features/witnesses.ts';
import type { CheckedFile } from '../../language/findings/check.ts';
import { compareCommand, openSimulatorCommand, type OpenSimulatorArguments } from '../messages.ts';
import { documentOf } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** How long lenses wait for what the analysis has to say: they come without it then, and anew as soon as it is there. */
const patienceMs = 700;

/** "Simulate" above rules and samples, "Compare with…" above the whole, and what the analysis says above rules and invariants. */
export function answerLenses(session: Session): void {
  const { requests, projects, open } = session;
  requests.answer<CodeLensParams, CodeLens[]>(CodeLensRequest.method, [], async params => {
    const uri = open.canonical(documentOf(params));
    const subject = await subjectAt(projects, uri);
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
    const checked = await inTime(session, uri);
    if (checked?.kind !== 'rule-set') return simulate;
    const found = analysisLenses(checked.project, checked.findings, checked.facts);
    const analysed = found.map(({ range, title, witness, rule }): CodeLens => {
      const command = witness === null ? { title, command: '' } : simulation(open.forClient(uri), title, witness, rule);
      return { range, command };
    });
    return [...simulate, ...analysed];
  });
}

/** The command that shows a witness in the simulator. */
export function simulation(uri: string, title: string, witness: NamedWitness, rule: number | null): Command {
  const argument: OpenSimulatorArguments = { uri, ...witness, ...(rule === null ? {} : { rule }) };
  return { title, command: openSimulatorCommand, arguments: [argument] };
}

/** The findings of a file; null where they take too long: then the client is told to ask again once they are there. */
async function inTime(
  { projects, files, environment, client, connection }: Session,
  uri: string,
): Promise<CheckedFile | null> {
  const { revision } = files;
  const checking = projects.check(uri);
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
