import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Course, courseOf, type HandoffChange, handoffChanges, type TargetResponse } from '../../engine/index.ts';
import { pickFallbacks } from '../../engine/model/outcome.ts';
import type { Fallbacks, RuleSet, Target } from '../../engine/model/rule-set.ts';
import { playByMinutes } from '../../testing/oracle/handoff-by-minutes.ts';
import { anyPolicy, type HandoffPolicy, type TimedEvent } from '../../testing/random/handoff-policies.ts';
import { cases } from '../../testing/random/random-cases.ts';

const minute = 60_000;
/** Longer than any chain of four targets with at most three rounds each and deadlines of at most five minutes. */
const until = 400;

const reminders = fc.array(fc.option(fc.integer({ min: 0, max: 6 })), { minLength: 4, maxLength: 4 });

/** Policies with reminders, in which all targets are open. */
const openPolicy = fc.tuple(anyPolicy, reminders).map(([{ targets, rules }, times]): HandoffPolicy => {
  const open = Object.entries(targets).map(([name, { hours: _, ...target }], index): [string, Target] => {
    const time = times[index] ?? null;
    return [name, time === null ? target : { ...target, remindAfter: `${time}m` }];
  });
  return { targets: Object.fromEntries(open), rules };
});

const states = { pause: 'paused', deny: 'denied', stop: 'stopped', resume: 'resumed' } as const;

/** What a course says of one minute. */
function seenAt({ steps }: Course, at: number) {
  const seen = { state: '', to: '', because: null as string | null, joined: [] as string[] };
  for (const step of steps.filter(each => each.at <= at * minute)) {
    switch (step.what) {
      case 'requested':
        Object.assign(seen, { to: step.target, joined: [] });
        seen.because = step.missed === null ? null : 'timeout';
        seen.state = step.missed === null ? 'requested' : 'handed-off';
        break;
      case 'acknowledged':
        seen.state = 'acknowledged';
        break;
      case 'joined':
        seen.joined.push(step.target);
        break;
      case 'ended':
        Object.assign(seen, { state: states[step.end], because: step.because });
        break;
      case 'reminded':
        break;
    }
  }
  return seen;
}

const responses: TargetResponse[] = ['none', 'acknowledged'];

test('a course is that of a handoff played by hand, minute by minute', () => {
  const counts = new Map<string, number>();
  const tally = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(openPolicy, ({ targets, rules }) => {
      for (const rule of rules) {
        for (const response of responses) {
          const start = { to: rule.to ?? '', fallbacks: pickFallbacks(rule) };
          const course = courseOf(targets, start, response);
          const acknowledged = course.steps.filter(({ what }) => what === 'acknowledged');
          const events = acknowledged.map(({ at, target }): TimedEvent => ({
            minute: at / minute,
            event: 'acknowledged',
            target,
          }));
          const reminded: [string, number][] = [];
          const byHand = playByMinutes(
            targets,
            { first: start.to, replaced: start.fallbacks, events },
            until,
            (target, at) => reminded.push([target, at]),
          );
          byHand.forEach(({ state, to, because, joined }, at) =>
            expect(seenAt(course, at), `minute ${at}`).toEqual({ state, to, because, joined }),
          );
          expect(
            course.steps.flatMap(({ what, target, at }) => (what === 'reminded' ? [[target, at / minute]] : [])),
          ).toEqual(reminded);
          expect(course.then).toBe(course.steps.at(-1)?.what === 'ended' ? 'over' : 'waits');
          expectAllAcknowledged(course, targets, response);
          for (const step of course.steps) tally(step.what);
          for (const step of course.steps) if (step.what === 'ended') tally(step.because);
          tally(course.then);
        }
      }
    }),
    { numRuns: cases(60) },
  );
  for (const each of ['requested', 'acknowledged', 'reminded', 'joined', 'timeout', 'loop', 'rounds', 'over', 'waits'])
    expect(counts.get(each) ?? 0, each).toBeGreaterThan(0);
});

/** Each request is acknowledged at once if targets respond, unless its deadline passes in the same minute; otherwise none is. */
function expectAllAcknowledged({ steps }: Course, targets: Record<string, Target>, response: TargetResponse): void {
  for (const [index, step] of steps.entries()) {
    if (step.what !== 'requested') continue;
    const next = steps.slice(index + 1).find(({ what }) => what !== 'joined' && what !== 'reminded');
    const { acknowledgeWithin, resolveWithin } = targets[step.target] ?? {};
    const isLate = acknowledgeWithin === '0m' || resolveWithin === '0m';
    expect(next?.what === 'acknowledged', JSON.stringify(step)).toBe(response === 'acknowledged' && !isLate);
  }
}

const ruleSetOf = ({ targets, rules }: HandoffPolicy): RuleSet => ({
  escalation: 2,
  name: 'oversight',
  version: '1.0.0',
  targets,
  rules,
});

test('two versions have a change for exactly the rules whose handoffs go differently', () => {
  const counts = { same: 0, path: 0, course: 0 };
  fc.assert(
    fc.property(
      openPolicy,
      openPolicy,
      fc.subarray(['a', 'b', 'c', 'd']),
      fc.boolean(),
      (policy, other, names, ofRules) => {
        const after: HandoffPolicy = structuredClone(policy);
        for (const name of names) after.targets[name] = other.targets[name] as Target;
        if (ofRules)
          after.rules = policy.rules.map((rule, index) => ({ ...rule, ...pickFallbacks(other.rules[index] ?? {}) }));
        const changes = handoffChanges(ruleSetOf(policy), ruleSetOf(after));
        policy.rules.forEach((rule, index) => {
          const change = changes.find(({ rules }) => rules.some(each => each?.id === rule.id));
          const differ = responses.map(response => {
            const courses = [policy, after].map(({ targets, rules }) =>
              courseOf(targets, { to: rule.to ?? '', fallbacks: pickFallbacks(rules[index] as Fallbacks) }, response),
            );
            return JSON.stringify(courses[0]) !== JSON.stringify(courses[1]);
          });
          if (differ.includes(true)) expect(change, rule.id).toBeDefined();
          if (change === undefined) counts.same++;
          else counts[differ.includes(true) ? 'course' : 'path']++;
          if (change !== undefined) expect(marksOf(change)).toEqual(differ);
        });
      },
    ),
    { numRuns: cases(60) },
  );
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});

/** For each course, whether any step in either version is marked. */
function marksOf({ before, after }: HandoffChange): boolean[] {
  return (['unanswered', 'unresolved'] as const).map(name =>
    [before[name], after[name]].some(({ steps }) => steps.some(({ mark }) => mark !== 'same')),
  );
}
