import fc from 'fast-check';
import {
  isTable,
  type ConditionSource,
  type Rule,
  type RuleSet,
  type Signal,
  type ThresholdTable,
} from '../../engine/model/rule-set.ts';

/** A rule with a key that no edit changes, not even a new id. */
export interface KeyedRule {
  key: string;
  rule: Rule;
}

/** A version of a rule set in which each rule keeps its identity. */
export interface KeyedVersion {
  frame: Omit<RuleSet, 'rules'>;
  rules: readonly KeyedRule[];
}

export interface EditedPair {
  before: KeyedVersion;
  after: KeyedVersion;
  /** The kinds of edits that were made, in order. */
  made: readonly string[];
}

export function ruleSetOf({ frame, rules }: KeyedVersion): RuleSet {
  return { ...frame, rules: rules.map(({ rule }) => rule) };
}

const clauses = [
  'a < thresholds.t',
  'a > thresholds.t',
  'a >= thresholds.u',
  'a < thresholds.u',
  'a == 3',
  'a >= 2',
  'a <= 1',
  'b',
  '!b',
  'c == "x"',
  'c != "y"',
  'c in ["x", "z"]',
  'has(a)',
  'has(c) && a > 0',
  // Outside the exact fragment.
  'a * a >= 4',
  'a % 2 == 1',
] as const;

const outcomes: readonly Pick<Rule, 'decide' | 'to' | 'payload'>[] = [
  { decide: 'continue' },
  { decide: 'continue' },
  { decide: 'pause' },
  { decide: 'deny' },
  { decide: 'stop' },
  { decide: 'escalate', to: 'desk' },
  { decide: 'escalate', to: 'desk', payload: 'case@1' },
  { decide: 'escalate', to: 'lead', payload: 'case@1' },
  { decide: 'route', to: 'helper' },
];

const periods: readonly Rule['effective'][] = [
  { from: '2026-03-01T00:00:00Z' },
  { until: '2026-03-01T00:00:00Z' },
  { until: '2026-09-01T00:00:00Z' },
  { from: '2026-03-01T00:00:00Z', until: '2026-09-01T00:00:00Z' },
];

const rollouts: readonly Rule['rollout'][] = [
  { percent: 50, by: 'user' },
  { percent: 50, from: 50, by: 'user' },
  { percent: 20, from: 30, by: 'user' },
];

const users = ['ann', 'bob', 'cleo', 'dan', 'eve'];

/** Chooses one of a list; each call draws the next number of a case. */
type Choose = <T>(from: readonly T[]) => T;

type EditKind = (version: KeyedVersion, choose: Choose) => KeyedVersion;

