import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { HangWatch } from './hang-watch.ts';
import { familyOf, processes } from './process-table.ts';

/** A started process, with all processes that it starts. */
export interface Started {
  child: ChildProcess;
  /** Everything printed so far, both streams. */
  output: () => string;
  /** Resolves with the exit code; null if a signal ended the process. */
  ended: Promise<number | null>;
  /** Ends the process and everything that it started; resolves when they are gone. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called with each line of standard output and standard error. */
  onLine?: (line: string) => void;
}

const running = new Set<Started>();

/**
 * Starts a process as the leader of a new process group, so that it can be ended with everything that it forked, and
 * nothing else. Standard input is closed. Throws if the command does not exist.
 */
export async function start(command: string, args: readonly string[], options: StartOptions = {}): Promise<Started> {
  // On Windows, npm and code are batch files, which only a shell runs, and a shell splits arguments at spaces.
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
 * Runs a command to its end. Each line that it prints counts as progress for `watch`; if `watch` reports that it hangs,
 * the command is ended. `cutShort` is the reason why the command was ended early; null if it was not.
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

/** Milliseconds between SIGTERM and SIGKILL. */
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
  // A child may have left the group, or outlive its leader, so all processes are listed before any gets a signal.
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
    // ESRCH: it has already ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Ends all processes that `start` started and that still run. */
export async function stopEverything(): Promise<void> {
  await Promise.all([...running].map(started => started.stop()));
}

const endings: (() => Promise<void>)[] = [];
let ending = false;

/** Resolves immediately, or never if a signal is ending this process. Then started processes end because of the signal, not by themselves. */
export function unlessEnding(): Promise<void> {
  return ending ? new Promise(() => {}) : Promise.resolve();
}

/** Registers clean-up for when a signal ends this process; it runs after all started processes have ended. */
export function onEnd(step: () => Promise<void>): void {
  endings.push(step);
}

/**
 * Makes SIGINT, SIGTERM and SIGHUP end all started processes before this one. The exit code is the one that a shell
 * expects, except that Ctrl-C, the regular way to end, gives 0.
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
