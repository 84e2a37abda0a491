import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { failureOf, holds, hostOf, type HookHostId, type HostFailure } from '../../hosts/index.ts';
import { listed } from '../../report/counts.ts';
import { git } from '../versions/git.ts';
import { isForGate } from './hook.ts';
import { gatesOf, gateFiles } from './gates.ts';
import type { Installation } from './installations.ts';
import { inTurn } from './in-turn.ts';
import { runProcess, type Ran } from './process.ts';
import { fault, note, ok, type Line } from './report.ts';
import { fixOf, type GateRun } from './route.ts';

/** How a gate is broken in a copy of the repository; null removes it. */
const faults: Readonly<Record<string, (gate: Buffer) => Buffer | string | null>> = {
  missing: () => null,
  empty: () => '',
  'cut in half': gate => gate.subarray(0, gate.length >> 1),
  killed: () => "process.kill(process.pid, 'SIGKILL');\n",
};

/** Configurations and gates: all that a hook reads. */
const copied = ['.handrail', '.claude', '.cursor', '.codex', '.gemini', '.github/hooks', 'plugins'];

/** What no hook needs and may be large. A gate that is broken writes no log. */
const leftOut = /\.decisions\.jsonl|[\\/](?:node_modules|worktrees)$/;

/** Runs each hook with its gate broken, in a copy of the repository, and says whether the host blocks the call then. */
export async function testWall(installation: Installation, runs: readonly GateRun[], root: string): Promise<Line[]> {
  const { player, plugin } = installation;
  const { host } = player;
  const lines = switchLines(installation);
  const gates = gateFiles(root);
  const once = new Map(runs.map(run => [JSON.stringify([run.hook, run.event.name]), run]));
  const tested = [...once.values()].filter(({ start }) => gatesOf(start, gates).length > 0);
  if (tested.length === 0) {
    if (runs.length > 0)
      lines.push(note('wall', 'Not tested: the hook runs no gate file that an export wrote.', fixOf(installation)));
    return lines;
  }
  const passing = await inTurn(Object.keys(faults), 2, async name => {
    const copy = await brokenCopy(root, name);
    try {
      const place = { root: copy, plugin: plugin === null ? null : path.join(copy, plugin) };
      const effects: boolean[] = [];
      for (const { hook, event, start } of tested) {
        const moved = movedHook(hook, root, copy);
        const ran = await runProcess({ ...player.start(moved, event, place), timeoutMs: start.timeoutMs });
        effects.push(isHeld(host, event.name, ran, hook.guarded));
      }
      return effects.every(Boolean) ? null : name;
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  });
  const open = passing.filter(name => name !== null);
  const closed = Object.keys(faults).filter(name => !open.includes(name));
  if (closed.length > 0) lines.push(ok('wall', `Blocks while the gate is ${listed(closed, 'or')}.`));
  if (open.length > 0)
    lines.push(fault('wall', `Lets calls through while the gate is ${listed(open, 'or')}.`, fixOf(installation)));
  return lines;
}

/** The host's own switch for failing closed. */
function switchLines(installation: Installation): Line[] {
  const { host } = installation.player;
  const open = installation.hooks.filter(hook => hook.guarded === false && isForGate(hook));
  const [first] = open;
  if (first === undefined) return [];
  const events = [...new Set(open.map(({ event }) => `\`${event}\``))];
  return [
    fault(
      'wall',
      `${hostOf(host).guard ?? 'The switch for failing closed'} is missing at ${listed(events)} in ${first.file}: a gate that fails lets the call through.`,
      fixOf(installation),
    ),
  ];
}

/** True if the host does not run the call after such an end of its hook, by the facts of `hosts/`. */
function isHeld(host: HookHostId, event: string, ran: Ran, guarded: boolean | null): boolean {
  const effect = failureOf(host, event, failureIn(ran), guarded === true);
  return effect !== null && holds(effect);
}

/** A command that itself turns failures into code 2 has done so: what counts is how it ended. */
function failureIn({ code, stdout, stderr, timedOut, error }: Ran): HostFailure {
  if (timedOut) return 'timeout';
  if (error !== null || code === 126 || code === 127) return 'gate-missing';
  if (code === null) return 'crash';
  if (code !== 0 && code !== 2) return 'exit-1';
  if (stdout.trim() !== '') return 'broken-output';
  return code === 2 && stderr.trim() !== '' ? 'exit-2' : 'empty-output';
}

async function brokenCopy(root: string, name: string): Promise<string> {
  const copy = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'handrail-doctor-')));
  // A hook may ask git for the root of the repository.
  await git(copy, ['init', '--quiet']).catch(() => null);
  for (const part of copied) copyPart(path.join(root, part), path.join(copy, part));
  const damage = faults[name];
  for (const { file } of gateFiles(root)) {
    const broken = damage?.(readFileSync(path.join(root, file))) ?? null;
    rmSync(path.join(copy, file), { force: true });
    if (broken !== null) writeFileSync(path.join(copy, file), broken);
  }
  return copy;
}

function copyPart(from: string, to: string): void {
  try {
    mkdirSync(path.dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true, dereference: true, filter: file => !leftOut.test(file) });
  } catch {
    // What is not there, or cannot be read, is not in the copy either.
  }
}

/** A hook whose paths into the repository lead into the copy. */
function movedHook<T extends { command: string; args?: readonly string[] }>(hook: T, root: string, copy: string): T {
  const moved = (text: string) => text.replaceAll(root, () => copy);
  return {
    ...hook,
    command: moved(hook.command),
    ...(hook.args === undefined ? {} : { args: hook.args.map(moved) }),
  };
}
