import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { DecisionMade } from '../../engine/index.ts';
import { blockedLine, limitMs } from '../../gate/node/program.ts';
import type { Stamp } from '../../exports/stamp.ts';
import { hostOf } from '../../hosts/index.ts';
import { listed } from '../../report/counts.ts';
import { canaryCalls } from './calls.ts';
import { decidedSince, sizesOf } from './decided.ts';
import { decisionLogs } from './gates.ts';
import { isForGate, type CanaryCall, type CanaryEvent, type InstalledHook, type Place } from './hook.ts';
import type { Installation } from './installations.ts';
import { inTurn } from './in-turn.ts';
import { runProcess, type Ran, type Start } from './process.ts';
import { fault, note, ok, type CanaryResult, type Line } from './report.ts';

/** How many hooks run at once. */
const atOnce = 4;

/** No hook runs for longer than this, whatever the host allows, in milliseconds. */
const maxRunMs = 30_000;

/** A hook that runs a gate at an event of a call. */
export interface GateRun {
  call: CanaryCall;
  hook: InstalledHook;
  event: CanaryEvent;
  start: Start;
}

export interface Route {
  calls: CanaryResult[];
  lines: Line[];
  /** Each hook that was run. */
  runs: GateRun[];
}

/** Sends a call of each kind to the hooks that the host would ask, and looks for their decisions in the log. */
export async function testRoute(
  installation: Installation,
  place: Place,
  { run, rules }: { run: string; rules: Stamp | null },
): Promise<Route> {
  const { player } = installation;
  const calls = canaryCalls(player.host, run);
  const runs = calls.flatMap(call => gateRuns(installation, call, place));
  const starts = runs.map(({ start }) => start);
  const before = sizesOf(decisionLogs(place.root, starts));
  const ended = await inTurn(runs, atOnce, ({ start }) => runProcess(start));
  const logs = decisionLogs(place.root, starts);
  const decided = decidedSince(before, logs);

  const results = calls.map((call): CanaryResult => {
    const { title, session } = call;
    const mine = runs.flatMap((each, at) => (each.call === call ? [{ ...each, ran: ended[at] as Ran }] : []));
    if ((decided.get(session) ?? []).length > 0) return { call: title, result: 'decided', why: null };
    const [first] = mine;
    if (first === undefined) return { call: title, result: 'never-reached', why: whyNever(installation, call, place) };
    return { call: title, result: 'failed', why: whyFailed(first.ran, first.start, place, logs) };
  });
  const decisions = calls.flatMap(({ session }) => decided.get(session) ?? []);
  return {
    calls: results,
    runs,
    lines: [
      ...resultLines(results, fixOf(installation)),
      ...decisionLines(decisions, installation, rules),
      ...twiceLines(calls, decided),
      ...otherHooks(installation, calls, place.root),
    ],
  };
}

/** What writes the configuration again. */
export function fixOf({ target }: Installation, ruleSet = 'RULESET'): string {
  return `Run \`handrail export ${ruleSet} --to ${target}\`.`;
}

function gateRuns({ player, hooks, off }: Installation, call: CanaryCall, place: Place): GateRun[] {
  if (off.length > 0) return [];
  return player.events(call, place.root).flatMap(event =>
    hooks
      .filter(hook => isForGate(hook) && isAsked(hook, event, player.matches))
      .map(hook => {
        const start = player.start(hook, event, place);
        return { call, hook, event, start: { ...start, timeoutMs: Math.min(start.timeoutMs, maxRunMs) } };
      }),
  );
}

function isAsked(hook: InstalledHook, event: CanaryEvent, matches: Installation['player']['matches']): boolean {
  return hook.event === event.name && hook.obstacle === null && matches(hook, event);
}

function whyNever({ player, hooks, off, damaged }: Installation, call: CanaryCall, { root }: Place): string {
  if (off.length > 0) return off.join(' ');
  const events = player.events(call, root);
  const names = events.map(({ name }) => name);
  const atEvent = hooks.filter(hook => isForGate(hook) && names.includes(hook.event));
  if (atEvent.length === 0) {
    if (damaged.length > 0) return damaged.join(' ');
    const expected = hostOf(player.host).events.filter(
      ({ tools, name }) => tools.includes(call.kind) && names.includes(name),
    );
    const shown = expected.length > 0 ? expected.map(({ name }) => name) : names;
    return `No gate is installed at ${listed(
      shown.map(name => `\`${name}\``),
      'or',
    )}.`;
  }
  const obstacle = atEvent.find(hook => hook.obstacle !== null)?.obstacle ?? null;
  if (obstacle !== null) return `The hook ${obstacle}.`;
  const matchers = [...new Set(atEvent.map(({ matcher }) => `\`${String(matcher)}\``))];
  return `The matcher ${listed(matchers, 'or')} leaves it out.`;
}

