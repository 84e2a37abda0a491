import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import { advance, happen, requestHandoff } from '../../engine/handoff/handoff.ts';
import { resumptionFrom } from '../../engine/handoff/resumption.ts';
import { type Fallbacks, type RuleSet, type Target } from '../../engine/model/rule-set.ts';
import { pickFallbacks } from '../../engine/model/outcome.ts';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { createQueries } from '../../language/queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { exhausted, nextAfter, playByMinutes, type Seen } from '../../testing/oracle/handoff-by-minutes.ts';
import { anyEvents, anyPolicy, type HandoffPolicy, type TimedEvent } from '../../testing/random/handoff-policies.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(60);
const minute = 60_000;
const start = Date.parse('2026-03-02T10:00:00Z');
const until = 22;

/** A handoff of the engine, seen at each minute. */
function play(targets: Record<string, Target>, first: string, replaced: Fallbacks, events: readonly TimedEvent[]) {
  const all = new Map(Object.entries(targets));
  let handoff = requestHandoff(all, first, start, replaced);
  const seen: Seen[] = [];
  for (let at = 0; at <= until; at++) {
    for (const { event, ...actor } of events.filter(each => each.minute === at))
      handoff = happen(all, handoff, event, start + at * minute, actor);
    handoff = advance(all, handoff, start + at * minute);
    const { state, to, because, joined, unavailable, approvals } = handoff;
    seen.push({ state, to, because, joined: [...joined], unavailable: [...unavailable], approvals: [...approvals] });
  }
  return { seen, handoff };
}

const verbose = process.env['HANDRAIL_VERBOSE'] === '1';

test('a handoff goes as one played by hand, minute by minute, and history is in order', () => {
  const ended = new Map<string, number>();
  fc.assert(
    fc.property(anyPolicy, anyEvents, ({ targets, rules }, events) => {
      for (const rule of rules) {
        const replaced = pickFallbacks(rule);
        const first = rule.to ?? '';
        const { seen, handoff } = play(targets, first, replaced, events);
        expect(seen).toEqual(playByMinutes(targets, { first, replaced, events }, until));
        const times = handoff.history.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        const last = handoff.history.at(-1);
        expect(last).toMatchObject({ state: handoff.state, to: handoff.to, approvals: handoff.approvals });
        for (const { state, because, joined } of seen)
          for (const shown of [state, ...joined.map(() => 'joined'), String(because)])
            ended.set(shown, (ended.get(shown) ?? 0) + 1);
      }
    }),
    { numRuns: runs },
  );
  if (verbose) console.log(Object.fromEntries(ended));
  for (const each of ['resolved', 'paused', 'denied', 'stopped', 'resumed', 'acknowledged', 'joined', 'rounds', 'loop'])
    expect(ended.get(each) ?? 0, each).toBeGreaterThan(0);
});

test('a chain ends: the number of requests is bounded, whatever happens', () => {
  fc.assert(
    fc.property(anyPolicy, anyEvents, ({ targets, rules }, events) => {
      const rounds = Object.values(targets).reduce((sum, target) => sum + (target.rounds ?? 0), 0);
      const others = Object.values(targets).filter(target => target.rounds === undefined).length;
      for (const rule of rules) {
        const { handoff } = play(targets, rule.to ?? '', pickFallbacks(rule), events);
        // A target that joins or leaves adds an entry with its name.
        const requests = handoff.history.filter(
          ({ state, joined, unavailable }) =>
            (state === 'requested' || state === 'handed-off') && joined.length + unavailable.length === 0,
        ).length;
        expect(requests).toBeLessThanOrEqual(rounds + (rounds + 1) * others);
      }
    }),
    { numRuns: runs },
  );
});

type Cause = 'timeout' | 'rejected' | 'unavailable' | 'breaker';

/** All ways in which a handoff can lose its targets, as far as they can end. */
function ends(targets: Record<string, Target>, first: string, replaced: Fallbacks) {
  const found: { end: string; of: string; by: Cause }[] = [];
  const known = new Set<string>();
  const visit = (asked: string[]): void => {
    const to = asked.at(-1) ?? '';
    const heads = asked.filter(each => targets[each]?.rounds !== undefined).sort();
    const last = asked.findLastIndex(each => targets[each]?.rounds !== undefined);
    const key = JSON.stringify([to, heads, asked.slice(last + 1).sort()]);
    if (known.has(key)) return;
    known.add(key);
    for (const by of ['timeout', 'rejected', 'unavailable', 'breaker'] as const) {
      const next = by === 'breaker' ? targets[to]?.breaker?.then : nextAfter(targets, to, by, first, replaced);
      if (next === undefined) continue;
      if (targets[next] === undefined) found.push({ end: next, of: to, by });
      else {
        const against = exhausted(targets, asked, next);
        if (against === null) visit([...asked, next]);
        else found.push({ end: against, of: to, by });
      }
    }
  };
  visit([first]);
  return found;
}

function ruleSetOf({ targets, rules }: HandoffPolicy): RuleSet {
  return {
    escalation: 2,
    name: 'random',
    version: '1.0.0',
    signals: { kind: { type: 'integer', minimum: 0, maximum: 2, required: true } },
    targets,
    rules,
    default: { decide: 'stop' },
  };
}

