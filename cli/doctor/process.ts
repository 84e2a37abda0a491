import { spawn } from 'node:child_process';

/** How a host starts a hook. */
export interface Start {
  file: string;
  args: readonly string[];
  cwd: string;
  env?: Readonly<Record<string, string>>;
  /** What is written to standard input; null if the command has it already. */
  input: string | null;
  timeoutMs: number;
}

/** What came of a hook. */
export interface Ran {
  /** Null if a signal ended it, or it could not start. */
  code: number | null;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** Why it could not start; null if it did. */
  error: string | null;
}

/** In UTF-16 code units, of each stream. Answers and reasons are far shorter. */
const maxOutput = 1_000_000;

/** Runs a process to its end, or for as long as the host waits. */
export function runProcess({ file, args, cwd, env = {}, input, timeoutMs }: Start): Promise<Ran> {
  return new Promise(resolve => {
    const child = spawn(file, args, { cwd, env: { ...process.env, ...env }, detached: true });
    const ran: Ran = { code: null, stdout: '', stderr: '', timedOut: false, error: null };
    const timer = setTimeout(() => {
      ran.timedOut = true;
      // The whole group, so that nothing that the hook started is left.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.stdout.on('data', (data: Buffer) => (ran.stdout = `${ran.stdout}${data.toString()}`.slice(0, maxOutput)));
    child.stderr.on('data', (data: Buffer) => (ran.stderr = `${ran.stderr}${data.toString()}`.slice(0, maxOutput)));
    // A hook may end without reading its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.on('error', error => {
      clearTimeout(timer);
      resolve({ ...ran, error: error.message });
    });
    child.on('close', code => {
      clearTimeout(timer);
      resolve({ ...ran, code });
    });
  });
}
