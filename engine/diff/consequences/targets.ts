import { describeDuration, parseDuration } from '../../model/time/duration.ts';
import { oversight, type RuleSet, type Target } from '../../model/rule-set.ts';
import { resumptionOf } from '../../handoff/resumption.ts';
import type { ChangeClass, Consequence, Region } from '../facts.ts';
import { consequence, differences, own, same } from './compared.ts';
import { asDecision, fallbackInWords, haveSameMeaning, pastFallback } from './fallback.ts';
import { fallbacksOf } from './reach.ts';

type Details = { message: string; class: Consequence['class'] };

/** The consequences of changed targets. */
export function targetConsequences(
  setBefore: RuleSet,
  setAfter: RuleSet,
  isReached: (name: string) => boolean,
): Consequence[] {
  const sets: [RuleSet, RuleSet] = [setBefore, setAfter];
  const isSame = (before?: Target, after?: Target) =>
    before === undefined || after === undefined ? before === after : changedKeys(before, after, sets).length === 0;
  return differences(setBefore.targets, setAfter.targets, isSame).flatMap(({ name, before, after }) => {
    const path = ['targets', name];
    if (before === undefined || after === undefined) {
      const message = before === undefined ? `\`${name}\` is a new target.` : `\`${name}\` is no target any more.`;
      return [consequence('target', name, path, { before, after }, { message, class: 'neutral' })];
    }
    const reached = isReached(name);
    return changedKeys(before, after, sets).map(key => {
      const details = detailsOf(key, name, { before, after }, sets);
      return consequence(
        'target',
        name,
        [...path, key],
        { before: before[key], after: after[key] },
        reached
          ? details
          : {
              message: `${details.message} No rule, default or fallback leads to \`${name}\`.`,
              class: 'neutral',
            },
      );
    });
  });
}

/** The consequences of less oversight at the target to which handoffs now go instead. Regions and fallbacks say only that the target changed. */
export function replacementConsequences(
  setBefore: RuleSet,
  setAfter: RuleSet,
  regions: readonly Region[],
  [reachedBefore, reachedAfter]: [ReadonlySet<string>, ReadonlySet<string>],
): Consequence[] {
  // A new target that replaces a removed one counts as the same one, edited. Between two that existed before, the region says everything.
  const isNew = (to: string) => !reachedBefore.has(to);
  return otherTargets(setBefore, setAfter, regions).flatMap(({ from, to, isDecided }) => {
    const [before, after] = [own(setBefore.targets, from), own(setAfter.targets, to)];
    if (before === undefined || after === undefined) return [];
    if (!isNew(to)) return [];
    const whole = !reachedAfter.has(from);
    const judged = changedKeys(before, after, [setBefore, setAfter]).filter(
      key => whole || (isDecided && key.endsWith('Within')),
    );
    return judged.flatMap(key => {
      const details = detailsOf(key, to, { before, after }, [setBefore, setAfter]);
      if (details.class !== 'loosened') return [];
      const message = `\`${to}\` ${whole ? 'replaces' : 'takes handoffs from'} \`${from}\`: ${details.message}`;
      const values = { before: before[key], after: after[key] };
      return [
        consequence('target', to, ['targets', to, key], values, { message, class: whole ? 'loosened' : 'rerouted' }),
      ];
    });
  });
}