/** One edit of an author: a rule set in which one thing is written differently; the same one if there is no such thing. */
const kinds: Record<string, EditKind> = {
  threshold: (version, choose) => withThreshold(version, 't', choose([1, 2, 3])),
  entry: (version, choose) => {
    const table = version.frame.thresholds?.['u'];
    if (typeof table !== 'object' || !isTable(table)) return version;
    const [entry, value] = [choose(['x', 'y', 'z', 'value']), choose([1, 2, 3, null])];
    return withThreshold(version, 'u', withEntry(table, entry, value));
  },
  trigger: (version, choose) => withRule(version, choose, rule => ({ ...rule, when: condition(choose) })),
  outcome: (version, choose) => withRule(version, choose, rule => withOutcome(rule, choose(outcomes))),
  place: ({ frame, rules }, choose) => {
    const moved = choose(rules);
    const others = rules.filter(each => each !== moved);
    const place = choose(rules.map((_, at) => at));
    return { frame, rules: [...others.slice(0, place), moved, ...others.slice(place)] };
  },
  time: (version, choose) =>
    withRule(version, choose, rule => withKey(rule, 'effective', choose([undefined, ...periods]))),
  status: (version, choose) =>
    withRule(version, choose, rule =>
      withKey(rule, 'status', choose([undefined, 'active', 'shadow', 'draft', 'retired'])),
    ),
  rollout: (version, choose) =>
    withRule(version, choose, rule => withKey(rule, 'rollout', choose([undefined, ...rollouts]))),
  unknown: (version, choose) =>
    withRule(version, choose, rule => withKey(rule, 'onUnknown', choose([undefined, 'safe', 'skip', 'fire']))),
  text: (version, choose) => withRule(version, choose, rule => ({ ...rule, title: choose(['One', 'Another']) })),
  renamed: (version, choose) =>
    withRule(version, choose, (rule, key) => ({ ...rule, id: choose([`new-${key}`, `newer-${key}`]) })),
  version: (version, choose) => withRule(version, choose, rule => ({ ...rule, version: 2 })),
  added: (version, choose) => withNew(version, choose, { id: newKey(version), when: condition(choose) }),
  /** A rule about a signal, or with a threshold, that is new with it. */
  addedWithSignal: ({ frame, rules }, choose) => {
    const signals = { ...frame.signals, d: { type: 'integer', minimum: 0, maximum: 2 } as const };
    const version = { frame: { ...frame, signals }, rules };
    return withNew(version, choose, { id: newKey(version), when: choose(['d > 1', 'd == 0 && b', '!has(d)']) });
  },
  addedWithThreshold: ({ frame, rules }, choose) => {
    const version = { frame: { ...frame, thresholds: { ...frame.thresholds, v: choose([1, 2]) } }, rules };
    return withNew(version, choose, { id: newKey(version), when: choose(['a > thresholds.v', 'a < thresholds.v']) });
  },
  /** Another version of a rule, which both versions have. */
  newVersion: (version, choose) => {
    const { rule } = choose(version.rules);
    const versions = version.rules.filter(each => each.rule.id === rule.id);
    return withNew(version, choose, { ...rule, version: 4 + versions.length, when: condition(choose) });
  },
  removed: ({ frame, rules }, choose) => {
    const gone = choose(rules);
    return rules.length === 1 ? { frame, rules } : { frame, rules: rules.filter(each => each !== gone) };
  },
  /** All rules that read a signal are removed together with it. */
  removedWithSignal: ({ frame, rules }, choose) => {
    const name = choose(['b', 'a']);
    const left = rules.filter(({ rule }) => !new RegExp(`\\b${name}\\b`).test(JSON.stringify(rule.when)));
    const signals = withKey(frame.signals ?? {}, name, undefined);
    const isRead = JSON.stringify(frame.assumptions ?? []).includes(name);
    return left.length === 0 || isRead ? { frame, rules } : { frame: { ...frame, signals }, rules: left };
  },
  range: (version, choose) =>
    withSignal(version, 'a', signal => withKey(signal, choose(['minimum', 'maximum']), choose([0, 1, 2, 3, 4]))),
  type: (version, choose) => withSignal(version, 'a', signal => ({ ...signal, type: choose(['number', 'integer']) })),
  enum: (version, choose) =>
    withSignal(version, 'c', signal => ({ ...signal, enum: choose([['x', 'y'], ['x', 'y', 'z'], ['x']]) })),
  /** Other values of the signal by which rollouts divide the traffic. */
  ids: (version, choose) =>
    withSignal(version, 'user', signal => ({ ...signal, enum: choose([users, users.slice(1), [...users, 'fay']]) })),
  required: (version, choose) =>
    withSignal(version, choose(['a', 'b', 'c']), signal => withKey(signal, 'required', choose([undefined, true]))),
  age: (version, choose) =>
    withSignal(version, 'a', signal =>
      withKey({ ...signal, observedAt: 'seen' }, 'maxAge', choose([undefined, '5m', '1h'])),
    ),
  signalText: (version, choose) =>
    withSignal(version, 'a', signal => ({ ...signal, description: choose(['So many', 'Too many']) })),
  /** A signal with another type, which needs edits of all rules that read it. */
  retyped: (version, choose) => {
    const retyped = withSignal(version, 'b', () => ({ type: 'string', enum: ['yes', 'no'] }));
    const rewritten = (when: ConditionSource): ConditionSource =>
      JSON.parse(
        JSON.stringify(when).replaceAll(/\bb\b(?! ==)/g, `(b == '${choose(['yes', 'no'])}')`),
      ) as ConditionSource;
    return {
      frame: retyped.frame,
      rules: retyped.rules.map(({ key, rule }) => ({ key, rule: { ...rule, when: rewritten(rule.when) } })),
    };
  },
  default: ({ frame, rules }, choose) => ({
    frame: withKey(frame, 'default', choose([undefined, ...outcomes])),
    rules,
  }),
  hitPolicy: ({ frame, rules }, choose) => ({
    frame: withKey(frame, 'hitPolicy', choose([undefined, 'first', 'priority', 'any', 'unique'])),
    rules,
  }),
  ruleSetUnknown: ({ frame, rules }, choose) => ({
    frame: withKey(frame, 'onUnknown', choose([undefined, 'safe', 'skip', 'fire'])),
    rules,
  }),
  target: ({ frame, rules }, choose) => ({
    frame: {
      ...frame,
      targets: { ...frame.targets, desk: { kind: 'human', acknowledgeWithin: choose(['5m', '15m']) } },
    },
    rules,
  }),
};

