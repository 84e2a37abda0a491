import { describeDuration, parseDuration } from '../../model/time/duration.ts';
import { oversight, type Decision, type RuleSet, type Target } from '../../model/rule-set.ts';
import { resumptionOf } from '../../handoff/resumption.ts';
import type { ChangeClass, Consequence, Region } from '../facts.ts';
import { consequence, differences, same } from './compared.ts';
import { fallbacksOf } from './reach.ts';

type Told = { message: string; class: Consequence['class'] };

/** The consequences of changed targets. */
export function targetConsequences(
  before: RuleSet,
  after: RuleSet,
  isReached: (name: string) => boolean,
): Consequence[] {
  return differences(before.targets, after.targets).flatMap(({ name, old, next }) => {
    const path = ['targets', name];
    if (old === undefined || next === undefined) {
      const message = old === undefined ? `\`${name}\` is a new target.` : `\`${name}\` is no target any more.`;
      return [consequence('target', name, path, { old, next }, { message, class: 'neutral' })];
    }
    const reached = isReached(name);
    return changedKeys(old, next).map(key => {
      const told = toldOf(key, name, { old, next }, [before, after]);
      return consequence(
        'target',
        name,
        [...path, key],
        { old: old[key], next: next[key] },
        reached
          ? told
          : {
              message: `${told.message} No rule, default or fallback leads to \`${name}\`.`,
              class: 'neutral',
            },
      );
    });
  });
}

/** The consequences of less oversight at the target to which handoffs now go instead. Regions and fallbacks say only that the target changed. */
export function replacementConsequences(
  before: RuleSet,
  after: RuleSet,
  regions: readonly Region[],
  [then, now]: [ReadonlySet<string>, ReadonlySet<string>],
): Consequence[] {
  // A new target that replaces a removed one counts as the same one, edited. Between two that existed before, the region says everything.
  const isNew = (to: string) => !then.has(to);
  return otherTargets(before, after, regions).flatMap(({ from, to, isDecided }) => {
    const [old, next] = [before.targets?.[from], after.targets?.[to]];
    if (old === undefined || next === undefined) return [];
    if (!isNew(to)) return [];
    const whole = !now.has(from);
    const judged = changedKeys(old, next).filter(key => whole || (isDecided && key.endsWith('Within')));
    return judged.flatMap(key => {
      const told = toldOf(key, to, { old, next }, [before, after]);
      if (told.class !== 'loosened') return [];
      const message = `\`${to}\` ${whole ? 'replaces' : 'takes handoffs from'} \`${from}\`: ${told.message}`;
      const values = { old: old[key], next: next[key] };
      return [
        consequence('target', to, ['targets', to, key], values, { message, class: whole ? 'loosened' : 'rerouted' }),
      ];
    });
  });
}

/** Pairs of targets of which handoffs go to the second instead of the first: by a decision (`isDecided`), or by a fallback of the same or a replaced target. */
function otherTargets(
  before: RuleSet,
  after: RuleSet,
  regions: readonly Region[],
): { from: string; to: string; isDecided: boolean }[] {
  const pairs = new Map<string, { from: string; to: string; isDecided: boolean }>();
  const add = (from: string | undefined, to: string | undefined, isDecided: boolean) => {
    const key = JSON.stringify([from, to]);
    if (from !== undefined && to !== undefined && !pairs.has(key)) pairs.set(key, { from, to, isDecided });
  };
  for (const { before: old, after: next } of regions) add(old.outcome.to, next.outcome.to, true);
  for (const name of Object.keys(after.targets ?? {})) add(name, name, false);
  for (const { from, to } of pairs.values()) {
    const [old, next] = [before.targets?.[from], after.targets?.[to]];
    for (const key of ['onTimeout', 'onUnavailable', 'onReject'] as const) add(old?.[key], next?.[key], false);
    add(old?.breaker?.then, next?.breaker?.then, false);
  }
  return [...pairs.values()].filter(({ from, to }) => from !== to);
}

const keys = [
  'kind',
  'channel',
  'acknowledgeWithin',
  'resolveWithin',
  'remindAfter',
  'onTimeout',
  'onUnavailable',
  'onReject',
  'hours',
  'capacity',
  'breaker',
  'failOpen',
  'title',
  'description',
] as const;
type Key = (typeof keys)[number];

