import type { Session } from '../session.ts';
import { createDelayedTask } from './delayed-task.ts';
import { checkedFiles, fileDiagnostics } from './file-diagnostics.ts';
import type { DiagnosticsSupport } from './support.ts';

/** Delay before all files are checked, after the last of several changes close together. */
const quietMs = 120;
/** Maximum delay before all files are checked, during continuous typing. */
const patienceMs = 800;
/** Minimum pause between two checks while typing. A check that takes longer is followed by an equally long pause. */
const breathMs = 5;

/**
 * Publishes the diagnostics of all files in the workspace: those of a document right after an edit, those of all files after a pause.
 * Changes close together are answered once; results for earlier versions are dropped.
 */
export function pushDiagnostics(session: Session): DiagnosticsSupport {
  const { connection, environment, open, files } = session;
  const { clock, timers } = environment;
  /** The last published diagnostics, by canonical URI. `uri`: the client's spelling. */
  const published = new Map<string, { resultId: () => string; version: number | null; uri: string }>();
  /** Documents with changes that have not been answered. */
  const unanswered = new Set<string>();
  let nextAnswer = -Infinity;
  let firstChange: number | null = null;

  const answer = createDelayedTask(session, 'Diagnostics', async () => {
    // Let other changes that have already arrived be processed first.
    await timers.idle();
    const begun = clock();
    const uris = [...unanswered];
    unanswered.clear();
    for (const uri of uris) if (open.get(uri) !== undefined) await publishFile(uri);
    nextAnswer = clock() + Math.max(breathMs, clock() - begun);
  });

  const lookAround = createDelayedTask(session, 'Diagnostics', async () => {
    firstChange = null;
    const { revision } = files;
    const uris = await checkedFiles(session);
    for (const [uri, known] of published) if (!uris.includes(uri)) publish(uri, known.uri, null, [], () => '');
    for (const uri of uris) {
      await timers.idle();
      // The change has scheduled another run.
      if (files.revision !== revision) return;
      await publishFile(uri);
    }
  });

  const publishFile = async (uri: string): Promise<void> => {
    const found = await fileDiagnostics(session, uri);
    if (found !== null) publish(uri, open.forClient(uri), found.version, found.diagnostics, found.resultId);
  };

  const publish = (
    canonical: string,
    uri: string,
    version: number | null,
    diagnostics: NonNullable<Awaited<ReturnType<typeof fileDiagnostics>>>['diagnostics'],
    resultId: () => string,
  ): void => {
    const known = published.get(canonical);
    const isSame = known?.version === version && known.uri === uri;
    if (isSame && (known.resultId === resultId || known.resultId() === resultId())) return;
    if (known === undefined && diagnostics.length === 0 && version === null) return;
    if (known !== undefined && known.uri !== uri) void connection.sendDiagnostics({ uri: known.uri, diagnostics: [] });
    if (diagnostics.length === 0 && version === null) published.delete(canonical);
    else published.set(canonical, { resultId, version, uri });
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  };

  return {
    changed(edited) {
      if (edited !== null) {
        unanswered.add(edited);
        answer.schedule(Math.max(0, nextAnswer - clock()));
      }
      firstChange ??= clock();
      lookAround.schedule(Math.min(quietMs, Math.max(0, firstChange + patienceMs - clock())));
    },
    dispose() {
      answer.cancel();
      lookAround.cancel();
    },
  };
}
