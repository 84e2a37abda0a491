import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { HangWatch } from './hang-watch.ts';
import { readResults } from './suite-results.ts';

/** Milliseconds between two looks at the file. */
const interval = 1_000;

/** Takes each change of the suites' results for a sign of progress. Returns what ends this. */
export function followResults(file: string, watch: Pick<HangWatch, 'begins' | 'ends'>): () => void {
  let running: string | null = null;
  const changed = async () => {
    const results = readResults(await readFile(file, 'utf8').catch(() => ''));
    if (running !== null) watch.ends(running);
    running = results?.running ?? null;
    if (running !== null) watch.begins(running);
  };
  watchFile(file, { interval }, () => void changed());
  return () => unwatchFile(file);
}
