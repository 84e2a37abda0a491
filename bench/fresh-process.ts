import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Part } from './part.ts';

const cellProgram = path.resolve('out/scripts/bench-cell.mjs');

/** The result of a cell, or a message if it failed. */
export type CellResult<T> = { ok: T } | { failed: string };

/**
 * Runs the `cell` of a part in a new process, so that no measurement profits from code and memory that an earlier one has warmed up.
 * @param limit in milliseconds; a process that takes longer is killed
 */
export async function inFreshProcess<T>(part: string, request: unknown, limit: number): Promise<CellResult<T>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-bench-'));
  const answer = path.join(folder, 'answer.json');
  try {
    const child = spawn(process.execPath, [cellProgram, part, JSON.stringify(request), answer], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-4000)));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limit);
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    clearTimeout(timer);
    if (late) return { failed: `not done after ${Math.round(limit / 1000)} s` };
    if (code !== 0) return { failed: stderr.trim().split('\n').slice(-1)[0]?.slice(0, 200) ?? `ended with ${code}` };
    return { ok: JSON.parse(readFileSync(answer, 'utf8')) as T };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program of such a process: runs one cell, and writes the result to a file, since engines may print. */
export async function runCell(parts: readonly Part[], [name, request, answer]: string[]): Promise<void> {
  const cell = parts.find(part => part.name === name)?.cell;
  if (!cell || request === undefined || answer === undefined) throw new Error(`There is no cell of ${name}.`);
  try {
    writeFileSync(answer, JSON.stringify(await cell(JSON.parse(request))));
  } catch (error) {
    process.stderr.write(`${(error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ')}\n`);
    process.exit(1);
  }
  // Some engines leave threads or timers behind.
  process.exit(0);
}
