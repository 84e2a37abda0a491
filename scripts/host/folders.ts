import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. It is searched for, since this file runs from its source (in tests) and bundled (in scripts). */
export const root = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** The folder for downloads that are kept between runs. Ignored by git. */
export const cache = path.join(root, '.vscode-test');

function findRoot(from: string): string {
  if (existsSync(path.join(from, 'package-lock.json'))) return from;
  const parent = path.dirname(from);
  if (parent === from) throw new Error('The scripts are not in a clone of the repository.');
  return findRoot(parent);
}

/** Creates an empty folder outside the repository. Callers must remove it. */
export async function temporaryFolder(purpose: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), `handrail-${purpose}-`));
  // Retries, since a server that has just ended may still be writing its log.
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }) };
}

/** A copy of a folder, for a test that edits it. */
export async function copyOf(folder: string, purpose: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const copy = await temporaryFolder(purpose);
  const inside = path.join(copy.path, path.basename(folder));
  await cp(folder, inside, { recursive: true });
  return { path: inside, remove: copy.remove };
}