/** Edits that often need each other to change a decision. */
const related = ['threshold', 'entry', 'trigger', 'trigger', 'outcome', 'place', 'place', 'added', 'removed', 'status'];

function condition(choose: Choose): ConditionSource {
  const [first, second] = [choose(clauses), choose(clauses)];
  return choose<ConditionSource>([
    first,
    first,
    `${first} && ${second}`,
    { all: [first, second] },
    { any: [first, second] },
  ]);
}

/** A key for a new rule, which is its id too. */
function newKey({ rules }: KeyedVersion): string {
  return `n${rules.length}${rules.filter(({ key }) => key.startsWith('n')).length}`;
}

function withNew({ frame, rules }: KeyedVersion, choose: Choose, rule: Omit<Rule, 'decide'>): KeyedVersion {
  const made: KeyedRule = { key: newKey({ frame, rules }), rule: withOutcome(rule, choose(outcomes)) };
  const place = choose([...rules.map((_, at) => at), rules.length]);
  return { frame, rules: [...rules.slice(0, place), made, ...rules.slice(place)] };
}

function withRule(
  { frame, rules }: KeyedVersion,
  choose: Choose,
  change: (rule: Rule, key: string) => Rule,
): KeyedVersion {
  const chosen = choose(rules);
  return {
    frame,
    rules: rules.map(each => (each === chosen ? { key: each.key, rule: change(each.rule, each.key) } : each)),
  };
}

function withSignal({ frame, rules }: KeyedVersion, name: string, change: (signal: Signal) => Signal): KeyedVersion {
  const signal = frame.signals?.[name];
  if (signal === undefined) return { frame, rules };
  return { frame: { ...frame, signals: { ...frame.signals, [name]: change(signal) } }, rules };
}

function withThreshold(
  { frame, rules }: KeyedVersion,
  name: string,
  value: NonNullable<RuleSet['thresholds']>[string],
): KeyedVersion {
  return { frame: { ...frame, thresholds: { ...frame.thresholds, [name]: value } }, rules };
}

/** A table with another value in an entry; without the entry if it is null. `value` always has one. */
function withEntry(table: ThresholdTable, entry: string, value: number | null): ThresholdTable {
  if (entry === 'value') return { ...table, value: value ?? 0 };
  return { ...table, values: withKey(table.values, entry, value ?? undefined) };
}

function withOutcome(
  rule: Omit<Rule, 'decide'>,
  { decide, to, payload }: Pick<Rule, 'decide' | 'to' | 'payload'>,
): Rule {
  return withKey(withKey({ ...rule, decide }, 'to', to), 'payload', payload);
}

