import { resumptionFrom, resumptionOf } from '../../handoff/resumption.ts';
import { fallbackKeys, type Fallback, type Fallbacks, type RuleSet, type Target } from '../../model/rule-set.ts';
import { describeDuration, parseDuration } from '../../model/time/duration.ts';
import type { ChangeClass, Consequence } from '../facts.ts';
import { fallbackChange, fallbackInWords, haveSameMeaning, pastFallback } from './fallback.ts';
import { fallbacksOf, type Reach } from './reach.ts';
import type { Key } from './target-keys.ts';

type Details = { message: string; class: Consequence['class'] };

/** The keys that count only for a target of which a handoff is requested, not for one that joins. */
const ofRequests: ReadonlySet<Key> = new Set<Key>([
  ...(['acknowledgeWithin', 'resolveWithin', 'remindAfter', 'approvals', 'rounds', 'failOpen'] as const),
  ...fallbackKeys,
]);

/** The consequence of a changed key of a target, in both versions with what is reachable in each. */
export function detailsOf(
  key: Key,
  name: string,
  { before, after }: { before: Target; after: Target },
  sets: [RuleSet, RuleSet],
  reach: [Reach, Reach],
): Details {
  const details = asIfUsed(key, name, { before, after }, sets, reach[1]);
  const without = (reason: string): Details => ({ message: `${details.message} ${reason}`, class: 'neutral' });
  if (!reach.some(({ targets }) => targets.has(name)))
    return without(`No rule, default or fallback leads to \`${name}\`.`);
  if (ofRequests.has(key) && !reach.some(({ requested }) => requested.has(name)))
    return without(`\`${name}\` only joins other targets, whose deadlines and fallbacks apply.`);
  const [inUse, values] = isFallbackKey(key)
    ? [reach.map(({ fallbacks }) => fallbacks(name, key)), [before[key], after[key]]]
    : [[], []];
  return inUse.length > 0 && inUse.every((each, side) => !each.has(values[side]))
    ? without(`Every rule that hands over to \`${name}\` replaces it.`)
    : details;
}

function isFallbackKey(key: Key): key is keyof Fallbacks {
  return fallbackKeys.some(each => each === key);
}

function asIfUsed(
  key: Key,
  name: string,
  { before, after }: { before: Target; after: Target },
  sets: [RuleSet, RuleSet],
  reach: Reach,
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
    case 'resolveWithin': {
      const which = key === 'resolveWithin' ? 'that nobody resolves' : 'that nobody takes';
      return deadline({ name, which }, [before[key], after[key]], after, sets, reach);
    }
    case 'remindAfter':
      return {
        message: `\`${name}\` is reminded ${afterInWords(after.remindAfter)}; it was ${afterInWords(before.remindAfter)}.`,
        class: 'neutral',
      };
    case 'approvals':
      return approvals(name, before, after);
    case 'also':
      return { message: joinInWords(name, before.also, after.also), class: ofJoining(name, before, after, sets[1]) };
    case 'rounds':
      return { message: roundsInWords(name, before, after), class: 'rerouted' };
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
        class: availability(name, [after, sets[1], reach], openShare(after.hours) - openShare(before.hours)),
      };
    case 'capacity':
      return {
        message: `\`${name}\` takes ${after.capacity ?? 'any number of'} handoffs at once; it took ${before.capacity ?? 'any number'}.`,
        class: availability(
          name,
          [after, sets[1], reach],
          (after.capacity ?? Infinity) > (before.capacity ?? Infinity) ? 1 : -1,
        ),
      };
    case 'breaker':
      return breaker(name, [before, after], sets);
    case 'failOpen':
      return failOpen(name, before, after, reach);
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
  { name, which }: { name: string; which: string },
  [before, after]: [string | undefined, string | undefined],
  target: Target,
  [, setAfter]: [RuleSet, RuleSet],
  reach: Reach,
): Details {
  const [timeBefore, timeAfter] = [before, after].map(each =>
    each === undefined ? Infinity : (parseDuration(each) ?? Infinity),
  ) as [number, number];
  const fallbacks = inUse(name, 'onTimeout', target, reach);
  const [only] = fallbacks;
  const what = fallbacks.length > 1 ? 'falls back as its rule says' : fallbackInWords(only, setAfter);
  const where = after === undefined ? '' : ` ${what}`;
  const message =
    after === undefined
      ? `A handoff to \`${name}\` ${which} waits for ever; before, time ran out after ${inWords(before ?? '')}.`
      : before === undefined
        ? `A handoff to \`${name}\` ${which}${where} after ${inWords(after)}; before, it waited for ever.`
        : `A handoff to \`${name}\` ${which}${where} after ${inWords(after)}, no longer after ${inWords(before)}.`;
  if (timeBefore === timeAfter) return { message, class: 'neutral' };
  const opens = (each: Fallback | undefined): boolean =>
    timeBefore === Infinity ? resumptionOf(setAfter.targets ?? {}, target, each) > 0 : each === 'resume';
  const loosens = fallbacks.some(each => timeAfter < timeBefore === opens(each));
  return { message, class: loosens ? 'loosened' : 'tightened' };
}

