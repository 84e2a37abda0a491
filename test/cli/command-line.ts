import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const program = path.join(root, 'dist/cli.js');

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export function fixture(name: string): string {
  return path.join(root, 'test/fixtures', name);
}

/** Runs the built command line as a user does: its own process, its own standard streams. */
export function handrail(
  args: readonly string[],
  options: { cwd: string; stdin?: string; env?: Record<string, string> },
): Promise<Outcome> {
  if (!existsSync(program)) throw new Error('dist/cli.js is not built: run `npm run build` first.');
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
