import fc from 'fast-check';
import type { Json } from '../../engine/model/json.ts';
import type { Signal } from '../../engine/model/rule-set.ts';
import { inputSpace } from './input-space.ts';
import type { NaiveRule, NaiveRuleSet } from './naive-interpreter.ts';
import { kinds } from './small-clauses.ts';
import { smallRuleSets } from './small-rule-sets.ts';
import { tableNames } from './small-tables.ts';

export type Versions = [before: NaiveRuleSet, after: NaiveRuleSet];

const other = <T>(values: readonly T[], freq: number) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq });

/** Edits of an author: rules are removed, moved, swap triggers or decide differently; the rest of the rule set changes. */
const edited: fc.Arbitrary<Versions> = smallRuleSets.chain(before => {
  const { rules, frame, assumptions } = before;
  return fc
    .record({
      rules: fc.oneof(
        fc.constant(rules),
        fc.shuffledSubarray(rules),
        fc.shuffledSubarray(rules, { minLength: rules.length }),
      ),
      swapped: fc.option(fc.tuple(fc.nat(10), fc.nat(10))),
      paused: fc.option(fc.nat(10)),
      renamed: fc.option(fc.nat(10)),
      hitPolicy: other(['first', 'priority', 'unique', 'any'] as const, 5),
      onUnknown: other(['safe', 'skip', 'fire'] as const, 5),
      most: other([1, 3], 4),
      denied: fc.constantFrom(null, null, 'deny' as const, 'stop' as const),
      column: other(
        tableNames.flatMap(name => ['free', 'pro', 'a', 'true', null].map(key => ({ name, key }))),
        1,
      ),
      stops: fc.boolean(),
      assumptions: fc.oneof(
        { weight: 4, arbitrary: fc.constant(assumptions) },
        { weight: 1, arbitrary: fc.constant<NaiveRuleSet['assumptions']>([]) },
        { weight: 1, arbitrary: fc.constant(rules.slice(0, 1).map(({ trigger }) => ({ holds: trigger }))) },
      ),
    })
    .map((change): Versions => {
      const made = change.rules.map((each): NaiveRule => ({ ...each }));
      const [first, second] = change.swapped?.map(index => made[index % made.length]) ?? [];
      if (first && second) [first.trigger, second.trigger] = [second.trigger, first.trigger];
      const paused = change.paused === null ? undefined : made[change.paused % made.length];
      if (paused) {
        paused.rule = { ...paused.rule, decide: 'pause' };
        delete paused.rule.to;
        delete paused.rule.payload;
      }
      const renamed = change.renamed === null ? undefined : made[change.renamed % made.length];
      if (renamed) renamed.rule = { ...renamed.rule, id: 'new-name' };
      return [
        before,
        {
          ...before,
          rules: made,
          assumptions: [...change.assumptions],
          frame: {
            ...frame,
            ...(change.hitPolicy && { hitPolicy: change.hitPolicy }),
            ...(change.onUnknown && { onUnknown: change.onUnknown }),
            thresholds: {
              ...withColumn(frame.thresholds ?? {}, change.column),
              ...(change.most && { most: change.most }),
            },
            ...(change.denied && { default: { decide: change.denied } }),
          },
        },
      ];
    });
});

/** Thresholds with another value in one column of a table; as they are if it has no such column. */
function withColumn(
  thresholds: NonNullable<NaiveRuleSet['frame']['thresholds']>,
  column: { name: string; key: string | null } | undefined,
): typeof thresholds {
  if (column === undefined) return thresholds;
  const { name, key } = column;
  const table = thresholds[name];
  if (typeof table !== 'object' || !('per' in table)) return thresholds;
  if (key === null)
    return table.value === undefined ? thresholds : { ...thresholds, [name]: { ...table, value: 2.75 } };
  if (!Object.hasOwn(table.values, key)) return thresholds;
  return { ...thresholds, [name]: { ...table, values: { ...table.values, [key]: 1.5 } } };
}

const ages = [
  {},
  { maxAge: '5m', observedAt: 'seen' },
  { maxAge: '1h', observedAt: 'seen' },
  { maxAge: '1h' },
] as const;

/** The same rule set with other declarations of signals: range, values, integer or not, required or not, shorter `maxAge`. */
const redeclared: fc.Arbitrary<Versions> = edited.chain(([before, after]) => {
  const names = Object.keys(before.frame.signals ?? {});
  const declaration = (name: string): fc.Arbitrary<Signal> => {
    const { schemas } = Object.values(kinds).find(kind => kind.name === name) ?? kinds.number;
    return fc
      .tuple(
        fc.constantFrom(...schemas, ...(more[name] ?? [])),
        fc.boolean(),
        fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 3, arbitrary: fc.constantFrom(...ages) }),
      )
      .map(([schema, required, age]) => ({ ...schema, ...(required && { required }), ...age }));
  };
  const declared = () => fc.tuple(...names.map(name => declaration(name)));
  return fc.tuple(declared(), declared(), fc.subarray(names)).map(([old, next, changed]): Versions => {
    const signals = (of: readonly Signal[], only: readonly string[]) =>
      Object.fromEntries(names.map((name, at) => [name, (only.includes(name) ? of[at] : old[at]) as Signal]));
    return [
      { ...before, frame: { ...withValues(before.frame), signals: signals(old, names) } },
      { ...after, frame: { ...withValues(after.frame), signals: signals(next, changed) } },
    ];
  });
});