function whyFailed(ran: Ran, start: Start, { root }: Place, logs: readonly string[]): string {
  if (ran.error !== null) return `The command cannot start: ${ran.error}.`;
  if (ran.timedOut) return `The command gave no answer within ${start.timeoutMs / 1000} s.`;
  const missing = ran.stderr.includes(blockedLine) ? null : missingGate(start, root);
  if (missing !== null) return `There is no ${missing}, which the command runs.`;
  const closed = ran.code === 2 ? logs.find(log => !isWritable(log)) : undefined;
  if (closed !== undefined) return `The gate cannot write ${path.relative(root, closed)}, so it blocks every call.`;
  if (ran.code === 127) return `The command is not found: ${firstLine(ran.stderr)}`;
  const said = firstLine(ran.stderr);
  if (ran.code !== 0)
    return `The command failed${ran.code === null ? '' : ` with code ${ran.code}`}${said === '' ? '.' : `: ${said}`}`;
  return 'The command answered, and there is no decision in a log: nothing shows that it asked the rules.';
}

/** A gate file that a command names and that does not exist. */
function missingGate({ args, cwd }: Start, root: string): string | null {
  // What a shell fills in before the path is the root of the repository.
  const named = args.flatMap(arg => arg.replaceAll(`${root}/`, '').match(/(?:[\w.@-]+\/)*gate\.mjs/g) ?? []);
  const missing = named.find(file => ![root, cwd, '/'].some(folder => existsSync(path.join(folder, file))));
  return missing ?? null;
}

function isWritable(log: string): boolean {
  try {
    accessSync(log, constants.W_OK);
    return statSync(log).isFile();
  } catch {
    return false;
  }
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 200);
}

function resultLines(results: readonly CanaryResult[], fix: string): Line[] {
  const decided = results.filter(({ result }) => result === 'decided').map(({ call }) => call);
  const whys = [...new Set(results.flatMap(({ why }) => why ?? []))];
  const faults = whys.map(why => {
    const same = results.filter(each => each.why === why);
    const never = same[0]?.result === 'never-reached';
    return fault(
      'route',
      `${capital(listed(same.map(({ call }) => call)))}: ${never ? 'never reached the gate' : 'the gate did not decide'}. ${why}`,
      fix,
    );
  });
  return decided.length === 0 ? faults : [ok('route', `Decided by the rules: ${listed(decided)}.`), ...faults];
}

/** Whether the right rules decided, and for the right host. */
function decisionLines(
  decisions: readonly DecisionMade[],
  { player, target }: Installation,
  rules: Stamp | null,
): Line[] {
  const lines: Line[] = [];
  const name = player.host.startsWith('copilot') ? 'copilot' : player.host;
  const hosts = new Set(decisions.map(({ input }) => (input['host'] as { name?: string } | undefined)?.name));
  const wrong = [...hosts].filter(each => each !== undefined && each !== name);
  if (wrong.length > 0)
    lines.push(
      fault(
        'route',
        `The command answers as for ${listed(wrong.map(each => `\`${each}\``))}, which ${hostOf(player.host).title} may not understand.`,
        `Give the gate \`--host ${name}\`.`,
      ),
    );
  if (rules === null) return lines;
  const others = new Map<string, string>();
  for (const { record } of decisions) {
    if (record === undefined || (record.ruleset === rules.name && record.digest.startsWith(rules.digest))) continue;
    others.set(record.digest, `${record.ruleset} ${record.version} (${record.digest.slice(0, 12)})`);
  }
  for (const other of others.values())
    lines.push(
      fault(
        'rules',
        `${other} decides here, and the rules are ${rules.name} ${rules.version} (${rules.digest}).`,
        `Run \`handrail export RULESET --to ${target}\`.`,
      ),
    );
  return lines;
}

/** Two gates that decide about one call spend grants twice, and ask a person twice. */
function twiceLines(calls: readonly CanaryCall[], decided: ReadonlyMap<string, readonly unknown[]>): Line[] {
  const twice = calls.filter(({ session }) => (decided.get(session) ?? []).length > 1);
  if (twice.length === 0) return [];
  return [
    fault(
      'route',
      `${capital(listed(twice.map(({ title }) => title)))}: two gates decide about one call, which asks a person twice and spends grants twice.`,
      'Remove one of the hooks.',
    ),
  ];
}

/** Hooks beside the gate are not run: only their authors know what they do. */
function otherHooks({ player, hooks }: Installation, calls: readonly CanaryCall[], root: string): Line[] {
  const events = calls.flatMap(call => player.events(call, root));
  const others = hooks.filter(hook => !isForGate(hook) && events.some(event => isAsked(hook, event, player.matches)));
  const names = [...new Set(others.map(({ event, command }) => `\`${command}\` (${event})`))];
  return names.map(name =>
    note(
      'hooks',
      `Another hook is asked too, and was not run: ${name}. What it answers counts beside the gate, or before it.`,
    ),
  );
}

/** A host that stops waiting before the gate gives up does not hear it. */
export function timeoutLines({ player, hooks, target }: Installation): Line[] {
  const short = hooks.filter(hook => isForGate(hook) && hook.timeoutMs <= limitMs);
  const [first] = short;
  if (first === undefined) return [];
  return [
    fault(
      'wall',
      `${hostOf(player.host).title} waits ${first.timeoutMs / 1000} s for the hook in ${first.file}; the gate may take ${limitMs / 1000} s before it blocks.`,
      `Run \`handrail export RULESET --to ${target}\`, which sets a longer timeout.`,
    ),
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
