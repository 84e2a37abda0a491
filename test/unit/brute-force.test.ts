import { describe, expect, test } from 'vitest';
import type { Invariant, Rule, RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { bruteForce } from '../../testing/oracle/brute-force.ts';
import type { Expression, Trigger } from '../../testing/oracle/expression.ts';
import type { Facts } from '../../testing/oracle/facts.ts';
import type { NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';

type Outcome = Partial<Omit<Rule, 'when' | 'id'>> & { decide: Rule['decide'] };

const signal = (name: string): Expression => ({ op: 'signal', name });
const string = (value: string): Expression => ({ op: 'string', value });
const has = (name: string): Expression => ({ op: 'has', name });
const always: Expression = { op: 'bool', value: true };
const and = (...of: Expression[]): Expression => ({ op: 'and', of });
const or = (...of: Expression[]): Expression => ({ op: 'or', of });
const not = (of: Expression): Expression => ({ op: 'not', of });
const all = (...of: Expression[]): Trigger => ({ kind: 'all', of: of.map(written) });
const holds = (name: string, member: string): Expression => ({ op: 'in', element: string(member), list: signal(name) });
const within = (name: string, ...members: string[]): Expression => ({
  op: 'macro',
  macro: 'all',
  list: signal(name),
  variable: 'v',
  body: { op: 'in', element: { op: 'variable', name: 'v' }, list: { op: 'list', items: members.map(string) } },
});
const says = (predicate: 'startsWith' | 'endsWith' | 'contains' | 'matches', argument: string): Expression => ({
  op: 'text',
  predicate,
  of: signal('s'),
  argument,
});

function compare(
  left: string | Expression,
  operator: '<' | '<=' | '>' | '>=' | '==' | '!=',
  right: number | string | Expression,
): Expression {
  return {
    op: 'compare',
    operator,
    left: typeof left === 'string' ? signal(left) : left,
    right: typeof right === 'number' ? { op: 'int', value: right } : typeof right === 'string' ? string(right) : right,
  };
}

function written(expression: Expression): Trigger {
  return { kind: 'expression', expression };
}

function when(trigger: Expression | Trigger): Trigger {
  return 'kind' in trigger ? trigger : written(trigger);
}

const number: Signal = { type: 'number' };
const given: Signal = { type: 'number', required: true };
const flag: Signal = { type: 'boolean' };
const stop: Outcome = { decide: 'stop' };
const pause: Outcome = { decide: 'pause' };
const go: Outcome = { decide: 'continue' };

/** Rules `r1`, `r2`, … in order. */
function facts(
  signals: Record<string, Signal>,
  rules: [Expression | Trigger, Outcome][],
  more: Partial<RuleSet> & {
    assuming?: NaiveRuleSet['assumptions'];
    ensuring?: { id: string; when?: Trigger; require: Invariant['require'] }[];
  } = {},
): Facts {
  const { assuming, ensuring, ...frame } = more;
  const found = bruteForce({
    frame: {
      escalation: 1,
      name: 'small',
      version: '1.0.0',
      signals,
      targets: { desk: { kind: 'human' } },
      onUnknown: 'skip',
      ...frame,
    },
    rules: rules.map(([trigger, outcome], index) => ({
      rule: { id: `r${index + 1}`, ...outcome },
      trigger: when(trigger),
    })),
    assumptions: assuming ?? [],
    ...(ensuring && { invariants: ensuring }),
  });
  if (!found) throw new Error('There are too many inputs.');
  return found;
}

describe('contradictory triggers', () => {
  test('no number is below 1 and above 2; between 3 and 4 there are numbers, and no whole ones', () => {
    const between = and(compare('x', '>', 3), compare('x', '<', 4));
    expect(facts({ x: number }, [[and(compare('x', '<', 1), compare('x', '>', 2)), stop]]).contradictory).toEqual([
      'r1@1',
    ]);
    expect(facts({ x: number }, [[between, stop]]).contradictory).toEqual([]);
    expect(facts({ x: { type: 'integer' } }, [[between, stop]]).contradictory).toEqual(['r1@1']);
  });

  test('the schema of a signal and the assumptions leave out inputs', () => {
    const rules: [Expression, Outcome][] = [[compare('x', '>', 5), stop]];
    expect(facts({ x: { type: 'number', maximum: 5 } }, rules).contradictory).toEqual(['r1@1']);
    const assuming = [{ holds: written(compare('x', '<=', 5)) }];
    expect(facts({ x: given }, rules, { assuming }).contradictory).toEqual(['r1@1']);
  });

  test('texts and sets have what their values have', () => {
    const s: Record<string, Signal> = { s: { type: 'string' } };
    expect(facts(s, [[and(says('startsWith', 'ab'), not(says('startsWith', 'a'))), stop]]).contradictory).toEqual([
      'r1@1',
    ]);
    expect(facts(s, [[and(says('startsWith', 'b'), compare('s', '<', 'a')), stop]]).contradictory).toEqual(['r1@1']);
    expect(facts(s, [[and(says('contains', 'ba'), says('matches', '^[ab]+$')), stop]]).contradictory).toEqual([]);
    const flags: Record<string, Signal> = { flags: { type: 'array', items: { type: 'string' }, uniqueItems: true } };
    const size: Expression = { op: 'size', of: signal('flags') };
    expect(facts(flags, [[and(holds('flags', 'a'), compare(size, '==', 0)), stop]]).contradictory).toEqual(['r1@1']);
    expect(facts(flags, [[and(holds('flags', 'b'), within('flags', 'a')), stop]]).contradictory).toEqual(['r1@1']);
    const two = and(within('flags', 'a'), compare(size, '==', 2));
    expect(facts(flags, [[two, stop]]).contradictory).toEqual(['r1@1']);
    const repeated: Record<string, Signal> = { flags: { type: 'array', items: { type: 'string' } } };
    expect(facts(repeated, [[two, stop]]).contradictory).toEqual([]);
  });

  test('a clause over two signals may be true or false, but not both', () => {
    const opaque = compare('x', '>', signal('y'));
    expect(
      facts({ x: given, y: given }, [[and(opaque, compare('x', '<', 1), compare('y', '>', 2)), stop]]).contradictory,
    ).toEqual([]);
    expect(facts({ x: given, y: given }, [[and(opaque, not(opaque)), stop]]).contradictory).toEqual(['r1@1']);
  });

  test('shadow rules can be contradictory, drafts are not looked at', () => {
    const never = and(signal('p'), not(signal('p')));
    const found = facts({ p: flag }, [
      [never, { ...stop, status: 'shadow' }],
      [never, { ...stop, status: 'draft' }],
    ]);
    expect(found.contradictory).toEqual(['r1@1']);
  });
});

describe('rules that never decide', () => {
  const rules: [Expression, Outcome][] = [
    [signal('p'), stop],
    [not(signal('p')), pause],
    [compare('x', '>', 1), go],
  ];

  test('two rules shadow a third together, unless neither fires if their signal is missing', () => {
    expect(facts({ p: { ...flag, required: true }, x: number }, rules).shadowed).toEqual(['r3@1']);
    expect(facts({ p: flag, x: number }, rules).shadowed).toEqual([]);
    expect(facts({ p: flag, x: number }, rules, { onUnknown: 'safe' }).shadowed).toEqual(['r3@1']);
  });

  test('priority puts the rule with more oversight before the other', () => {
    const general: [Expression, Outcome][] = [
      [compare('x', '>', 5), go],
      [compare('x', '>', 1), stop],
    ];
    expect(facts({ x: number }, general).shadowed).toEqual([]);
    expect(facts({ x: number }, general, { hitPolicy: 'priority' }).shadowed).toEqual(['r1@1']);
    expect(facts({ x: number }, general, { hitPolicy: 'any' }).shadowed).toEqual([]);
  });

  test('a rule is redundant if those before it, or those after it, decide the same', () => {
    const before = facts({ x: number }, [
      [compare('x', '>', 1), stop],
      [compare('x', '>', 5), stop],
    ]);
    expect(before.redundant).toEqual([{ rule: 'r2@1', everDecides: false }]);
    const after = facts({ x: number }, [
      [compare('x', '>', 5), stop],
      [compare('x', '>', 1), stop],
    ]);
    expect(after.redundant).toEqual([{ rule: 'r1@1', everDecides: true }]);
    expect(facts({ x: number }, [[compare('x', '>', 5), pause]]).redundant).toEqual([
      { rule: 'r1@1', everDecides: true },
    ]);
    expect(facts({ x: number }, [[compare('x', '>', 5), stop]]).redundant).toEqual([]);
  });

  test('a linear term is solved for its signal', () => {
    const term: Expression = {
      op: 'arithmetic',
      operator: '+',
      left: { op: 'arithmetic', operator: '*', left: signal('x'), right: { op: 'int', value: 2 } },
      right: { op: 'int', value: 1 },
    };
    const found = facts({ x: number }, [
      [compare('x', '<', 2), stop],
      [compare(term, '<', 5), stop],
    ]);
    expect(found.redundant).toEqual([
      { rule: 'r1@1', everDecides: true },
      { rule: 'r2@1', everDecides: false },
    ]);
  });
});

describe('clauses that can be deleted', () => {
  test('because of the trigger itself, or of the rules before it', () => {
    expect(facts({ x: given }, [[and(compare('x', '<', 5), compare('x', '<', 9)), stop]]).irrelevantClauses).toEqual([
      { rule: 'r1@1', path: [1], text: 'x < 9', because: 'trigger' },
    ]);
    const found = facts({ x: given }, [
      [compare('x', '<', 1), stop],
      [all(compare('x', '>=', 1), compare('x', '<', 3)), { decide: 'escalate', to: 'desk' }],
    ]);
    expect(found.irrelevantClauses).toEqual([{ rule: 'r2@1', path: [0], text: 'x >= 1', because: 'order' }]);
  });

  test('reported from the first to the last, an operand before its parts, never the last one of a node', () => {
    const trigger = all(compare('x', '>', 1), or(signal('p'), compare('x', '>', 1)), compare('x', '>', 1));
    expect(facts({ x: given, p: flag }, [[trigger, stop]]).irrelevantClauses.map(({ path }) => path)).toEqual([
      [1],
      [2],
    ]);
    const twice = all(compare('x', '>', 1), compare('x', '>', 1), signal('p'));
    expect(facts({ x: given, p: flag }, [[twice, stop]]).irrelevantClauses.map(({ path }) => path)).toEqual([[1]]);
    const small: Record<string, Signal> = { x: { ...given, maximum: 3 } };
    const implied = and(compare('x', '<', 5), compare('x', '<', 9));
    expect(facts(small, [[implied, stop]]).irrelevantClauses.map(({ path }) => path)).toEqual([[1]]);
    const negated: Trigger = { kind: 'not', of: written(and(compare('x', '>', 1), compare('x', '>', 0))) };
    expect(facts({ x: given }, [[negated, stop]]).irrelevantClauses.map(({ path }) => path)).toEqual([[0, 1]]);
  });
});

test('a rule that always fires hides those behind it in the order of deciding', () => {
  const rules: [Expression, Outcome][] = [
    [always, pause],
    [signal('p'), stop],
  ];
  expect(facts({ p: flag }, rules).tautological).toEqual(['r1@1']);
  expect(facts({ p: flag }, rules, { hitPolicy: 'priority' }).tautological).toEqual([]);
  expect(facts({ p: flag }, rules.toReversed()).tautological).toEqual([]);
  for (const hitPolicy of ['unique', 'any'] as const) {
    expect(facts({ p: flag }, rules, { hitPolicy }).tautological).toEqual(['r1@1']);
    expect(facts({ p: flag }, rules.toReversed(), { hitPolicy }).tautological).toEqual(['r2@1']);
  }
  const covering: [Expression, Outcome][] = [
    [or(compare('x', '<', 1), compare('x', '>=', 1)), stop],
    [signal('p'), pause],
  ];
  expect(facts({ x: given, p: flag }, covering).tautological).toEqual(['r1@1']);
  expect(facts({ x: number, p: flag }, covering).tautological).toEqual([]);
});

test('rules conflict if they fire together, with `any` only if their outcomes differ', () => {
  const rules: [Expression, Outcome][] = [
    [compare('x', '>', 1), stop],
    [compare('x', '>', 5), stop],
    [compare('x', '>', 7), pause],
    [compare('x', '<', 1), pause],
  ];
  expect(facts({ x: number }, rules).conflicts).toEqual([]);
  expect(facts({ x: number }, rules, { hitPolicy: 'unique' }).conflicts).toEqual([
    { rule: 'r1@1', with: ['r2@1', 'r3@1'] },
    { rule: 'r2@1', with: ['r1@1', 'r3@1'] },
    { rule: 'r3@1', with: ['r1@1', 'r2@1'] },
  ]);
  expect(facts({ x: number }, rules, { hitPolicy: 'unique' }).redundant).toEqual([{ rule: 'r4@1', everDecides: true }]);
  expect(facts({ x: number }, rules, { hitPolicy: 'any' }).conflicts).toEqual([
    { rule: 'r1@1', with: ['r3@1'] },
    { rule: 'r2@1', with: ['r3@1'] },
    { rule: 'r3@1', with: ['r1@1', 'r2@1'] },
  ]);
});

test('uncovered inputs are found in every period', () => {
  const until = '2026-03-01T00:00:00Z';
  const found = facts({ p: { ...flag, required: true } }, [
    [signal('p'), stop],
    [not(signal('p')), { ...pause, effective: { until } }],
  ]);
  expect(found.uncovered).toEqual([{ at: '2026-03-01T00:00:00.000Z', inputs: 1, example: { p: false } }]);
});

describe('boundary gaps', () => {
  const sides: [Expression, Outcome][] = [
    [compare('x', '<', 1), stop],
    [compare('x', '>', 1), pause],
  ];

  test('adjoining rules leave out the constant between them', () => {
    const gap = { signal: 'x', at: 1, below: 'r1@1', above: 'r2@1' };
    expect(facts({ x: number }, sides).boundaryGaps).toEqual([gap]);
    expect(facts({ x: { type: 'integer' } }, sides).boundaryGaps).toEqual([gap]);
    expect(facts({ x: number }, [...sides, [always, pause]]).boundaryGaps).toEqual([gap]);
    expect(facts({ x: number }, [...sides, [compare('x', '==', 1), pause]]).boundaryGaps).toEqual([]);
    expect(facts({ x: { type: 'integer', enum: [0, 1, 3] } }, sides).boundaryGaps).toEqual([]);
    const assuming = [{ holds: written(compare('x', '>=', 1)) }];
    expect(facts({ x: given }, sides, { assuming }).boundaryGaps).toEqual([]);
    expect(facts({ x: { type: 'number', minimum: 1 } }, sides).boundaryGaps).toEqual([]);
    expect(facts({ x: given }, sides, { assuming: [{ holds: written(compare('x', '!=', 1)) }] }).boundaryGaps).toEqual(
      [],
    );
  });

  test('one signal is looked at while the others stay as they are', () => {
    const [below, above] = [and(compare('x', '<', 1), signal('p')), and(compare('x', '>', 1), not(signal('p')))];
    expect(
      facts({ x: number, p: flag }, [
        [below, stop],
        [above, pause],
      ]).boundaryGaps,
    ).toEqual([]);
  });

  test('durations have boundaries too', () => {
    const minutes = (value: number): Expression => ({ op: 'duration', value: value * 60_000 });
    const found = facts({ waited: { type: 'string', format: 'duration' } }, [
      [compare('waited', '<', minutes(5)), stop],
      [compare('waited', '>', minutes(5)), pause],
    ]);
    expect(found.boundaryGaps).toEqual([{ signal: 'waited', at: '300000ms', below: 'r1@1', above: 'r2@1' }]);
  });
});

test('a rule fails open that a lost signal keeps from firing, or that fires because of the loss', () => {
  const tooMuch: [Expression, Outcome][] = [[compare('x', '>', 5), stop]];
  const otherwise = { default: go };
  expect(facts({ x: number }, tooMuch, otherwise).failsOpen).toEqual([{ rule: 'r1@1', signals: ['x'] }]);
  expect(facts({ x: number }, tooMuch, { ...otherwise, onUnknown: 'safe' }).failsOpen).toEqual([]);
  expect(facts({ x: given }, tooMuch, otherwise).failsOpen).toEqual([]);
  const found = facts({ x: number, p: flag }, [
    [not(has('x')), go],
    [always, stop],
  ]);
  expect(found.failsOpen).toEqual([{ rule: 'r1@1', signals: ['x'] }]);
});

test('an invariant is violated by an input to which it applies and whose outcome it does not allow', () => {
  const ensuring = [
    {
      id: 'a-person',
      when: written(compare('x', '>', 5)),
      require: { decide: ['escalate' as const, 'stop' as const] },
    },
    { id: 'the-desk', when: written(compare('x', '>', 5)), require: { to: 'desk' } },
    { id: 'never-stops', require: { decide: 'escalate' as const } },
  ];
  const found = facts({ x: given }, [[compare('x', '>', 1), { decide: 'escalate', to: 'desk' }]], { ensuring });
  expect(found.violated).toEqual(['never-stops']);
});

test('assumptions that no input meets leave nothing else to say', () => {
  const p: Record<string, Signal> = { p: { ...flag, required: true } };
  const assuming = [{ holds: written(signal('p')) }, { holds: written(not(signal('p'))) }];
  const found = facts(p, [[and(signal('p'), not(signal('p'))), stop]], { assuming });
  expect(found).toMatchObject({ assumptionsUnsatisfiable: true, contradictory: [], uncovered: [] });
  expect(facts({ p: flag }, [[signal('p'), stop]], { assuming }).assumptionsUnsatisfiable).toBe(false);
});