/** Pairs of targets of which handoffs go to the second instead of the first: by a decision (`isDecided`), or by a fallback of the same or a replaced target. */
function otherTargets(
  setBefore: RuleSet,
  setAfter: RuleSet,
  regions: readonly Region[],
): { from: string; to: string; isDecided: boolean }[] {
  const pairs = new Map<string, { from: string; to: string; isDecided: boolean }>();
  const add = (from: string | undefined, to: string | undefined, isDecided: boolean) => {
    const key = JSON.stringify([from, to]);
    if (from !== undefined && to !== undefined && !pairs.has(key)) pairs.set(key, { from, to, isDecided });
  };
  for (const { before, after } of regions) add(before.outcome.to, after.outcome.to, true);
  for (const name of Object.keys(setAfter.targets ?? {})) add(name, name, false);
  for (const { from, to } of pairs.values()) {
    const [before, after] = [own(setBefore.targets, from), own(setAfter.targets, to)];
    for (const key of ['onTimeout', 'onUnavailable', 'onReject'] as const) add(before?.[key], after?.[key], false);
    add(before?.breaker?.then, after?.breaker?.then, false);
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

/** The keys of which the values differ, or a fallback `deny` that leads to a target in only one of the versions. */
function changedKeys(before: Target, after: Target, sets: [RuleSet, RuleSet]): Key[] {
  return keys.filter(key => !same(before[key], after[key]) || !isSameFallback(key, [before, after], sets));
}

function isSameFallback(key: Key, targets: [Target, Target], sets: [RuleSet, RuleSet]): boolean {
  switch (key) {
    case 'onTimeout':
    case 'onUnavailable':
    case 'onReject':
      return haveSameMeaning([targets[0][key], targets[1][key]], sets);
    case 'breaker':
      return haveSameMeaning([targets[0].breaker?.then, targets[1].breaker?.then], sets);
    default:
      return true;
  }
}

function detailsOf(
  key: Key,
  name: string,
  { before, after }: { before: Target; after: Target },
  sets: [RuleSet, RuleSet],
): Details {
  switch (key) {
    case 'kind':
      return {
        message: `\`${name}\` is ${kindInWords(after)} now, no longer ${kindInWords(before)}.`,
        class: after.kind === 'agent' ? 'loosened' : 'tightened',
      };
    case 'channel':
      return {
        message: `Handoffs to \`${name}\` go to ${after.channel ?? 'no channel'}, no longer to ${before.channel ?? 'none'}.`,
        class: 'rerouted',
      };
    case 'acknowledgeWithin':
      return deadline(name, 'that nobody takes', [before.acknowledgeWithin, after.acknowledgeWithin], after, sets);
    case 'resolveWithin':
      return deadline(name, 'that nobody resolves', [before.resolveWithin, after.resolveWithin], after, sets);
    case 'remindAfter':
      return {
        message: `\`${name}\` is reminded ${afterInWords(after.remindAfter)}; it was ${afterInWords(before.remindAfter)}.`,
        class: 'neutral',
      };
    case 'onTimeout':
      return fallback(`When time runs out at \`${name}\``, [before.onTimeout, after.onTimeout], [before, after], sets);
    case 'onUnavailable':
      return fallback(
        `When \`${name}\` is not available`,
        [before.onUnavailable, after.onUnavailable],
        [before, after],
        sets,
      );
    case 'onReject':
      return fallback(`When \`${name}\` rejects a handoff`, [before.onReject, after.onReject], [before, after], sets);
    case 'hours':
      return {
        message: `\`${name}\` is open ${hoursInWords(after.hours)}; it was ${hoursInWords(before.hours)}.`,
        class: availability(after, sets[1], openShare(after.hours) - openShare(before.hours)),
      };
    case 'capacity':
      return {
        message: `\`${name}\` takes ${after.capacity ?? 'any number of'} handoffs at once; it took ${before.capacity ?? 'any number'}.`,
        class: availability(after, sets[1], (after.capacity ?? Infinity) > (before.capacity ?? Infinity) ? 1 : -1),
      };
    case 'breaker':
      return breaker(name, [before, after], sets);
    case 'failOpen':
      return failOpen(name, before, after);
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
  [before, after]: [string | undefined, string | undefined],
  target: Target,
  [, setAfter]: [RuleSet, RuleSet],
): Details {
  const [timeBefore, timeAfter] = [before, after].map(each =>
    each === undefined ? Infinity : (parseDuration(each) ?? Infinity),
  ) as [number, number];
  const where = after === undefined ? '' : ` ${fallbackInWords(target.onTimeout, setAfter)}`;
  const message =
    after === undefined
      ? `A handoff to \`${name}\` ${which} waits for ever; before, time ran out after ${inWords(before ?? '')}.`
      : before === undefined
        ? `A handoff to \`${name}\` ${which}${where} after ${inWords(after)}; before, it waited for ever.`
        : `A handoff to \`${name}\` ${which}${where} after ${inWords(after)}, no longer after ${inWords(before)}.`;
  if (timeBefore === timeAfter) return { message, class: 'neutral' };
  const opens =
    timeBefore === Infinity
      ? resumptionOf(setAfter.targets ?? {}, target, target.onTimeout) > 0
      : target.onTimeout === 'resume';
  return { message, class: timeAfter < timeBefore === opens ? 'loosened' : 'tightened' };
}

function fallback(
  when: string,
  [before, after]: [string | undefined, string | undefined],
  [from, to]: [Target, Target],
  [setBefore, setAfter]: [RuleSet, RuleSet],
): Details {
  const more = oversight(asDecision(after, setAfter)) - oversight(asDecision(before, setBefore));
  const opens = resumptionOf(setAfter.targets ?? {}, to, after) > resumptionOf(setBefore.targets ?? {}, from, before);
  const where = opens && after !== 'resume' ? ', where the agent can go on in the end' : '';
  const message = `${when}, it now ${fallbackInWords(after, setAfter)}${where}; before, it ${pastFallback(before, setBefore)}.`;
  if (haveSameMeaning([before, after], [setBefore, setAfter]))
    return { message: `${when}, it ${fallbackInWords(after, setAfter)}, as it did.`, class: 'neutral' };
  return { message, class: opens || more < 0 ? 'loosened' : more === 0 ? 'rerouted' : 'tightened' };
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

function breaker(name: string, targets: [Target, Target], sets: [RuleSet, RuleSet]): Details {
  const [{ breaker: before }, { breaker: after }] = targets;
  if (after === undefined) return { message: `Handoffs go to \`${name}\` however often they fail.`, class: 'rerouted' };
  const what = `After ${after.failures} failures within ${inWords(after.within)}, \`${name}\` is left alone for ${inWords(after.cooldown)}`;
  if (before === undefined || !haveSameMeaning([before.then, after.then], sets))
    return fallback(what, [before?.then, after.then], targets, sets);
  const limitBefore = `${before.failures} failures within ${inWords(before.within)} and ${inWords(before.cooldown)}`;
  return { message: `${what}; it was ${limitBefore}.`, class: 'rerouted' };
}

function failOpen(name: string, before: Target, after: Target): Details {
  const rate = ({ failOpen: bound }: Target): number =>
    bound === undefined ? Infinity : bound.atMost / (parseDuration(bound.per) ?? 1);
  const bounds = ({ failOpen: bound }: Target): string =>
    bound === undefined ? 'without a bound' : `at most ${bound.atMost} times in ${inWords(bound.per)}`;
  const message = `The agent may go on without \`${name}\` ${bounds(after)}; it was ${bounds(before)}.`;
  if (![...fallbacksOf(before), ...fallbacksOf(after)].includes('resume')) {
    return { message: `${message} Nothing at \`${name}\` lets the agent go on.`, class: 'neutral' };
  }
  const [from, to] = [rate(before), rate(after)];
  return { message, class: to > from ? 'loosened' : to < from ? 'tightened' : 'rerouted' };
}
