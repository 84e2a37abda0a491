import { samplesOf } from '../../language/features/projects.ts';
import { fileKind } from '../../language/source/file-kind.ts';
import { ruleSetChanged, type RuleSetChangedParams } from '../messages.ts';
import type { Session } from '../session.ts';

const quietMs = 40;

export interface RuleSetChanges {
  /** Something changed: find out which rule sets it concerns, and tell the client. */
  changed(): void;
  dispose(): void;
}

/** Tells the client of every rule set whose text, imports, payload schemas or samples have changed. */
export function noteChanges(session: Session): RuleSetChanges {
  const { connection, environment, files, projects, open } = session;
  /** By rule file: what it was made from when the client last heard of it. */
  const seen = new Map<string, readonly unknown[]>();
  let cancel: (() => void) | null = null;
  let stopped = false;

  const changed = (): void => {
    if (stopped) return;
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
    const listed = (await projects.workspace.list()).filter(uri => fileKind(uri) === 'rule-set');
    for (const uri of new Set([...listed, ...seen.keys(), ...session.simulated])) {
      await environment.timers.idle();
      // Another look is on its way.
      if (files.revision !== revision) return;
      const project = await projects.project(uri);
      const now = project === null ? [] : [project, ...(await samplesOf(projects, uri))];
      const before = seen.get(uri);
      if (project === null) seen.delete(uri);
      else seen.set(uri, now);
      const told = before === undefined ? !first || session.simulated.has(uri) : !same(before, now);
      if (!told) continue;
      const params: RuleSetChangedParams = { uri: open.forClient(uri) };
      await connection.sendNotification(ruleSetChanged, params);
    }
  };

  return {
    changed,
    dispose() {
      stopped = true;
      cancel?.();
    },
  };
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
