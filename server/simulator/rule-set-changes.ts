import { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import { samplesByRuleSet } from '../../language/features/projects.ts';
import { fileKind } from '../../language/source/file-kind.ts';
import { ruleSetChanged, type RuleSetChangedParams } from '../messages.ts';
import type { Session } from '../session.ts';

const quietMs = 40;

export interface RuleSetChanges {
  /** Something changed: find out which rule sets it concerns, and tell the client. `edited`: the document that the client itself changed. */
  changed(edited: string | null): void;
  /** What lenses say has changed with no text: the client is to ask for them again. */
  refresh(): void;
  dispose(): void;
}

/** Tells the client of every rule set whose text, imports, payload schemas or samples have changed. */
export function noteChanges(session: Session): RuleSetChanges {
  const { connection, environment, files, projects, open } = session;
  /** By rule file: what it was made from when the client last heard of it. */
  const seen = new Map<string, readonly unknown[]>();
  let cancel: (() => void) | null = null;
  let stopped = false;
  /** What was edited since the last look. */
  const edited = new Set<string>();

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
    const samples = await samplesByRuleSet(projects);
    const elsewhere: string[] = [];
    const listed = (await projects.workspace.list()).filter(uri => fileKind(uri) === 'rule-set');
    for (const uri of new Set([...listed, ...seen.keys(), ...session.simulated])) {
      await environment.timers.idle();
      // Another look is on its way.
      if (files.revision !== revision) return;
      const project = await projects.project(uri);
      const now = project === null ? [] : [project, ...(samples.get(uri) ?? [])];
      const before = seen.get(uri);
      if (project === null) seen.delete(uri);
      else seen.set(uri, now);
      const told = before === undefined ? !first || session.simulated.has(uri) : !same(before, now);
      if (!told) continue;
      const params: RuleSetChangedParams = { uri: open.forClient(uri) };
      await connection.sendNotification(ruleSetChanged, params);
      if (before !== undefined && !edited.has(uri) && open.get(uri) !== undefined) elsewhere.push(uri);
    }
    edited.clear();
    if (elsewhere.length > 0) refresh();
  };

  /** Editors ask again for the lenses and hints of what they edit; of what changes through another file they have to be told. */
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

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