function changedKeys(old: Target, next: Target): Key[] {
  return keys.filter(key => !same(old[key], next[key]));
}

function toldOf(key: Key, name: string, { old, next }: { old: Target; next: Target }, sets: [RuleSet, RuleSet]): Told {
  switch (key) {
    case 'kind':
      return {
        message: `\`${name}\` is ${kindInWords(next)} now, no longer ${kindInWords(old)}.`,
        class: next.kind === 'agent' ? 'loosened' : 'tightened',
      };
    case 'channel':
      return {
        message: `Handoffs to \`${name}\` go to ${next.channel ?? 'no channel'}, no longer to ${old.channel ?? 'none'}.`,
        class: 'rerouted',
      };
    case 'acknowledgeWithin':
      return deadline(name, 'that nobody takes', [old.acknowledgeWithin, next.acknowledgeWithin], next, sets);
    case 'resolveWithin':
      return deadline(name, 'that nobody resolves', [old.resolveWithin, next.resolveWithin], next, sets);
    case 'remindAfter':
      return {
        message: `\`${name}\` is reminded ${afterInWords(next.remindAfter)}; it was ${afterInWords(old.remindAfter)}.`,
        class: 'neutral',
      };
    case 'onTimeout':
      return fallback(`When time runs out at \`${name}\``, [old.onTimeout, next.onTimeout], [old, next], sets);
    case 'onUnavailable':
      return fallback(`When \`${name}\` is not available`, [old.onUnavailable, next.onUnavailable], [old, next], sets);
    case 'onReject':
      return fallback(`When \`${name}\` rejects a handoff`, [old.onReject, next.onReject], [old, next], sets);
    case 'hours':
      return {
        message: `\`${name}\` is open ${hoursInWords(next.hours)}; it was ${hoursInWords(old.hours)}.`,
        class: availability(next, sets[1], openShare(next.hours) - openShare(old.hours)),
      };
    case 'capacity':
      return {
        message: `\`${name}\` takes ${next.capacity ?? 'any number of'} handoffs at once; it took ${old.capacity ?? 'any number'}.`,
        class: availability(next, sets[1], (next.capacity ?? Infinity) > (old.capacity ?? Infinity) ? 1 : -1),
      };
    case 'breaker':
      return breaker(name, [old, next], sets);
    case 'failOpen':
      return failOpen(name, old, next);
    case 'title':
    case 'description':
      return { message: `The ${key} of \`${name}\` changed.`, class: 'neutral' };
  }
}

function kindInWords({ kind }: Target): string {
  return kind === 'human' ? 'a human' : 'an agent';
}

function afterInWords(duration: string | undefined): string {
  return duration === undefined ? 'never' : `after ${inWords(duration)}`;
}

function inWords(duration: string): string {
  const milliseconds = parseDuration(duration);
  return milliseconds === undefined ? duration : describeDuration(milliseconds);
}

/**
 * The consequence of a changed deadline. If the agent resumes on timeout, more time for people is more oversight; otherwise, an earlier fallback is. A new
 * deadline also loosens oversight if its chain of fallbacks can end in `resume`.
 */
function deadline(
  name: string,
  which: string,
  [old, next]: [string | undefined, string | undefined],
  target: Target,
  [, { targets = {} }]: [RuleSet, RuleSet],
): Told {
  const [was, is] = [old, next].map(each => (each === undefined ? Infinity : (parseDuration(each) ?? Infinity))) as [
    number,
    number,
  ];
  const where = next === undefined ? '' : ` ${fallbackInWords(target.onTimeout)}`;
  const message =
    next === undefined
      ? `A handoff to \`${name}\` ${which} waits for ever; before, time ran out after ${inWords(old ?? '')}.`
      : old === undefined
        ? `A handoff to \`${name}\` ${which}${where} after ${inWords(next)}; before, it waited for ever.`
        : `A handoff to \`${name}\` ${which}${where} after ${inWords(next)}, no longer after ${inWords(old)}.`;
  if (was === is) return { message, class: 'neutral' };
  const opens = was === Infinity ? resumptionOf(targets, target, target.onTimeout) > 0 : target.onTimeout === 'resume';
  return { message, class: is < was === opens ? 'loosened' : 'tightened' };
}