export function withKey<T extends object, K extends keyof T>(of: T, key: K, value: T[K] | undefined): T {
  const copy = { ...of };
  if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

const option = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { nil: undefined, freq });

/** Enough numbers for all choices of a version or its edits. */
const numbers = fc.array(fc.nat(5039), { minLength: 48, maxLength: 48 });

const versions: fc.Arbitrary<KeyedVersion> = fc
  .record({
    numbers,
    rules: fc.array(
      fc.record({
        outcome: fc.constantFrom(...outcomes),
        status: option(fc.constantFrom<NonNullable<Rule['status']>>('active', 'shadow', 'draft', 'retired'), 15),
        effective: option(fc.constantFrom(...periods), 7),
        onUnknown: option(fc.constantFrom<NonNullable<Rule['onUnknown']>>('safe', 'skip', 'fire'), 5),
        rollout: option(fc.constantFrom(...rollouts), 9),
      }),
      { minLength: 2, maxLength: 4 },
    ),
    required: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    onUnknown: option(fc.constantFrom<NonNullable<RuleSet['onUnknown']>>('safe', 'skip', 'fire'), 3),
    hitPolicy: fc.constantFrom<RuleSet['hitPolicy']>(undefined, 'first', 'first', 'priority', 'any'),
    default: option(fc.constantFrom(...outcomes), 1),
    assumes: fc.nat(5),
  })
  .map(({ numbers: drawn, rules, required, onUnknown, hitPolicy, default: otherwise, assumes }) => {
    const choose = chooser(drawn);
    const [a, b, c] = required.map(each => (each ? ({ required: true } as const) : {}));
    return {
      frame: {
        escalation: 2,
        name: 'random',
        version: '1.0.0',
        ...(hitPolicy && { hitPolicy }),
        ...(onUnknown && { onUnknown }),
        signals: {
          a: { type: 'integer', minimum: 0, maximum: 3, ...a },
          b: { type: 'boolean', ...b },
          c: { type: 'string', enum: ['x', 'y', 'z'], ...c },
          user: { type: 'string', enum: users },
        },
        thresholds: { t: choose([1, 2]), u: { per: 'c', value: 1, values: { x: choose([1, 2]), y: 3 } } },
        targets: { desk: { kind: 'human' }, lead: { kind: 'human' }, helper: { kind: 'agent' } },
        payloads: { 'case@1': { schema: true, fields: { level: 'a' } } },
        ...(otherwise && { default: otherwise }),
        ...(assumes === 0 && { assumptions: [{ when: 'c == "x"', holds: '!b' }] }),
      } satisfies KeyedVersion['frame'],
      rules: rules.map(({ outcome, ...rest }, at) => ({
        key: `r${at}`,
        rule: { id: `r${at}`, when: condition(choose), ...outcome, ...defined(rest) } as Rule,
      })),
    };
  });

function defined<T extends object>(of: T): Partial<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function chooser(drawn: readonly number[]): Choose {
  let next = 0;
  return <T>(from: readonly T[]): T => {
    const number = drawn[next++ % drawn.length] ?? 0;
    return from[number % from.length] as T;
  };
}

/** Versions before and after one to four edits. Some of them concern the same thing, so that they merge, or cancel each other. */
export const editedPairs: fc.Arbitrary<EditedPair> = fc
  .record({
    before: versions,
    made: fc
      .tuple(
        fc.constantFrom(1, 2, 3, 4, 4),
        fc
          .constantFrom(Object.keys(kinds), related)
          .chain(from => fc.array(fc.constantFrom(...from), { minLength: 4, maxLength: 4 })),
      )
      .map(([count, all]) => all.slice(0, count)),
    numbers,
  })
  .map(({ before, made, numbers: drawn }) => {
    const choose = chooser(drawn);
    const after = made.reduce((version, kind) => kinds[kind]?.(version, choose) ?? version, before);
    return { before, after, made };
  });
