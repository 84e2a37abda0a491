import { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver';
import { samplesByRuleSet } from '../../language/features/projects.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { ruleSetChanged, type RuleSetChangedParams } from '../../protocol/server.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { SamplesFile } from '../../language/source/project/samples.ts';
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
  const seen = new Map<string, Made>();
  let cancel: (() => void) | null = null;
  let stopped = false;
  /** What was edited since the last look that came to its end. */
  const edited = new Set<string>();
  /** What editors show of an open file has changed through another one; a look that is cut short leaves it to the next. */
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
    const samples = await samplesByRuleSet(projects);
    const listed = (await projects.workspace.list()).filter(uri => fileKind(uri) === 'rule-set');
    for (const uri of new Set([...listed, ...seen.keys(), ...session.simulated])) {
      await environment.timers.idle();
      // Another look is on its way.
      if (files.revision !== revision) return;
      const project = await projects.project(uri);
      const now: Made | null = project === null ? null : { project, samples: samples.get(uri) ?? [] };
      const before = seen.get(uri);
      if (now === null) seen.delete(uri);
      else seen.set(uri, now);
      if (now !== null && open.get(uri) !== undefined) outdated ||= changedElsewhere(uri, before, now, known);
      const told = before === undefined ? !first || session.simulated.has(uri) : now === null || !same(before, now);
      if (!told) continue;
      const params: RuleSetChangedParams = { uri: open.forClient(uri) };
      await connection.sendNotification(ruleSetChanged, params);
    }
    for (const uri of known) edited.delete(uri);
    if (!outdated) return;
    outdated = false;
    refresh();
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

/** What the client is told of a rule set is made from this; each part is another object when it has changed. */
interface Made {
  project: Project;
  samples: readonly SamplesFile[];
}

function same({ project, samples }: Made, other: Made): boolean {
  return project === other.project && alike(samples, other.samples);
}

function alike(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}

/** Samples are other ones with each change of the rule set; their texts are not. */
function textsOf({ samples }: Made): unknown[] {
  return samples.map(({ document }) => document);
}

/** Whether something beside its own text changed what a rule set is made from; where it was not seen before, since it was opened. */
function changedElsewhere(uri: string, before: Made | undefined, now: Made, edited: readonly string[]): boolean {
  const { documents } = now.project;
  if (before === undefined) return edited.some(each => each !== uri && documents.has(each));
  if (same(before, now)) return false;
  const old = before.project.documents;
  const isOwnAlone =
    old.get(uri) !== documents.get(uri) &&
    old.size === documents.size &&
    [...documents].every(([each, document]) => each === uri || old.get(each) === document);
  return !isOwnAlone || !alike(textsOf(before), textsOf(now));
}
