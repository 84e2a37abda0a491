import fc from 'fast-check';
import type { JsonObject } from '../../engine/model/json.ts';
import type { Decision, Rule, RuleSet } from '../../engine/model/rule-set.ts';

/** A clause about the decision time or an input, in CEL, with its truth at a moment. */
interface Atom {
  text: string;
  holds: (moment: Moment, input: Case) => boolean;
}

interface Moment {
  time: number;
  /** Fields of the clocks by zone. */
  clocks: Record<string, Fields>;
}

interface Fields {
  hours: number;
  minutes: number;
  weekday: number;
  month: number;
  date: number;
}

interface Case extends JsonObject {
  p: boolean;
  opened: string;
}

/** A conjunction of disjunctions of clauses, each of which may be negated. */
type Formula = { atom: Atom; negated: boolean }[][];

export interface TimedRule {
  rule: Omit<Rule, 'when'>;
  formula: Formula;
}

/** A rule set about the decision time, and an invariant of it. */
export interface TimedRuleSet {
  rules: TimedRule[];
  invariant: Formula;
}

const half = 30 * 60_000;
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const constants = ['2026-03-29T01:00:00Z', '2026-06-01T00:00:00Z', '2026-11-01T06:00:00Z', '2027-01-01T12:30:00Z'].map(
  text => Date.parse(text),
);
const openings = ['2026-05-31T22:00:00Z', '2026-11-01T05:30:00Z', '2027-02-28T12:00:00Z'];

/** The half hours of two years, one of them a leap year, with their fields from the platform's own calendar, and the moments beside the constants. */
export function moments(): Moment[] {
  const formats = zones.map(
    timeZone =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hourCycle: 'h23',
        weekday: 'short',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
      }),
  );
  const fieldsAt = (format: Intl.DateTimeFormat, time: number): Fields => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const [hours, minutes, month, date] = ['hour', 'minute', 'month', 'day'].map(part => Number(parts[part]));
    return {
      hours: hours ?? 0,
      minutes: minutes ?? 0,
      weekday: days.indexOf(parts['weekday'] ?? ''),
      month: (month ?? 0) - 1,
      date: date ?? 0,
    };
  };
  const times: number[] = [];
  for (let time = Date.UTC(2026, 2, 1); time < Date.UTC(2028, 2, 15); time += half) times.push(time);
  const edges = [
    ...constants,
    ...openings.flatMap(text => [1, 2, 36].map(hours => Date.parse(text) + hours * 2 * half)),
  ];
  times.push(...edges.flatMap(edge => [edge - 1, edge, edge + 1]));
  return times.map(time => ({
    time,
    clocks: Object.fromEntries(
      zones.map((zone, index) => [zone, fieldsAt(formats[index] as Intl.DateTimeFormat, time)]),
    ),
  }));
}

/** All inputs. */
export const inputs: Case[] = [true, false].flatMap(p => openings.map(opened => ({ p, opened })));

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const compared = {
  '<': (a: number, b: number) => a < b,
  '>=': (a: number, b: number) => a >= b,
  '==': (a: number, b: number) => a === b,
  '!=': (a: number, b: number) => a !== b,
  '>': (a: number, b: number) => a > b,
  '<=': (a: number, b: number) => a <= b,
};
const operators = one(['<', '>=', '==', '!=', '>', '<='] as const);

function field(zone: string, name: string): string {
  return `at.${name}(${zone === 'UTC' ? '' : JSON.stringify(zone)})`;
}

function fieldAtom(of: keyof Fields, name: string, values: readonly number[]): fc.Arbitrary<Atom> {
  return fc.tuple(one(zones), operators, one(values)).map(([zone, operator, value]) => ({
    text: `${field(zone, name)} ${operator} ${value}`,
    holds: ({ clocks }) => compared[operator]((clocks[zone] as Fields)[of], value),
  }));
}

