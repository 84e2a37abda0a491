import fc from 'fast-check';
import type { Signal } from '../../engine/model/rule-set.ts';
import type { Expression, Trigger } from './expression.ts';
import type { NaiveRule, NaiveRuleSet } from './naive-interpreter.ts';
import { exact } from './term-families.ts';
import { termRuleSets } from './term-rule-sets.ts';

/** An edit of an author. */
export type Edit = (naive: NaiveRuleSet) => NaiveRuleSet;

/** A rule set, and edits of its thresholds, clauses, rules and declarations. Rules that are added are drawn from the same clauses. */
export function edited(
  ruleSets: fc.Arbitrary<NaiveRuleSet>,
  { min, max }: { min: number; max: number },
): fc.Arbitrary<{ naive: NaiveRuleSet; edits: Edit[] }> {
  return ruleSets.chain(made => {
    const written = Math.ceil((made.rules.length * 2) / 3);
    const naive = { ...made, rules: made.rules.slice(0, written) };
    return fc.record({
      naive: fc.constant(naive),
      edits: fc.array(edit(made.rules.slice(written)), { minLength: min, maxLength: max }),
    });
  });
}

/** The possible declarations of signals, by name. */
const declarations = new Map(Object.values(exact).flatMap(({ signals }) => Object.entries(signals)));

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const anywhere = fc.nat(60);

function edit(spare: readonly NaiveRule[]): fc.Arbitrary<Edit> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(one(['some', 'most', 'patience'] as const), fc.nat(3)).map(thresholdChanged) },
    {
      weight: 6,
      arbitrary: fc.tuple(anywhere, anywhere, one(['operator', 'constant', 'sides'] as const)).map(clauseChanged),
    },
    {
      weight: 6,
      arbitrary: fc
        .tuple(anywhere, anywhere, one(['delete', 'move', 'copy', 'swap', 'outcome', 'unknown'] as const))
        .map(rulesChanged),
    },
    { weight: 2, arbitrary: fc.tuple(anywhere, anywhere).map(at => ruleAdded(spare, at)) },
    {
      weight: 2,
      arbitrary: one<Partial<NaiveRuleSet['frame']>>([
        { default: { decide: 'continue' } },
        { default: { decide: 'deny' } },
        { default: { decide: 'stop' } },
        { onUnknown: 'fire' },
        { onUnknown: 'skip' },
        { hitPolicy: 'first' },
        { hitPolicy: 'priority' },
      ]).map((changed): Edit => naive => ({ ...naive, frame: { ...naive.frame, ...changed } })),
    },
    { weight: 2, arbitrary: anywhere.map(promiseChanged) },
    { weight: 2, arbitrary: fc.tuple(anywhere, one(['9m', '1h', '24h'])).map(windowChanged) },
    { weight: 1, arbitrary: fc.constant<Edit>(naive => ({ ...naive, assumptions: [] })) },
  );
}

const values = {
  some: [1, 2, 3, 4],
  most: [0.5, 1, 2, 2.5],
  patience: ['5m', '1h', '90m', '2h'].map(value => ({ value, format: 'duration' as const })),
};

function thresholdChanged([name, at]: [keyof typeof values, number]): Edit {
  return naive => ({
    ...naive,
    frame: { ...naive.frame, thresholds: { ...naive.frame.thresholds, [name]: values[name][at] ?? 1 } },
  });
}

const others = { '<': '<=', '<=': '>', '>': '>=', '>=': '<', '==': '!=', '!=': '==' } as const;

/** Changes the operator, a constant or the order of the sides of one comparison in one rule. */
function clauseChanged([rule, at, what]: [number, number, 'operator' | 'constant' | 'sides']): Edit {
  return naive => ({
    ...naive,
    rules: naive.rules.map((each, index) =>
      index === rule % naive.rules.length ? { ...each, trigger: comparisonChanged(each.trigger, at, what) } : each,
    ),
  });
}

function comparisonChanged(trigger: Trigger, at: number, what: 'operator' | 'constant' | 'sides'): Trigger {
  let count = 0;
  mapped(trigger, each => {
    count++;
    return each;
  });
  let index = 0;
  return mapped(trigger, each => (index++ === at % count ? changed(each) : each));

  function changed(clause: Comparison): Comparison {
    switch (what) {
      case 'operator':
        return { ...clause, operator: others[clause.operator] };
      case 'sides':
        return { ...clause, left: clause.right, right: clause.left };
      case 'constant':
        return { ...clause, left: moved(clause.left), right: moved(clause.right) };
    }
  }
}

type Comparison = Extract<Expression, { op: 'compare' }>;