function fallbackInWords(fallback: string | undefined): string {
  switch (fallback) {
    case undefined:
    case 'pause':
      return 'leaves the agent paused';
    case 'resume':
      return 'lets the agent go on';
    case 'stop':
      return 'ends the task';
    default:
      return `goes to \`${fallback}\``;
  }
}

/** The decision with the same oversight as a fallback. */
function asDecision(fallback: string | undefined, { targets = {} }: RuleSet): Decision {
  switch (fallback) {
    case 'resume':
      return 'continue';
    case 'stop':
      return 'stop';
    case undefined:
    case 'pause':
      return 'pause';
    default:
      return targets[fallback]?.kind === 'agent' ? 'route' : 'escalate';
  }
}

function fallback(
  when: string,
  [old, next]: [string | undefined, string | undefined],
  [oldOwner, nextOwner]: [Target, Target],
  [before, after]: [RuleSet, RuleSet],
): Told {
  const more = oversight(asDecision(next, after)) - oversight(asDecision(old, before));
  const opens = resumptionOf(after.targets ?? {}, nextOwner, next) > resumptionOf(before.targets ?? {}, oldOwner, old);
  const where = opens && next !== 'resume' ? ', where the agent can go on in the end' : '';
  const message = `${when}, it now ${fallbackInWords(next)}${where}; before, it ${pastOf(old)}.`;
  if ((old ?? 'pause') === (next ?? 'pause'))
    return { message: `${when}, it ${fallbackInWords(next)}, as it did.`, class: 'neutral' };
  return { message, class: opens || more < 0 ? 'loosened' : more === 0 ? 'rerouted' : 'tightened' };
}

function pastOf(fallback: string | undefined): string {
  return fallbackInWords(fallback)
    .replace(/^leaves/, 'left')
    .replace(/^lets/, 'let')
    .replace(/^ends/, 'ended')
    .replace(/^goes/, 'went');
}

/** The class of a changed availability: less is `loosened` if the agent can resume without the target, otherwise only `rerouted`. */
function availability(target: Target, { targets = {} }: RuleSet, more: number): ChangeClass {
  const { onUnavailable } = target;
  if (more < 0) return resumptionOf(targets, target, onUnavailable) > 0 ? 'loosened' : 'rerouted';
  return more > 0 && onUnavailable === 'resume' ? 'tightened' : 'rerouted';
}

function hoursInWords(hours: Target['hours']): string {
  return hours === undefined
    ? 'at all times'
    : `${hours.days.join(', ')} from ${hours.from} until ${hours.until} (${hours.timezone})`;
}

/** Opening time per week, in minutes. */
function openShare(hours: Target['hours']): number {
  if (hours === undefined) return 7 * 24 * 60;
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const span = minutes(hours.until) - minutes(hours.from);
  return hours.days.length * (span > 0 ? span : span + 24 * 60);
}

function breaker(name: string, targets: [Target, Target], sets: [RuleSet, RuleSet]): Told {
  const [{ breaker: old }, { breaker: next }] = targets;
  if (next === undefined) return { message: `Handoffs go to \`${name}\` however often they fail.`, class: 'rerouted' };
  const what = `After ${next.failures} failures within ${inWords(next.within)}, \`${name}\` is left alone for ${inWords(next.cooldown)}`;
  if (old?.then !== next.then) return fallback(what, [old?.then, next.then], targets, sets);
  const was = `${old.failures} failures within ${inWords(old.within)} and ${inWords(old.cooldown)}`;
  return { message: `${what}; it was ${was}.`, class: 'rerouted' };
}

function failOpen(name: string, old: Target, next: Target): Told {
  const rate = ({ failOpen: bound }: Target): number =>
    bound === undefined ? Infinity : bound.atMost / (parseDuration(bound.per) ?? 1);
  const bounds = ({ failOpen: bound }: Target): string =>
    bound === undefined ? 'without a bound' : `at most ${bound.atMost} times in ${inWords(bound.per)}`;
  const message = `The agent may go on without \`${name}\` ${bounds(next)}; it was ${bounds(old)}.`;
  if (![...fallbacksOf(old), ...fallbacksOf(next)].includes('resume')) {
    return { message: `${message} Nothing at \`${name}\` lets the agent go on.`, class: 'neutral' };
  }
  return { message, class: rate(next) > rate(old) ? 'loosened' : rate(next) < rate(old) ? 'tightened' : 'rerouted' };
}
