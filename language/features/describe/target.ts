import { describeDuration, parseDuration } from '../../../engine/model/time/duration.ts';
import { ownValue } from '../../../engine/model/json.ts';
import { isEndState, type EndState, type Fallback, type Target } from '../../../engine/model/rule-set.ts';
import { code, paragraphs, prose } from './markdown.ts';

type Targets = Readonly<Record<string, Target>>;

/** A target's declaration in Markdown, with what happens to a handoff that nobody takes. */
export function describeTarget(name: string, target: Target, targets: Targets): string {
  const channel = target.channel === undefined ? '' : `, by ${code(target.channel)}`;
  return paragraphs(
    `**Target** ${code(name)}: ${kinds[target.kind]}${channel}`,
    prose(target.title),
    prose(target.description),
    chainInWords(name, targets),
    availability(target, targets),
  );
}

const kinds = { human: 'a person', agent: 'an agent' } as const;

const ends: Readonly<Record<EndState, string>> = {
  pause: 'the agent stays paused',
  deny: 'the action is denied, and the agent goes on with its task',
  stop: 'the task is refused',
  resume: 'the agent continues on its own',
};

/** `Has 15 min to take over (reminder after 7 min); then supervisor, who has 30 s; then the agent stays paused.` */
function chainInWords(name: string, targets: Targets): string {
  const steps: string[] = [];
  const visited = new Set<string>();
  let at: Fallback = name;
  for (;;) {
    if (endsAt(at, targets)) {
      steps.push(ends[at]);
      break;
    }
    const target: Target | undefined = Object.hasOwn(targets, at) ? targets[at] : undefined;
    const who = at === name ? '' : code(at);
    if (target === undefined) {
      steps.push(`${who} (not defined)`);
      break;
    }
    if (visited.has(at)) {
      steps.push(...roundsInWords(at, [...visited], targets));
      break;
    }
    visited.add(at);
    const limit = timeLimit(target);
    if (limit === null) {
      steps.push(who === '' ? 'Has no time limit' : `${who}, without a time limit`);
      break;
    }
    steps.push(who === '' ? `Has ${limit}` : `${who}, with ${limit}`);
    at = target.onTimeout ?? 'pause';
  }
  return `${steps.join('; then ')}.`;
}

/** What happens when a chain comes back to a target: it goes round until a target in the loop has had it as often as its `rounds` allow. */
function roundsInWords(back: string, chain: readonly string[], targets: Targets): string[] {
  const counted = chain.slice(chain.indexOf(back)).flatMap(name => {
    const rounds = targets[name]?.rounds;
    return rounds === undefined ? [] : `${code(name)} was asked ${rounds} times`;
  });
  if (counted.length === 0) return [`${code(back)} again, in an endless loop`];
  return [`${code(back)} again, until ${counted.join(' or ')}`, ends.pause];
}

function timeLimit({ acknowledgeWithin, resolveWithin, remindAfter }: Target): string | null {
  const reminder = remindAfter === undefined ? '' : ` (reminder after ${inWords(remindAfter)})`;
  if (acknowledgeWithin !== undefined) {
    const resolve = resolveWithin === undefined ? '' : ` and ${inWords(resolveWithin)} to resolve it`;
    return `${inWords(acknowledgeWithin)} to take over${reminder}${resolve}`;
  }
  return resolveWithin === undefined ? null : `${inWords(resolveWithin)} to resolve it${reminder}`;
}

function availability(
  { hours, capacity, breaker, onUnavailable, onReject, approvals, also }: Target,
  targets: Targets,
): string {
  const fallback = (to: Fallback | undefined) => fallbackInWords(to, targets);
  const lines: string[] = [];
  if (approvals !== undefined) lines.push(`- ${approvals} different people must approve`);
  if (also !== undefined) lines.push(`- ${code(also.target)} joins ${joinInWords(also.after)}`);
  const limits: string[] = [];
  if (hours !== undefined)
    limits.push(
      prose(`available ${listed(ownValue(hours, 'days'))} ${hours.from} to ${hours.until} (${hours.timezone})`) ?? '',
    );
  if (capacity !== undefined) limits.push(`at most ${capacity} at once`);
  if (limits.length > 0) lines.push(`- ${limits.join(', ')}; else: ${fallback(onUnavailable)}`);
  if (breaker !== undefined) {
    lines.push(
      `- after ${breaker.failures} failures within ${inWords(breaker.within)}: ${fallback(breaker.then)}, for ${inWords(breaker.cooldown)}`,
    );
  }
  if (onReject !== undefined) lines.push(`- when the task is handed back: ${fallback(onReject)}`);
  return lines.join('\n');
}

/** When a second target joins: counted from the request, if the handoff is not over by then. */
function joinInWords(after: string): string {
  return parseDuration(after) === 0 ? 'at once' : `after ${inWords(after)}, if it is not over by then`;
}

function listed(days: unknown): string {
  return Array.isArray(days) ? days.join(', ') : '';
}

function fallbackInWords(to: Fallback = 'pause', targets: Targets): string {
  return endsAt(to, targets) ? ends[to] : code(to);
}

function endsAt(fallback: Fallback, targets: Targets): fallback is EndState {
  return isEndState(fallback, name => Object.hasOwn(targets, name));
}

function inWords(duration: string): string {
  const milliseconds = parseDuration(duration);
  return milliseconds === undefined ? (prose(duration) ?? '') : describeDuration(milliseconds);
}