async function findingsOf(policy: HandoffPolicy) {
  const workspace = memoryWorkspace({ 'random.escalation.json': JSON.stringify(ruleSetOf(policy)) });
  const queries = createQueries(workspace, { clock: () => start, without: ['facts'] });
  const { findings } = await queries.findings(workspace.uri('random.escalation.json'));
  return findings;
}

test('`handoff-loop` is reported if, and only if, a chain can come back without a round', async () => {
  const counts = { loop: 0, none: 0, rounds: 0 };
  await fc.assert(
    fc.asyncProperty(anyPolicy, async policy => {
      const { targets, rules } = policy;
      const starts = [
        ...Object.keys(targets).map(name => ({ first: name, replaced: {} })),
        ...rules.map(rule => ({ first: rule.to ?? '', replaced: pickFallbacks(rule) })),
      ];
      const all = starts.flatMap(({ first, replaced }) => ends(targets, first, replaced));
      const isPossible = all.some(({ end }) => end === 'loop');
      const codes = (await findingsOf(policy)).map(({ code }) => code);
      expect(codes.filter(code => code === 'schema')).toEqual([]);
      expect(codes.includes('handoff-loop')).toBe(isPossible);
      counts[isPossible ? 'loop' : 'none']++;
      if (!isPossible && all.some(({ end }) => end === 'rounds')) counts.rounds++;
    }),
    { numRuns: cases(25) },
  );
  if (verbose) console.log(counts);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});

test('`fails-open` is reported if, and only if, a handoff that nobody takes can end in an unbounded or severe `resume`', async () => {
  const counts = { open: 0, closed: 0 };
  await fc.assert(
    fc.asyncProperty(anyPolicy, async policy => {
      const { targets, rules } = policy;
      const isPossible = rules.some(rule =>
        ends(targets, rule.to ?? '', pickFallbacks(rule)).some(
          ({ end, of, by }) =>
            end === 'resume' && by !== 'rejected' && (targets[of]?.failOpen === undefined || rule.severity === 'high'),
        ),
      );
      const codes = (await findingsOf(policy)).map(({ code }) => code);
      expect(codes.includes('fails-open')).toBe(isPossible);
      counts[isPossible ? 'open' : 'closed']++;
    }),
    { numRuns: cases(25) },
  );
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});

test('the resumption of a chain is what the chain can end in without a person', () => {
  fc.assert(
    fc.property(anyPolicy, ({ targets, rules }) => {
      for (const rule of rules) {
        const replaced = pickFallbacks(rule);
        const levels = ends(targets, rule.to ?? '', replaced).map(({ end, of, by }) => {
          const target = targets[of];
          const isTimed = target?.acknowledgeWithin !== undefined || target?.resolveWithin !== undefined;
          if (end !== 'resume' || by === 'rejected' || (by === 'timeout' && !isTimed)) return 0;
          return target?.failOpen === undefined ? 2 : 1;
        });
        // A chain goes through timeouts of targets without a deadline too: `resumptionFrom` may not, so it is at most as much.
        expect(resumptionFrom(targets, rule.to ?? '', replaced)).toBeLessThanOrEqual(Math.max(0, ...levels));
      }
    }),
    { numRuns: runs },
  );
});

const mutation = fc.constantFrom(
  ...(['acknowledgeWithin', 'resolveWithin', 'onTimeout', 'onUnavailable', 'onReject'] as const),
  ...(['approvals', 'also', 'rounds', 'hours'] as const),
);

test('versions that a diff calls equivalent treat every handoff alike', () => {
  const counts = { equivalent: 0, changed: 0 };
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  fc.assert(
    fc.property(
      fc.tuple(anyPolicy, anyPolicy),
      fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), mutation), { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      fc.array(anyEvents, { minLength: 3, maxLength: 3 }),
      ([policy, other], keys, ofRules, timelines) => {
        const after: HandoffPolicy = structuredClone(policy);
        if (ofRules)
          after.rules = after.rules.map((rule, index) => ({ ...rule, ...pickFallbacks(other.rules[index] ?? {}) }));
        else
          for (const [name, key] of keys) {
            const target = after.targets[name] as Target;
            delete target[key];
            const value = other.targets[name]?.[key];
            if (value !== undefined) Object.assign(target, { [key]: value });
          }
        const diff = semanticDiff(subject(ruleSetOf(policy)), subject(ruleSetOf(after)), { now: start });
        counts[diff.class === 'equivalent' ? 'equivalent' : 'changed']++;
        if (diff.class !== 'equivalent') return;
        policy.rules.forEach((rule, index) => {
          const next = after.rules[index];
          if (next === undefined) return;
          for (const events of timelines)
            expect(play(after.targets, next.to ?? '', pickFallbacks(next), events).seen).toEqual(
              play(policy.targets, rule.to ?? '', pickFallbacks(rule), events).seen,
            );
        });
      },
    ),
    { numRuns: cases(30) },
  );
  if (verbose) console.log(counts);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
});
