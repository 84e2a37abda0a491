import type { Session } from '../session.ts';
import { createDelayedTask } from './delayed-task.ts';
import { checkedFiles, fileDiagnostics } from './file-diagnostics.ts';
import type { DiagnosticsSupport } from './support.ts';

/** Until the findings of all files are looked for, after the last of several changes close together. */
const quietMs = 120;
/** The same, while somebody types without a pause. */
const patienceMs = 800;
/** Between two answers to what is typed, at least; else as long as the last one took, so that they take half of the time at most. */
const breathMs = 5;

/**
 * Publishes the diagnostics of every file in the workspace: those of a document as soon as it is edited, those of all files when things have
 * gone quiet. Changes close together are answered once, for the latest; what was found about an earlier version is dropped.
 */
export function pushDiagnostics(session: Session): DiagnosticsSupport {
  const { connection, environment, open, files } = session;
  const { clock, timers } = environment;
  /** By canonical URI: what the client has been told, and under which spelling. */
  const published = new Map<string, { resultId: () => string; version: number | null; uri: string }>();
  /** Documents with changes that have not been answered. */
  const unanswered = new Set<string>();
  let nextAnswer = -Infinity;
  let firstChange: number | null = null;

  const answer = createDelayedTask(session, 'Diagnostics', async () => {
    // Changes that have arrived together are answered together.
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
      // A change makes its own run.
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
