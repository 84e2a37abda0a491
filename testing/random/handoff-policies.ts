import fc from 'fast-check';
import type { Fallbacks, Rule, Target } from '../../engine/model/rule-set.ts';
import type { HandoffEvent } from '../../engine/model/samples.ts';

/** A few targets that fall back to each other in every way, and rules that hand over to them. */
export interface HandoffPolicy {
  targets: Record<string, Target>;
  rules: Rule[];
}

export interface TimedEvent {
  minute: number;
  event: HandoffEvent;
  by?: string;
  target?: string;
}

const names = ['a', 'b', 'c', 'd'];
const ends = ['pause', 'deny', 'stop', 'resume'];

const fallback = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...names) },
  { weight: 2, arbitrary: fc.constantFrom(...ends) },
);
const minutes = fc.integer({ min: 0, max: 5 }).map(count => `${count}m`);
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const often = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 5 });

const fallbacks = { onTimeout: often(fallback), onUnavailable: often(fallback), onReject: often(fallback) };

/** Opening hours on the morning of every day, by the minute after ten. */
const hours = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 9 })).map(([from, length]) => ({
  timezone: 'UTC',
  days: ['mon' as const],
  from: `10:${String(from).padStart(2, '0')}`,
  until: `10:${String(from + length).padStart(2, '0')}`,
}));

const target = fc
  .record({
    acknowledgeWithin: often(minutes),
    resolveWithin: rarely(minutes),
    ...fallbacks,
    approvals: rarely(fc.constantFrom(2, 3)),
    also: rarely(fc.record({ target: fc.constantFrom(...names), after: minutes })),
    rounds: rarely(fc.constantFrom(2, 3)),
    hours: rarely(hours),
    breaker: rarely(fallback.map(then => ({ failures: 3, within: '1h', cooldown: '1h', then }))),
    failOpen: rarely(fc.constant({ atMost: 1, per: '1h' })),
  })
  .map(declared => defined<Target>({ kind: 'human', ...declared }));

const rule = fc
  .record({
    to: fc.constantFrom(...names),
    severity: rarely(fc.constant('high' as const)),
    replaced: often(fc.record(fallbacks)),
  })
  .map(({ to, severity, replaced }) => ({ to, severity, ...replaced }));

/** With a target for each name that is used. */
export const anyPolicy: fc.Arbitrary<HandoffPolicy> = fc
  .record({
    declared: fc.tuple(target, target, target, target),
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
  })
  .map(({ declared, rules }) => ({
    targets: Object.fromEntries(names.map((name, index) => [name, declared[index] as Target])),
    rules: rules.map((written, index) =>
      defined<Rule>({
        id: `rule-${index}`,
        when: `kind == ${index}`,
        decide: 'escalate' as const,
        ...(written as Fallbacks),
      }),
    ),
  }));

export const anyEvents: fc.Arbitrary<TimedEvent[]> = fc
  .array(
    fc
      .record({
        minute: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 20 })),
        event: fc.constantFrom<HandoffEvent[]>(
          ...([
            'approved',
            'approved',
            'approved',
            'acknowledged',
            'resolved',
            'rejected',
            'failed',
            'unavailable',
          ] as const),
        ),
        by: often(fc.constantFrom('ann', 'ann', 'ben', 'cem')),
        target: rarely(fc.constantFrom(...names)),
      })
      .map(event => defined<TimedEvent>(event)),
    { maxLength: 8 },
  )
  .map(events => events.sort((a, b) => a.minute - b.minute));

/** Without the keys whose value is undefined. */
function defined<T extends object>(value: { [key in keyof T]: T[key] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
