import fc from 'fast-check';
import type { Rule, Signal } from '../../engine/model/rule-set.ts';
import type { Expression, Trigger } from './expression.ts';
import { isOpaque } from './input-space.ts';
import type { NaiveRule, NaiveRuleSet } from './naive-interpreter.ts';
import { clauses, kinds, thresholds, type Kind } from './small-clauses.ts';
import { tablesFor } from './small-tables.ts';

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
/** Undefined, except once in `times` times on average. */
const sometimes = <T>(times: number, arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** The dates at which rules begin or end; they result in at most three periods. */
const spring = '2026-03-01T00:00:00Z';
const autumn = '2026-09-01T00:00:00Z';

const outcomes = [
  { decide: 'continue' },
  { decide: 'continue' },
  { decide: 'pause' },
  { decide: 'route', to: 'helper' },
  { decide: 'escalate', to: 'desk' },
  { decide: 'escalate', to: 'desk', payload: 'case@1' },
  { decide: 'deny' },
  { decide: 'stop' },
] as const;

const otherKinds: Kind[] = ['choice', 'text', 'flag', 'set'];

/** Rule sets with two to four signals, small enough to try every input. Their rules share a few clauses, so that they interact. */
export const smallRuleSets: fc.Arbitrary<NaiveRuleSet> = fc
  .oneof(
    { weight: 4, arbitrary: fc.tuple(some(['number', 'integer', 'duration', 'timestamp'], 1), some(otherKinds, 1)) },
    { weight: 1, arbitrary: fc.tuple(some(otherKinds, 2)) },
  )
  .chain(([first, second = []]) => {
    const chosen = [...first, ...second];
    return signalsOf(chosen).chain(signals => ruleSetOf(chosen, signals));
  });

function some(of: readonly Kind[], minLength: number): fc.Arbitrary<Kind[]> {
  return fc.shuffledSubarray([...of], { minLength, maxLength: minLength + 1 });
}

function signalsOf(chosen: readonly Kind[]): fc.Arbitrary<Record<string, Signal>> {
  return fc
    .tuple(...chosen.map(kind => fc.tuple(one(kinds[kind].schemas), fc.boolean())))
    .map(made =>
      Object.fromEntries(
        made.map(([schema, required], index): [string, Signal] => [
          kinds[chosen[index] ?? 'number'].name,
          { ...schema, ...(required && { required }) },
        ]),
      ),
    );
}

function ruleSetOf(chosen: readonly Kind[], signals: Record<string, Signal>): fc.Arbitrary<NaiveRuleSet> {
  const clausesOfAll = fc
    .tuple(
      fc.tuple(...chosen.map(kind => clauses([kind]))),
      fc.array(clauses(chosen), { minLength: 1, maxLength: 3 }),
      sometimes(3, clauseOfTwo(chosen)),
    )
    .map(([each, more, opaque]) => [...each, ...more, ...(opaque ? [opaque] : [])]);
  const tables = tablesFor(chosen, signals);
  if (tables === null) return madeOf(signals, clausesOfAll);
  return fc.oneof(
    { weight: 1, arbitrary: madeOf(signals, clausesOfAll) },
    {
      weight: 1,
      arbitrary: tables.thresholds.chain(made =>
        madeOf(
          signals,
          fc.tuple(clausesOfAll, tables.clauses).map(([others, own]) => [...own, ...others.slice(0, 3)]),
        ).map(naive => ({
          ...naive,
          frame: { ...naive.frame, escalation: 2 as const, thresholds: { ...naive.frame.thresholds, ...made } },
        })),
      ),
    },
  );
}

/**
 * Rule sets whose conditions all consist of a few clauses.
 * @param isFree true for a comparison whose operator is not changed, since other text has a truth value of its own
 */
export function madeOf(
  signals: Record<string, Signal>,
  clausesOfAll: fc.Arbitrary<Expression[]>,
  isFree: (clause: Expression) => boolean = isOpaque,
): fc.Arbitrary<NaiveRuleSet> {
  return clausesOfAll
    .chain(some => {
      const made = literals(some, isFree);
      return fc.record({
        rules: rules(made),
        hitPolicy: one([undefined, 'first', 'priority', 'priority', 'unique', 'any'] as const),
        onUnknown: one([undefined, 'safe', 'skip', 'fire'] as const),
        default: fc.option(one(outcomes), { nil: undefined, freq: 2 }),
        assumptions: assumptions(made.one),
        invariants: invariants(made.one),
      });
    })
    .map(made => ({
      frame: {
        escalation: 2,
        name: 'small',
        version: '1.0.0',
        ...(made.hitPolicy && { hitPolicy: made.hitPolicy }),
        ...(made.onUnknown && { onUnknown: made.onUnknown }),
        signals,
        thresholds,
        targets: { desk: { kind: 'human' }, helper: { kind: 'agent' } },
        payloads: { 'case@1': { schema: true, fields: {} } },
        ...(made.default && { default: made.default }),
      },
      rules: made.rules,
      assumptions: made.assumptions,
      ...(made.invariants.length > 0 && { invariants: made.invariants }),
    }));
}

/** Clauses of the rule set, some of them negated or mirrored. */
interface Literals {
  one: fc.Arbitrary<Expression>;
  /** Two or three different clauses. */
  some: fc.Arbitrary<Expression[]>;
  isFree: (clause: Expression) => boolean;
}

function literals(clauses: readonly Expression[], isFree: Literals['isFree']): Literals {
  const turn = one(['as it is', 'as it is', 'as it is', 'negated', 'complement', 'mirror', 'mirror'] as const);
  return {
    one: fc.tuple(one(clauses), turn).map(([clause, how]) => turned(clause, how, isFree)),
    isFree,
    some: fc
      .tuple(fc.shuffledSubarray([...clauses], { minLength: 2, maxLength: 3 }), fc.tuple(turn, turn, turn))
      .map(([chosen, hows]) => chosen.map((clause, index) => turned(clause, hows[index] ?? 'as it is', isFree))),
  };
}

function turned(
  clause: Expression,
  how: 'as it is' | 'negated' | 'complement' | 'mirror',
  isFree: Literals['isFree'],
): Expression {
  if (how === 'as it is') return clause;
  if (how !== 'negated' && clause.op === 'compare' && !isFree(clause)) {
    return { ...clause, operator: (how === 'complement' ? complement : mirror)[clause.operator] };
  }
  return { op: 'not', of: clause };
}

const complement = { '<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=', '!=': '==' } as const;
/** The operator for the other side, which also excludes or includes the constant, as in the gaps and overlaps that people write. */
const mirror = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '!=', '!=': '==' } as const;

