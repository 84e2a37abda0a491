import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { HangWatch } from './hang-watch.ts';
import { familyOf, processes } from './process-table.ts';

/** A process of ours with everything that it starts in turn. */
export interface Started {
  child: ChildProcess;
  /** Everything printed so far, both streams. */
  output: () => string;
  /** Settles with the exit code, or null where a signal ended it. */
  ended: Promise<number | null>;
  /** Ends the process and everything that it started; settles when it is gone. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called with each whole line, of either stream. */
  onLine?: (line: string) => void;
}

const running = new Set<Started>();

/**
 * Starts a process as the head of a group of its own, so that ending it ends what it forked as well, by the ids of
 * processes that are ours alone. Standard input is closed. Throws where the command does not exist.
 */
export async function start(command: string, args: readonly string[], options: StartOptions = {}): Promise<Started> {
  // On Windows commands such as npm and code are batch files, which only a shell runs, and a shell splits at spaces.
  const shell = process.platform === 'win32' && !/\.exe$/i.test(command);
  const quoted = (text: string) => (shell && /\s/.test(text) ? `"${text}"` : text);
  const child = spawn(quoted(command), args.map(quoted), {
    shell,
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      text += line + '\n';
      options.onLine?.(line);
    });
  }
  const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const started: Started = { child, output: () => text, ended, stop: () => stop(child) };
  running.add(started);
  void ended.then(() => running.delete(started));
  return started;
}

/**
 * Runs a command to its end. Each line that it prints is a sign of progress for the `watch`; once this reports that there
 * has been none for too long, the command is ended. `cutShort` says why it did not come to its own end, else it is null.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: StartOptions & { watch?: HangWatch } = {},
): Promise<{ code: number | null; output: string; cutShort: string | null }> {
  const { watch, onLine = line => watch?.says(line) } = options;
  let hung: string | null = null;
  try {
    const started = await start(command, args, { ...options, onLine });
    void watch?.hung.then(sentence => {
      hung = sentence;
      void started.stop();
    });
    const code = await started.ended;
    const { signalCode } = started.child;
    const cutShort = hung ?? (signalCode === null ? null : `Ended by ${signalCode}.`);
    return { code, output: started.output(), cutShort };
  } finally {
    watch?.stop();
  }
}

/** How long, in milliseconds, a process may take to put its things away before it is ended the hard way. */
const grace = 3_000;

async function stop(child: ChildProcess): Promise<void> {
  const pid = child.pid;
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    await new Promise<void>(resolve => {
      spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).once('close', () => resolve());
    });
    return;
  }
  // A child may have left the group, or outlive the head of it, so the family is listed before anyone is asked to go.
  const family = new Set((await familyOf(pid)).map(member => member.pid));
  for (const member of family) signal(member, 'SIGTERM');
  const deadline = Date.now() + grace;
  for (;;) {
    const left = (await processes()).filter(one => one.alive && (family.has(one.pid) || one.group === pid));
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      for (const member of left) signal(member.pid, 'SIGKILL');
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // Gone in the meantime, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Ends everything that `start` started and that still runs. */
export async function stopEverything(): Promise<void> {
  await Promise.all([...running].map(started => started.stop()));
}

const endings: (() => Promise<void>)[] = [];
let ending = false;

/** Settles at once, or never where a signal is ending this process: what was started then ends because of that. */
export function unlessEnding(): Promise<void> {
  return ending ? new Promise(() => {}) : Promise.resolve();
}

/** Something to be put away when a signal ends this process, after everything started has been stopped. */
export function onEnd(step: () => Promise<void>): void {
  endings.push(step);
}

/**
 * From here on Ctrl-C, a closed terminal and a polite kill end everything that was started before this process ends,
 * with the exit code that a shell expects; Ctrl-C is the regular end and gives 0.
 */
export function endWithSignals(): void {
  const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      void stopEverything()
        .then(() => Promise.all(endings.map(step => step())))
        .finally(() => process.exit(signal === 'SIGINT' ? 0 : 128 + numbers[signal]));
    });
  }
}
