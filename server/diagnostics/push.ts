import type { Session } from '../session.ts';
import { checkedFiles, fileDiagnostics } from './file-diagnostics.ts';
import type { DiagnosticsSupport } from './support.ts';

/** After the last of several changes close together. */
const quietMs = 120;
/** While somebody types without a pause. */
const patienceMs = 800;

/**
 * Publishes the diagnostics of every file in the workspace, first those of open documents. Changes close together are answered once, for the
 * latest; what was found about an earlier version is dropped.
 */
export function pushDiagnostics(session: Session): DiagnosticsSupport {
  const { connection, environment, open, files } = session;
  /** By canonical URI: what the client has been told, and under which spelling. */
  const published = new Map<string, { resultId: string; version: number | null; uri: string }>();
  let cancel: (() => void) | null = null;
  let firstChange: number | null = null;
  let running = false;
  let again = false;

  const schedule = (): void => {
    cancel?.();
    firstChange ??= environment.clock();
    const patience = Math.max(0, firstChange + patienceMs - environment.clock());
    cancel = environment.timers.after(Math.min(quietMs, patience), () => {
      cancel = null;
      firstChange = null;
      run().catch((error: unknown) => {
        connection.console.error(`Diagnostics failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      });
    });
  };

  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await publishAll();
      } while (again);
    } finally {
      running = false;
    }
  };

  const publishAll = async (): Promise<void> => {
    const { revision } = files;
    const uris = await checkedFiles(session);
    for (const [uri, known] of published) if (!uris.includes(uri)) publish(uri, known.uri, null, [], '');
    for (const uri of uris) {
      await environment.timers.idle();
      // A change makes its own run.
      if (files.revision !== revision) return;
      const found = await fileDiagnostics(session, uri);
      if (found !== null) publish(uri, open.forClient(uri), found.version, found.diagnostics, found.resultId);
    }
  };

  const publish = (
    canonical: string,
    uri: string,
    version: number | null,
    diagnostics: NonNullable<Awaited<ReturnType<typeof fileDiagnostics>>>['diagnostics'],
    resultId: string,
  ): void => {
    const known = published.get(canonical);
    if (known?.resultId === resultId && known.version === version && known.uri === uri) return;
    if (known === undefined && diagnostics.length === 0 && version === null) return;
    if (known !== undefined && known.uri !== uri) void connection.sendDiagnostics({ uri: known.uri, diagnostics: [] });
    if (diagnostics.length === 0 && version === null) published.delete(canonical);
    else published.set(canonical, { resultId, version, uri });
    void connection.sendDiagnostics({ uri, diagnostics, ...(version === null ? {} : { version }) });
  };

  return {
    changed: schedule,
    dispose() {
      cancel?.();
    },
  };
}
