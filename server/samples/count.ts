import { countVerdicts, type Verdict } from '../../language/samples/case-run.ts';
import { dependOnTime } from '../../language/samples/run.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import type { CheckedFile } from '../../language/findings/check.ts';
import { createDelayedTask } from '../diagnostics/delayed-task.ts';
import { samplesRan, type Location, type SamplesRanParams } from '../../protocol/server.ts';
import type { Session } from '../session.ts';

/** Delay before samples are counted, after the last of several changes close together. */
const quietMs = 150;
const minute = 60_000;

export interface SampleCounter {
  /** Handles a change that may affect the results of samples. */
  changed(): void;
  dispose(): void;
}

/**
 * Notifies the client of the number of passing and failing samples in the workspace, whenever it changes.
 * @param timePassed called once a minute while results of samples depend on the time
 */
export function countSamples(session: Session, timePassed: () => void): SampleCounter {
  const { connection, environment, files, open, queries } = session;
  let sent = '';
  let cancelTimer: (() => void) | null = null;
  const count = createDelayedTask(session, 'Counting samples', async () => {
    const { revision } = files;
    const verdicts: { verdict: Verdict }[] = [];
    let timed = false;
    let first: { verdict: Verdict; location: Location } | null = null;
    for (const uri of await files.listAll()) {
      if (fileKind(uri) !== 'samples') continue;
      await environment.timers.idle();
      // The change has scheduled another run.
      if (files.revision !== revision) return;
      const checked = await queries.findings(uri);
      if (checked.kind !== 'samples' || checked.cases === null) continue;
      verdicts.push(...checked.cases);
      timed ||= dependOnTime(checked.samples);
      const found = firstRed(checked);
      // A failing sample takes precedence over one that cannot run.
      if (found === null || (first !== null && (first.verdict === 'failed' || found.verdict !== 'failed'))) continue;
      first = { verdict: found.verdict, location: { uri: open.forClient(uri), range: found.range } };
    }
    cancelTimer?.();
    cancelTimer = timed ? environment.timers.after(minute, timePassed) : null;
    const params: SamplesRanParams = { counts: countVerdicts(verdicts), first: first?.location ?? null };
    const text = JSON.stringify(params);
    if (text === sent) return;
    sent = text;
    await connection.sendNotification(samplesRan, params);
  });
  return {
    changed: () => count.schedule(quietMs),
    dispose() {
      count.cancel();
      cancelTimer?.();
    },
  };
}

/** The first failing sample of a file, with the range of its finding; else the first that cannot run; else null. */
function firstRed({ cases, findings }: Extract<CheckedFile, { kind: 'samples' }>) {
  const failed = cases?.find(({ verdict }) => verdict === 'failed');
  if (failed === undefined) return cases?.find(({ verdict }) => verdict === 'broken') ?? null;
  const finding = findings.find(({ code }) => code === 'sample-fails');
  return finding === undefined ? failed : { ...failed, range: finding.range };
}
