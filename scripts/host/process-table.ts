import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  /** False for a zombie, which has ended but not been reaped by its parent. */
  alive: boolean;
}

/** All processes of the machine, on Linux and macOS. */
export async function processes(): Promise<ProcessEntry[]> {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/** A process, its descendants, and the members of the process group that it leads. */
export async function familyOf(pid: number): Promise<ProcessEntry[]> {
  const all = await processes();
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const one of all) if (family.has(one.parent) || one.group === pid) family.add(one.pid);
  }
  return all.filter(one => family.has(one.pid));
}

/** Reads proc_pid_stat(5), since slim container images have no `ps`. */
async function fromProc(): Promise<ProcessEntry[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const entries = await Promise.all(
    pids.map(async pid => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null); // it may have ended by now
      if (stat === null) return null;
      // The second field is the name in parentheses, which may contain spaces and parentheses.
      const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { pid: Number(pid), parent: Number(parent), group: Number(group), alive: state !== 'Z' && state !== 'X' };
    }),
  );
  return entries.filter(entry => entry !== null);
}

async function fromPs(): Promise<ProcessEntry[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=']);
  return stdout
    .trim()
    .split('\n')
    .map(line => {
      const [pid, parent, group, state] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), group: Number(group), alive: !state?.startsWith('Z') };
    });
}
