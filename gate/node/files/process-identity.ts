import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { builtin } from '../builtin.ts';

/** Identifies a process, even if its number is reused later. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** The start time in the format of the system; null if the system does not provide it. */
  started: string | null;
}

export async function thisProcess(): Promise<ProcessIdentity> {
  return { pid: process.pid, host: builtin('node:os').hostname(), started: await startOf(process.pid) };
}

/** True if a process of this machine still runs. */
export async function isRunning({ pid, started }: ProcessIdentity): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = await startOf(pid);
  return start !== ended && (started === null || start === null || started === start);
}

const ended = 'ended';

async function startOf(pid: number): Promise<string | null> {
  try {
    if (process.platform === 'linux') {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ]);
      // proc(5): the name is in parentheses and may contain anything; the start time is the 20th field after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended, and waits for its parent to ask how.
      return fields[0] === 'Z' ? ended : `${boot.trim()} ${fields[19] ?? ''}`;
    }
    if (process.platform === 'win32') return null;
    const run = promisify(builtin('node:child_process').execFile);
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { ...process.env, LC_ALL: 'C' } });
    return stdout.trim() === '' ? null : stdout.trim();
  } catch {
    return null;
  }
}