/** A clause with two signals: an equality of two conditions, or a macro over both, which is outside the exact fragment. */
function clauseOfTwo(chosen: readonly Kind[]): fc.Arbitrary<Expression> {
  const [left = 'number', right = 'number'] = chosen;
  return fc
    .tuple(clauses([left]), clauses([right]), fc.boolean())
    .filter(([a, b]) => a.op !== 'has' && b.op !== 'has')
    .map(([a, b, isExact]) =>
      isExact
        ? { op: 'compare', operator: '==', left: a, right: b }
        : {
            op: 'macro',
            macro: 'exists_one',
            list: { op: 'list', items: [a, b] },
            variable: 'v',
            body: { op: 'variable', name: 'v' },
          },
    );
}

/** Triggers in which no connective of an expression is a direct operand of the same connective, since the text would not show it. */
function triggers(literals: Literals): fc.Arbitrary<Trigger> {
  const written = (of: fc.Arbitrary<Expression>) =>
    of.map((expression): Trigger => ({ kind: 'expression', expression }));
  const joined = (op: 'and' | 'or') => literals.some.map((of): Expression => ({ op, of }));
  const mixed = (op: 'and' | 'or', inner: 'and' | 'or') =>
    fc.tuple(literals.one, joined(inner)).map((of): Expression => ({ op, of }));
  const group = (kind: 'all' | 'any', inner: 'and' | 'or') =>
    fc.tuple(literals.some, sometimes(3, joined(inner))).map(([of, last]): Trigger => ({
      kind,
      of: (last ? [...of.slice(1), last] : of).map(expression => ({ kind: 'expression', expression })),
    }));
  const choice = fc.record({
    op: fc.constant('if' as const),
    test: literals.one,
    then: literals.one,
    otherwise: literals.one,
  });
  return fc.oneof(
    { weight: 10, arbitrary: written(literals.one) },
    { weight: 6, arbitrary: group('all', 'or') },
    { weight: 3, arbitrary: group('any', 'and') },
    { weight: 4, arbitrary: written(joined('and')) },
    { weight: 2, arbitrary: written(joined('or')) },
    { weight: 2, arbitrary: written(fc.oneof(mixed('and', 'or'), mixed('or', 'and'))) },
    { weight: 1, arbitrary: group('all', 'or').map((of): Trigger => ({ kind: 'not', of })) },
    { weight: 1, arbitrary: written(joined('or').map((of): Expression => ({ op: 'not', of }))) },
    { weight: 1, arbitrary: written(choice) },
    { weight: 2, arbitrary: fc.constant<Trigger>({ kind: 'expression', expression: { op: 'bool', value: true } }) },
  );
}