/** The trigger with its comparisons replaced, from left to right. */
function mapped(trigger: Trigger, by: (clause: Comparison) => Expression): Trigger {
  switch (trigger.kind) {
    case 'expression':
      return { kind: 'expression', expression: inside(trigger.expression) };
    case 'not':
      return { kind: 'not', of: mapped(trigger.of, by) };
    default:
      return { kind: trigger.kind, of: trigger.of.map(each => mapped(each, by)) };
  }

  function inside(expression: Expression): Expression {
    switch (expression.op) {
      case 'compare':
        return by(expression);
      case 'not':
        return { op: 'not', of: inside(expression.of) };
      case 'and':
      case 'or':
        return { op: expression.op, of: expression.of.map(inside) };
      case 'if':
        return {
          op: 'if',
          test: inside(expression.test),
          then: inside(expression.then),
          otherwise: inside(expression.otherwise),
        };
      default:
        return expression;
    }
  }
}

/** The side of a comparison with other constants. */
function moved(side: Expression): Expression {
  switch (side.op) {
    case 'int':
      return { op: 'int', value: side.value + 1 };
    case 'double':
      return { op: 'double', value: side.value + 0.5 };
    case 'duration':
    case 'timestamp':
      return { op: side.op, value: side.value + 3_600_000 };
    default:
      return side;
  }
}

type RuleEdit = 'delete' | 'move' | 'copy' | 'swap' | 'outcome' | 'unknown';

function rulesChanged([a, b, how]: [number, number, RuleEdit]): Edit {
  return naive => ({ ...naive, rules: changed(naive.rules) });

  function changed(rules: readonly NaiveRule[]): NaiveRule[] {
    const [i, j] = [a % rules.length, b % rules.length];
    const [rule, other] = [rules[i], rules[j]] as [NaiveRule, NaiveRule];
    const rest = rules.filter(each => each !== rule);
    const put = (by: Partial<NaiveRule['rule']>) =>
      rules.map(each => (each === rule ? { ...each, rule: { ...each.rule, ...by } } : each));
    switch (how) {
      case 'delete':
        return rules.length > 1 ? rest : [...rules];
      case 'move':
        return inserted(rest, j, rule);
      case 'copy':
        return inserted(rules, j, { ...rule, rule: { ...rule.rule, id: newId(rules), decide: 'pause' } });
      case 'swap':
        return rules.map(each => (each === rule ? { ...rule, trigger: other.trigger } : each));
      case 'outcome':
        return put({ decide: (['stop', 'continue', 'deny'] as const)[b % 3] ?? 'stop' });
      case 'unknown':
        return put({ onUnknown: b % 2 === 0 ? 'fire' : 'skip' });
    }
  }
}

/** Adds a spare rule, unless it is there already. */
function ruleAdded(spare: readonly NaiveRule[], [which, at]: [number, number]): Edit {
  return naive => {
    const rule = spare[which % spare.length];
    if (rule === undefined || naive.rules.some(each => each.rule.id === rule.rule.id)) return naive;
    return { ...naive, rules: inserted(naive.rules, at % (naive.rules.length + 1), rule) };
  };
}

function inserted(rules: readonly NaiveRule[], at: number, rule: NaiveRule): NaiveRule[] {
  return [...rules.slice(0, at), rule, ...rules.slice(at)];
}

function newId(rules: readonly NaiveRule[]): string {
  const ids = new Set(rules.map(({ rule }) => rule.id));
  let number = 1;
  while (ids.has(`copy-${number}`)) number++;
  return `copy-${number}`;
}

/** Makes a signal required, or no longer. */
function promiseChanged(at: number): Edit {
  return naive => {
    const signals = Object.entries(naive.frame.signals ?? {}).map(([name, signal], index, all): [string, Signal] => {
      if (index !== at % all.length) return [name, signal];
      const { required, ...rest } = signal;
      return [name, required ? rest : { ...rest, required: true }];
    });
    return { ...naive, frame: { ...naive.frame, signals: Object.fromEntries(signals) } };
  };
}

/** Gives a counter another window; other signals stay as they are. */
function windowChanged([at, within]: [number, string]): Edit {
  return naive => {
    const signals = Object.entries(naive.frame.signals ?? {}).map(([name, signal], index, all): [string, Signal] => [
      name,
      index === at % all.length && signal.counts !== undefined ? { ...signal, within } : signal,
    ]);
    return { ...naive, frame: { ...naive.frame, signals: Object.fromEntries(signals) } };
  };
}

/** Two versions in which some signals have other ranges or lists of values. */
export const redeclaredTerms: fc.Arbitrary<[before: NaiveRuleSet, after: NaiveRuleSet]> = edited(termRuleSets, {
  min: 0,
  max: 2,
}).chain(({ naive: before, edits }) => {
  const after = edits.reduce((naive, each) => each(naive), before);
  const signals = Object.entries(after.frame.signals ?? {});
  return fc
    .tuple(...signals.map(([name, signal]) => fc.constantFrom(signal, ...(declarations.get(name) ?? []))))
    .map((drawn): [NaiveRuleSet, NaiveRuleSet] => {
      const declared = signals.map(([name, { required }], index): [string, Signal] => [
        name,
        { ...(drawn[index] ?? signals[index]?.[1] ?? { type: 'boolean' }), ...(required && { required }) },
      ]);
      return [before, { ...after, frame: { ...after.frame, signals: Object.fromEntries(declared) } }];
    });
});
