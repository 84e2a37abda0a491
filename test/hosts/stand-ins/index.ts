import type { Effect } from '../../../hosts/index.ts';
import type { Outcome } from '../outcome.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilotCli, copilotCloud } from './copilot.ts';
import { cursor } from './cursor.ts';
import { runProcess } from './process.ts';
import type { Call, Hook, HostEvent, StandIn } from './stand-in.ts';

export type { Call, Hook, HostEvent } from './stand-in.ts';

/** Hosts without a package that runs without a login and a model. */
export const standIns = {
  'claude-code': claudeCode,
  cursor,
  codex,
  'copilot-cli': copilotCli,
  'copilot-cloud': copilotCloud,
} as const satisfies Record<string, StandIn>;

export type StandInId = keyof typeof standIns;

/** What a host did with a call, and what its hooks were told. */
export interface Played extends Outcome {
  /** Each event that reached a hook. None: the route to the gate is broken, whatever the effect. */
  asked: readonly HostEvent[];
}

/** Runs the command of a hook, and reads its answer as the host would. */
export async function runHook(
  host: StandInId,
  hook: Hook,
  event: HostEvent,
  call: Call,
  root: string,
): Promise<Outcome> {
  const standIn: StandIn = standIns[host];
  return standIn.read(await runProcess(standIn.start(hook, event, root)), hook, event, call);
}

/** What wins if several hooks answer. */
const strongest: readonly Effect[] = ['ends', 'blocks', 'asks', 'runs', 'usual'];

/** What a stand-in does with a call in a folder, by the configuration files in it. */
export async function callHost(host: StandInId, root: string, call: Call): Promise<Played> {
  const standIn: StandIn = standIns[host];
  let strong: Outcome = { effect: host === 'copilot-cloud' ? 'runs' : 'usual', reason: '' };
  const asked: HostEvent[] = [];
  for (const event of standIn.events(call, root)) {
    const hooks = standIn.hooks(root, event);
    if (hooks.length > 0) asked.push(event);
    const outcomes = await Promise.all(hooks.map(hook => runHook(host, hook, event, call, root)));
    for (const outcome of outcomes) if (isStronger(outcome, strong)) strong = outcome;
    if (strong.effect === 'ends' || strong.effect === 'blocks') break;
  }
  return { ...strong, asked };
}

function isStronger(one: Outcome, other: Outcome): boolean {
  return strongest.indexOf(one.effect) < strongest.indexOf(other.effect);
}
