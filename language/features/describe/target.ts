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
      steps.push(`${code(at)} again, in an endless loop`);
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

function timeLimit({ acknowledgeWithin, resolveWithin, remindAfter }: Target): string | null {
  const reminder = remindAfter === undefined ? '' : ` (reminder after ${inWords(remindAfter)})`;
  if (acknowledgeWithin !== undefined) {
    const resolve = resolveWithin === undefined ? '' : ` and ${inWords(resolveWithin)} to resolve it`;
    return `${inWords(acknowledgeWithin)} to take over${reminder}${resolve}`;
  }
  return resolveWithin === undefined ? null : `${inWords(resolveWithin)} to resolve it${reminder}`;
}

function availability({ hours, capacity, breaker, onUnavailable, onReject }: Target, targets: Targets): string {
  const fallback = (to: Fallback | undefined) => fallbackInWords(to, targets);
  const lines: string[] = [];
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
