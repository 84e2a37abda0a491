import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { HangWatch } from './hang-watch.ts';
import { readResults } from './suite-results.ts';

/** Milliseconds between two checks of the file. */
const interval = 1_000;

/** Reports each change in the results of the suites as progress. @returns a function that ends this */
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