/** Each table has a value for all values of its signal without an entry, whatever is declared of the signal. */
function withValues(frame: NaiveRuleSet['frame']): NaiveRuleSet['frame'] {
  const thresholds = Object.entries(frame.thresholds ?? {}).map(([name, each]) => [
    name,
    typeof each === 'object' ? { value: 2, ...each } : each,
  ]);
  return { ...frame, thresholds: Object.fromEntries(thresholds) as NonNullable<typeof frame.thresholds> };
}

const more: Partial<Record<string, readonly Signal[]>> = {
  x: [{ type: 'integer' }, { type: 'number', multipleOf: 0.5 }, { type: 'number', enum: [1, 2.5, 3] }],
  'order.count': [{ type: 'number' }, { type: 'integer', multipleOf: 2 }],
  tier: [{ type: 'string', enum: ['free', 'pro'] }, { type: 'string' }],
  s: [
    { type: 'string', pattern: '^a' },
    { type: 'string', minLength: 2 },
    { type: 'string', enum: ['a', 'ab', 'c'] },
  ],
  flags: [{ type: 'array', items: { type: 'string', enum: ['pii', 'legal'] }, uniqueItems: true }],
};

/** Two unrelated rule sets that share some names of signals, possibly with different types. */
const unrelated: fc.Arbitrary<Versions> = fc
  .tuple(smallRuleSets, smallRuleSets, fc.boolean())
  .map(([before, after, renames]): Versions => {
    const [first] = Object.keys(before.frame.signals ?? {});
    const [last] = Object.keys(after.frame.signals ?? {}).slice(-1);
    if (!renames || first === undefined || last === undefined || first in (after.frame.signals ?? {}))
      return [before, after];
    const text = JSON.stringify(after)
      .replaceAll(`"name":"${last}"`, `"name":"${first}"`)
      .replaceAll(`"per":"${last}"`, `"per":"${first}"`);
    return [
      before,
      JSON.parse(text.replace(`{"${last}":`, `{"${first}":`).replace(`,"${last}":`, `,"${first}":`)) as NaiveRuleSet,
    ];
  });

export const versionPairs: fc.Arbitrary<Versions> = fc.oneof(
  { weight: 5, arbitrary: edited },
  { weight: 4, arbitrary: redeclared },
  { weight: 2, arbitrary: unrelated },
);

/** The times at which rules begin or end, and times in between. */
export const times = ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-09-01T00:00:00Z'].map(text =>
  Date.parse(text),
);

/**
 * Inputs with decision times that show everything that the conditions and declarations of two versions can distinguish.
 * @param spaceOf returns the inputs that the conditions of one version can distinguish
 * @returns undefined if there would be more than `limit`
 */
export function documentsOf(
  before: NaiveRuleSet,
  after: NaiveRuleSet,
  limit: number,
  spaceOf: typeof inputSpace = inputSpace,
): { input: Json; at: number }[] | undefined {
  const together = (frame: NaiveRuleSet['frame']): NaiveRuleSet => ({
    frame,
    rules: [...before.rules, ...after.rules],
    assumptions: [...before.assumptions, ...after.assumptions],
  });
  const typeOf = ({ frame }: NaiveRuleSet, name: string) =>
    JSON.stringify([frame.signals?.[name]?.type, frame.signals?.[name]?.format]);
  const names = [...new Set([before, after].flatMap(({ frame }) => Object.keys(frame.signals ?? {})))];
  const shared = names.filter(name => [before, after].every(({ frame }) => frame.signals?.[name] !== undefined));
  const areAlike = shared.every(name => typeOf(before, name) === typeOf(after, name)) && shared.length === names.length;
  const spaces = (areAlike ? [together(before.frame), together(after.frame)] : [before, after]).map(each =>
    spaceOf(fresh(each), 50_000),
  );
  const values = names.map(name => {
    const all = spaces.flatMap(space => space?.signals.find(each => each.name === name)?.values ?? []);
    return [...new Map([...all, undefined].map(value => [JSON.stringify(value), value])).values()];
  });
  if (spaces.includes(undefined)) return undefined;
  const isAged = [before, after].some(({ frame }) =>
    Object.values(frame.signals ?? {}).some(({ maxAge }) => maxAge !== undefined),
  );
  const seen = isAged ? [undefined, 0, 600_000, 7_200_000] : [undefined];
  const periods = [before, after].some(({ rules }) => rules.some(({ rule }) => rule.effective !== undefined))
    ? times
    : times.slice(0, 1);
  const total = values.reduce((product, each) => product * each.length, seen.length * periods.length);
  if (total > limit) return undefined;
  let inputs: Record<string, Json>[] = [{}];
  names.forEach((name, at) => {
    inputs = inputs.flatMap(input =>
      (values[at] ?? []).map(value => (value === undefined ? input : placed(input, name, value))),
    );
  });
  return periods.flatMap(at =>
    seen.flatMap(age =>
      inputs.map(input => ({
        at,
        input: age === undefined ? input : { ...input, seen: new Date(at - age).toISOString() },
      })),
    ),
  );
}

/** The rule set without `maxAge`, so that signals are never stale. */
function fresh(naive: NaiveRuleSet): NaiveRuleSet {
  const signals = Object.entries(naive.frame.signals ?? {}).map(([name, { maxAge: _, observedAt: __, ...signal }]) => [
    name,
    signal,
  ]);
  return { ...naive, frame: { ...naive.frame, signals: Object.fromEntries(signals) as Record<string, Signal> } };
}

function placed(input: Record<string, Json>, name: string, value: Json): Record<string, Json> {
  const [key = '', ...rest] = name.split('.');
  if (rest.length === 0) return { ...input, [key]: value };
  return { ...input, [key]: placed((input[key] ?? {}) as Record<string, Json>, rest.join('.'), value) };
}