const atom: fc.Arbitrary<Atom> = fc.oneof(
  { weight: 4, arbitrary: fieldAtom('hours', 'getHours', [0, 9, 12, 18, 23]) },
  { weight: 4, arbitrary: fieldAtom('weekday', 'getDayOfWeek', [0, 1, 5, 6]) },
  { weight: 1, arbitrary: fieldAtom('minutes', 'getMinutes', [0, 30]) },
  { weight: 1, arbitrary: fieldAtom('month', 'getMonth', [1, 2, 9]) },
  { weight: 1, arbitrary: fieldAtom('date', 'getDate', [1, 29, 30]) },
  {
    weight: 2,
    arbitrary: one(zones).map((zone): Atom => ({
      text: `${field(zone, 'getDayOfWeek')} in [0, 6]`,
      holds: ({ clocks }) => [0, 6].includes((clocks[zone] as Fields).weekday),
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(operators, one(constants)).map(([operator, value]): Atom => ({
      text: `at ${operator} timestamp("${new Date(value).toISOString()}")`,
      holds: ({ time }) => compared[operator](time, value),
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(operators, one([1, 2, 36])).map(([operator, hours]): Atom => ({
      text: `at - opened ${operator} duration("${hours}h")`,
      holds: ({ time }, { opened }) => compared[operator](time - Date.parse(opened), hours * 2 * half),
    })),
  },
  { weight: 1, arbitrary: fc.constant<Atom>({ text: 'p', holds: (_, { p }) => p }) },
);

const formula: fc.Arbitrary<Formula> = fc.array(
  fc.array(fc.record({ atom, negated: fc.nat(3).map(each => each === 0) }), { minLength: 1, maxLength: 2 }),
  { minLength: 1, maxLength: 3 },
);

const effective = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.subarray(constants, { minLength: 1, maxLength: 2 }).map(([from, until]) => ({
      effective: {
        from: new Date(from ?? 0).toISOString(),
        ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
      },
    })),
  },
);

/** Rule sets about the decision time: comparisons, ages, and fields of clocks in several zones. */
export const timedRuleSets: fc.Arbitrary<TimedRuleSet> = fc.record({
  rules: fc
    .array(fc.tuple(formula, one(['continue', 'pause', 'stop'] as const), effective), { minLength: 2, maxLength: 5 })
    .map(drawn =>
      drawn.map(([of, decide, period], index): TimedRule => ({
        rule: { id: `r${index}`, decide, ...period },
        formula: of,
      })),
    ),
  invariant: formula,
});

/** The rule set as an author would write it. The invariant forbids `continue` where its formula holds. */
export function asWritten({ rules, invariant }: TimedRuleSet): RuleSet {
  return {
    escalation: 2,
    name: 'times',
    version: '1.0.0',
    signals: {
      p: { type: 'boolean', required: true },
      opened: { type: 'string', format: 'date-time', enum: openings, required: true },
    },
    rules: rules.map(({ rule, formula: of }) => ({ ...rule, when: textOf(of) })),
    default: { decide: 'continue' },
    invariants: [{ id: 'never-continues', when: textOf(invariant), require: { decide: ['pause', 'stop'] } }],
  };
}

function textOf(of: Formula): string {
  return of
    .map(clauses => `(${clauses.map(({ atom: { text }, negated }) => (negated ? `!(${text})` : text)).join(' || ')})`)
    .join(' && ');
}

/** For each moment, 1 if a formula holds for an input. */
export function holding(of: Formula, moments: readonly Moment[], input: Case): Uint8Array {
  const whole = new Uint8Array(moments.length).fill(1);
  for (const clauses of of) {
    const some = new Uint8Array(moments.length);
    for (const { atom: each, negated } of clauses) {
      for (let at = 0; at < some.length; at++) {
        if (some[at] === 0 && each.holds(moments[at] as Moment, input) !== negated) some[at] = 1;
      }
    }
    for (let at = 0; at < whole.length; at++) whole[at] = (whole[at] as number) & (some[at] as number);
  }
  return whole;
}

/** For each rule, in which moments its formula holds while it is in force. */
export function firing({ rules }: TimedRuleSet, moments: readonly Moment[], input: Case): Uint8Array[] {
  return rules.map(({ rule: { effective: period }, formula: of }) => {
    const from = period?.from === undefined ? -Infinity : Date.parse(period.from);
    const until = period?.until === undefined ? Infinity : Date.parse(period.until);
    return holding(of, moments, input).map((is, at) => {
      const { time } = moments[at] as Moment;
      return time >= from && time < until ? is : 0;
    });
  });
}

/** For each moment, the position of the rule that decides; -1 for the default, which continues. */
export function deciding(fired: readonly Uint8Array[], length: number): Int8Array {
  const first = new Int8Array(length).fill(-1);
  for (let position = fired.length - 1; position >= 0; position--) {
    const own = fired[position] as Uint8Array;
    for (let at = 0; at < length; at++) if (own[at] === 1) first[at] = position;
  }
  return first;
}

export function outcomeOf(rule: TimedRule | undefined): Decision {
  return rule?.rule.decide ?? 'continue';
}
