import { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import { samplesByRuleSet } from '../../language/features/projects.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { ruleSetChanged, type RuleSetChangedParams } from '../../protocol/server.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
import type { Session } from '../session.ts';

const quietMs = 40;

export interface RuleSetChanges {
  /** Handles a change: notifies the client of all affected rule sets. `edited`: the document that the client changed itself, else null. */
  changed(edited: string | null): void;
  /** Asks the client to refresh its lenses and hints, although no text has changed. */
  refresh(): void;
  dispose(): void;
}

/** Notifies the client of every rule set whose text, imports, payload schemas or samples have changed. */
export function noteChanges(session: Session): RuleSetChanges {
  const { connection, environment, files, queries, open } = session;
  /** The state of each rule file at the client's last notification, by URI. */
  const seen = new Map<string, State>();
  let cancel: (() => void) | null = null;
  let stopped = false;
  /** Documents edited since the last complete look. */
  const edited = new Set<string>();
  /** True if an open file was affected by a change of another one. Kept if a look is interrupted. */
  let outdated = false;

  const changed = (uri: string | null): void => {
    if (stopped) return;
    if (uri !== null) edited.add(uri);
    cancel?.();
    cancel = environment.timers.after(quietMs, () => {
      cancel = null;
      look().catch((error: unknown) => {
        connection.console.error(
          `Looking for changed rule sets failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
        );
      });
    });
  };

  const look = async (): Promise<void> => {
    const first = seen.size === 0;
    const { revision } = files;
    const known = [...edited];
    const samplesOf = await samplesByRuleSet(queries);
    const listed = (await queries.workspace.list()).filter(uri => fileKind(uri) === 'rule-set');
    for (const uri of new Set([...listed, ...seen.keys(), ...session.simulated])) {
      await environment.timers.idle();
      // The change has scheduled another look.
      if (files.revision !== revision) return;
      const project = await queries.project(uri);
      const after: State | null = project === null ? null : { project, samples: await samplesOf(uri) };
      const before = seen.get(uri);
      if (after === null) seen.delete(uri);
      else seen.set(uri, after);
      if (after !== null && open.get(uri) !== undefined) outdated ||= changedElsewhere(uri, before, after, known);
      const notifies =
        before === undefined ? !first || session.simulated.has(uri) : after === null || !sameState(before, after);
      if (!notifies) continue;
      const params: RuleSetChangedParams = { uri: open.forClient(uri) };
      await connection.sendNotification(ruleSetChanged, params);
    }
    for (const uri of known) edited.delete(uri);
    if (!outdated) return;
    outdated = false;
    refresh();
  };

  /** Editors request lenses and hints again for what they edit, but not if a file is affected by a change of another one. */
  const refresh = (): void => {
    const { refreshesLenses, refreshesHints } = session.client;
    const asked = [
      ...(refreshesLenses ? [connection.sendRequest(CodeLensRefreshRequest.type)] : []),
      ...(refreshesHints ? [connection.sendRequest(InlayHintRefreshRequest.type)] : []),
    ];
    Promise.all(asked).catch((error: unknown) =>
      connection.console.warn(`The editor did not refresh: ${String(error)}`),
    );
  };

  return {
    changed,
    refresh,
    dispose() {
      stopped = true;
      cancel?.();
    },
  };
}

/** What a notification depends on; each part is a new object if it has changed. */
interface State {
  project: Project;
  samples: readonly SamplesFile[];
}

function sameState({ project, samples }: State, other: State): boolean {
  return project === other.project && alike(samples, other.samples);
}

function alike(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** The documents of the samples, which stay the same objects if only the rule set changes. */
function textsOf({ samples }: State): unknown[] {
  return samples.map(({ document }) => document);
}

/** True if a rule set was affected by a change of another file. */
function changedElsewhere(uri: string, before: State | undefined, after: State, edited: readonly string[]): boolean {
  const { documents } = after.project;
  if (before === undefined) return edited.some(each => each !== uri && documents.has(each));
  if (sameState(before, after)) return false;
  const documentsBefore = before.project.documents;
  const onlyOwnText =
    documentsBefore.get(uri) !== documents.get(uri) &&
    documentsBefore.size === documents.size &&
    [...documents].every(([each, document]) => each === uri || documentsBefore.get(each) === document);
  return !onlyOwnText || !alike(textsOf(before), textsOf(after));
}