function rules(literals: Literals): fc.Arbitrary<NaiveRule[]> {
  const rule = fc.record({
    trigger: triggers(literals),
    /** True to add a rule for the other side of the constant. */
    both: fc.integer({ min: 0, max: 2 }).map(chance => chance === 0),
    otherOutcome: one(outcomes),
    outcome: one(outcomes),
    status: fc.oneof(
      { weight: 8, arbitrary: one([undefined, 'active'] as const) },
      { weight: 1, arbitrary: fc.constant('shadow' as const) },
      { weight: 1, arbitrary: one(['draft', 'retired'] as const) },
    ),
    onUnknown: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: one(['safe', 'skip', 'fire'] as const) },
    ),
    effective: fc.oneof(
      { weight: 8, arbitrary: fc.constant(undefined) },
      {
        weight: 1,
        arbitrary: one([{ from: spring }, { until: spring }, { from: autumn }, { from: spring, until: autumn }]),
      },
    ),
  });
  return fc
    .oneof(
      { weight: 1, arbitrary: fc.array(rule, { minLength: 1, maxLength: 3 }) },
      { weight: 4, arbitrary: fc.array(rule, { minLength: 3, maxLength: 6 }) },
    )
    .map(made =>
      made
        .flatMap(({ trigger, outcome, both, otherOutcome, ...rest }) => {
          const other = both ? otherSide(trigger, literals.isFree) : undefined;
          return [
            { trigger, rule: { ...outcome, ...rest } },
            ...(other ? [{ trigger: other, rule: { ...otherOutcome, ...rest } }] : []),
          ];
        })
        .slice(0, 6)
        .map(({ trigger, rule: frame }, index) => ({ rule: given({ id: `r${index + 1}`, ...frame }), trigger })),
    );
}

function otherSide(trigger: Trigger, isFree: Literals['isFree']): Trigger | undefined {
  if (trigger.kind !== 'expression' || trigger.expression.op !== 'compare') return undefined;
  const other = turned(trigger.expression, 'mirror', isFree);
  return other.op === 'compare' ? { kind: 'expression', expression: other } : undefined;
}

function given(rule: { [K in keyof Omit<Rule, 'when'>]: Rule[K] | undefined }): Omit<Rule, 'when'> {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as unknown as Rule;
}

function assumptions(literal: fc.Arbitrary<Expression>): fc.Arbitrary<NaiveRuleSet['assumptions']> {
  const written = literal.map((expression): Trigger => ({ kind: 'expression', expression }));
  const assumption = fc
    .tuple(fc.option(written, { nil: undefined, freq: 3 }), written)
    .map(([when, holds]) => ({ ...(when && { when }), holds }));
  return fc.oneof(
    { weight: 14, arbitrary: fc.constant<NaiveRuleSet['assumptions']>([]) },
    { weight: 5, arbitrary: assumption.map(each => [each]) },
    {
      weight: 1,
      arbitrary: literal.map((expression): NaiveRuleSet['assumptions'] => [
        { holds: { kind: 'expression', expression } },
        { holds: { kind: 'not' as const, of: { kind: 'expression', expression } } },
        { holds: { kind: 'expression', expression: { op: 'has', name: signalIn(expression) } } },
      ]),
    },
  );
}

/** Some signal that an expression names. */
function signalIn(expression: Expression): string {
  const text = JSON.stringify(expression);
  return /"op":"(?:signal|has)","name":"([\w.]+)"/.exec(text)?.[1] ?? '';
}

function invariants(literal: fc.Arbitrary<Expression>): fc.Arbitrary<NonNullable<NaiveRuleSet['invariants']>> {
  const when = fc.array(literal, { minLength: 1, maxLength: 2 }).map((parts): Trigger => ({
    kind: 'all',
    of: parts.map(expression => ({ kind: 'expression', expression })),
  }));
  const invariant = fc.record({
    when: fc.option(when, { nil: undefined, freq: 5 }),
    require: one([
      { decide: ['escalate' as const, 'stop' as const] },
      { decide: ['pause' as const, 'route' as const, 'escalate' as const, 'deny' as const, 'stop' as const] },
      { decide: ['deny' as const, 'stop' as const] },
      { decide: 'continue' as const },
      { to: 'desk' },
      { decide: ['escalate' as const], payload: ['case@1'] },
    ]),
  });
  return fc
    .array(invariant, { maxLength: 2 })
    .map(made =>
      made.map(({ when: where, require }, index) => ({ id: `i${index + 1}`, ...(where && { when: where }), require })),
    );
}