function fallback(
  when: string,
  [before, after]: [string | undefined, string | undefined],
  [from, to]: [Target, Target],
  [setBefore, setAfter]: [RuleSet, RuleSet],
): Details {
  const change = fallbackChange(
    { set: setBefore, target: from, fallback: before },
    { set: setAfter, target: to, fallback: after },
  );
  const where = change.opens && after !== 'resume' ? ', where the agent can go on in the end' : '';
  const message = `${when}, it now ${fallbackInWords(after, setAfter)}${where}; before, it ${pastFallback(before, setBefore)}.`;
  return change.class === 'neutral'
    ? { message: `${when}, it ${fallbackInWords(after, setAfter)}, as it did.`, class: 'neutral' }
    : { message, class: change.class };
}

/** The class of a changed availability: less is `loosened` if the agent can resume without the target, otherwise only `rerouted`. */
function availability(
  name: string,
  [target, { targets = {} }, reach]: [Target, RuleSet, Reach],
  more: number,
): ChangeClass {
  const fallbacks = inUse(name, 'onUnavailable', target, reach);
  if (more < 0) return fallbacks.some(each => resumptionOf(targets, target, each) > 0) ? 'loosened' : 'rerouted';
  return more > 0 && fallbacks.includes('resume') ? 'tightened' : 'rerouted';
}

/** The fallbacks with which handoffs leave a target; its own if no handoff is requested of it. */
function inUse(
  name: string,
  key: keyof Fallbacks,
  target: Target,
  { fallbacks }: Reach,
): [Fallback | undefined, ...(Fallback | undefined)[]] {
  const [first, ...others] = fallbacks(name, key);
  return others.length === 0 && first === undefined ? [target[key]] : [first, ...others];
}

function approvals(name: string, { approvals: before = 1 }: Target, { approvals: after = 1 }: Target): Details {
  const needed = after === 1 ? 'One answer resolves' : `${after} different people must approve`;
  const was = before === 1 ? 'one answer did' : `${before} people had to`;
  return {
    message: `${needed} a handoff to \`${name}\`; before, ${was}.`,
    class: after < before ? 'loosened' : 'tightened',
  };
}

/**
 * A target that joins changes who is asked, not the decision. While it has the handoff, the first target may be unavailable: if the agent would then go on,
 * a second target that joins later, is replaced or no longer joins loosens.
 */
function ofJoining(
  name: string,
  { also: before }: Target,
  { also: after }: Target,
  { targets = {} }: RuleSet,
): ChangeClass {
  const [was, is] = [before, after].map(each => parseDuration(each?.after ?? '') ?? Infinity) as [number, number];
  const isWeaker = before !== undefined && (after?.target !== before.target || is > was);
  return isWeaker && resumptionFrom(targets, name) > 0 ? 'loosened' : 'rerouted';
}

function joinInWords(name: string, before: Target['also'], after: Target['also']): string {
  const says = ({ target, after: time }: NonNullable<Target['also']>) =>
    `\`${target}\` joins \`${name}\` ${joinTime(time)}`;
  if (after === undefined)
    return `No other target joins \`${name}\`${before ? `; before, \`${before.target}\` did` : ''}.`;
  if (before === undefined) return `${says(after)}.`;
  return before.target === after.target
    ? `${says(after)}, no longer ${joinTime(before.after)}.`
    : `${says(after)}; before, \`${before.target}\` did ${joinTime(before.after)}.`;
}

function joinTime(after: string): string {
  return parseDuration(after) === 0 ? 'at once' : `after ${inWords(after)}`;
}

/** More or fewer rounds only move the time at which the agent stays paused for good: until then, it is paused as well. */
function roundsInWords(name: string, { rounds: before }: Target, { rounds: after }: Target): string {
  const times = (count: number | undefined) => (count === undefined ? 'once' : `${count} times`);
  return `A handoff that nobody takes comes to \`${name}\` ${times(after)} at most; it was ${times(before)}.`;
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

function failOpen(name: string, before: Target, after: Target, { fallbacks }: Reach): Details {
  const rate = ({ failOpen: bound }: Target): number =>
    bound === undefined ? Infinity : bound.atMost / (parseDuration(bound.per) ?? 1);
  const bounds = ({ failOpen: bound }: Target): string =>
    bound === undefined ? 'without a bound' : `at most ${bound.atMost} times in ${inWords(bound.per)}`;
  const message = `The agent may go on without \`${name}\` ${bounds(after)}; it was ${bounds(before)}.`;
  const inUse = [
    ...fallbacksOf(before),
    ...fallbacksOf(after),
    ...fallbackKeys.flatMap(key => [...fallbacks(name, key)]),
  ];
  if (!inUse.includes('resume')) {
    return { message: `${message} Nothing at \`${name}\` lets the agent go on.`, class: 'neutral' };
  }
  const [from, to] = [rate(before), rate(after)];
  return { message, class: to > from ? 'loosened' : to < from ? 'tightened' : 'rerouted' };
}
