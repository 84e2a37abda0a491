import fc from 'fast-check';
import type { Rollout, Signal } from '../../engine/model/rule-set.ts';
import { compare, double, int, signal, string, type Expression } from './expression.ts';
import type { NaiveRule, NaiveRuleSet } from './naive-interpreter.ts';
import { madeOf } from './small-rule-sets.ts';
import type { Edit } from './term-edits.ts';

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** The declarations of the ids that divide rollouts, with the clauses about them. */
const kinds: Record<string, { schemas: readonly Signal[]; clauses: readonly Expression[] }> = {
  user: {
    schemas: [
      { type: 'string' },
      { type: 'string', enum: ['ann', 'bob', 'cleo', 'dan', 'eve'] },
      { type: 'string', pattern: '^[a-z]+(-[0-9]+)?$' },
    ],
    clauses: [
      compare(signal('user'), '==', string('ann')),
      compare(signal('user'), '!=', string('bob')),
      { op: 'in', element: signal('user'), list: { op: 'list', items: [string('bob'), string('cleo')] } },
      { op: 'has', name: 'user' },
    ],
  },
  tenant: {
    schemas: [
      { type: 'integer', minimum: 1, maximum: 40 },
      { type: 'integer', enum: [3, 5, 8, 13] },
      { type: 'integer', minimum: 0, maximum: 90, multipleOf: 10 },
    ],
    clauses: [
      compare(signal('tenant'), '==', int(5)),
      { op: 'in', element: signal('tenant'), list: { op: 'list', items: [int(3), int(20)] } },
      { op: 'has', name: 'tenant' },
    ],
  },
};

const risk: Signal = { type: 'number', enum: [0, 0.5, 1] };
const clausesOfRisk = [
  compare(signal('risk'), '<', double(0.5)),
  compare(signal('risk'), '>', double(0.5)),
  compare(signal('risk'), '>=', double(0.5)),
];

/** Ranges of buckets that people write, some of them beside each other. */
const shares: readonly Omit<Rollout, 'by'>[] = [
  { percent: 10 },
  { percent: 90, from: 10 },
  { percent: 50 },
  { percent: 50, from: 50 },
  { percent: 20, from: 30 },
  { percent: 15, from: 85 },
  { percent: 70 },
  { percent: 100 },
];

/** Rule sets whose rules have rollouts by one or two ids; several versions of a rule have the same buckets. */
export const rolloutRuleSets: fc.Arbitrary<NaiveRuleSet> = one([
  ['user'],
  ['tenant'],
  ['user'],
  ['user', 'tenant'],
]).chain(names => {
  const signals = fc
    .tuple(...names.map(name => fc.tuple(one(kinds[name]?.schemas ?? []), fc.boolean())), fc.boolean())
    .map(drawn => {
      const isRequired = drawn.at(-1) === true;
      const ids = (drawn.slice(0, -1) as [Signal, boolean][]).map(([schema, required], at): [string, Signal] => [
        names[at] ?? '',
        { ...schema, ...(required && { required }) },
      ]);
      return Object.fromEntries([...ids, ['risk', { ...risk, ...(isRequired && { required: true }) }]]) as Record<
        string,
        Signal
      >;
    });
  const clauses = fc
    .tuple(
      fc.subarray(
        names.flatMap(name => kinds[name]?.clauses ?? []),
        { minLength: 1, maxLength: 2 },
      ),
      fc.subarray(clausesOfRisk, { minLength: 2, maxLength: 2 }),
    )
    .map(parts => parts.flat());
  return signals.chain(made =>
    fc
      .tuple(
        madeOf(made, clauses, () => true),
        fc.array(rolloutFor(names), { minLength: 6, maxLength: 6 }),
      )
      .map(([naive, drawn]): NaiveRuleSet => ({
        ...naive,
        frame: { ...naive.frame, escalation: 2 },
        rules: naive.rules.map((each, index) => rolledOut(each, index, drawn[index])),
      })),
  );
});

interface Drawn {
  rollout: Rollout | null;
  id: string;
}

function rolloutFor(names: readonly string[]): fc.Arbitrary<Drawn> {
  return fc.record({
    rollout: fc.option(
      fc.tuple(one(shares), one(names)).map(([share, by]) => ({ ...share, by })),
      { freq: 3 },
    ),
    id: one(rolledOutIds),
  });
}

/** The ids of rules with rollouts: so few that the ids of users include one for each combination of buckets. */
const rolledOutIds = ['first', 'first', 'second', 'third'];

/** The rule with a rollout, some as a version of another rule. */
function rolledOut({ rule, trigger }: NaiveRule, index: number, drawn: Drawn | undefined): NaiveRule {
  if (drawn === undefined || drawn.rollout === null) return { rule, trigger };
  return { rule: { ...rule, id: drawn.id, version: index + 1, rollout: drawn.rollout }, trigger };
}

/** Changes, adds or removes the rollout of one rule. */
export const rolloutEdit: fc.Arbitrary<Edit> = fc
  .tuple(fc.nat(60), fc.option(one(shares), { freq: 4 }))
  .map(([at, share]): Edit => naive => {
    const by = Object.keys(naive.frame.signals ?? {})[0] ?? '';
    return {
      ...naive,
      rules: naive.rules.map((each, index) => {
        if (index !== at % naive.rules.length) return each;
        const { rollout, ...rule } = each.rule;
        if (share === null || !rolledOutIds.includes(rule.id)) return { ...each, rule };
        return { ...each, rule: { ...rule, rollout: { ...share, by: rollout?.by ?? by } } };
      }),
    };
  });

/** A copy of a rule has an id of its own, and no rollout, so that there are not too many combinations of buckets. */
export const withoutOtherRollouts: Edit = naive => ({
  ...naive,
  rules: naive.rules.map(each => {
    const { rollout, ...rule } = each.rule;
    return rollout === undefined || rolledOutIds.includes(rule.id) ? each : { ...each, rule };
  }),
});
