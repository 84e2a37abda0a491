import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runBundle, type CallOptions, type Outcome } from './bundle.ts';

export type { CallOptions, Outcome };

const root = path.resolve(import.meta.dirname, '..');
/** The built command line. */
export const program = path.join(root, 'dist/cli.js');

export function fixture(name: string): string {
  return path.join(root, 'test/fixtures', name);
}

/**
 * Runs the built command line in this process, which is ten times as fast as in a new one. `process.test.ts` verifies that
 * both give the same results.
 */
export async function handrail(args: readonly string[], options: CallOptions): Promise<Outcome> {
  requireBuilt();
  return runBundle(program, args, options);
}

/** Runs the built command line in a new process, as a user does. */
export function spawnHandrail(args: readonly string[], options: CallOptions): Promise<Outcome> {
  requireBuilt();
  const child = spawn(process.execPath, [program, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text));
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ ...outcome, code }));
  });
}

function requireBuilt(): void {
  if (!existsSync(program)) throw new Error('dist/cli.js is not built: run `npm run build` first.');
}
