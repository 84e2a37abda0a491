import { compileAssumptions } from '../condition/assumptions.ts';
import { createExpressionChecker, type ExpressionChecker } from '../condition/check-expression.ts';
import { clausesOf, type Condition, type Constant, type SignalTest, type Test } from '../condition/condition.ts';
import { countingLaws } from '../condition/counting-laws.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { textMatcher } from '../condition/recognise.ts';
import { parseTemplate } from '../condition/template.ts';
import { compileTrigger } from '../condition/trigger.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import {
  defaultOutcome,
  period,
  readSignals,
  type CompiledOutcome,
  type CompiledRule,
  type CompiledRuleSet,
} from './compile.ts';
import { payloadAssembler, type PayloadAssembler } from './payload.ts';
import { reasonWriter } from './reason.ts';

/**
 * The conditions of a compiled rule set as JSON, for a program that decides once and ends: reading them takes a tenth of the time of compiling. What only
 * CEL can evaluate is left out, and compiled when a decision first needs it.
 */
export interface PreparedRules {
  digest: string;
  /** By position in the rule set's `rules`; null for rules that are not evaluated. */
  rules: (PreparedCondition | null)[];
  /** `when` and `holds` of each assumption, as in `CompiledRuleSet`. */
  assumptions: [PreparedCondition, PreparedCondition][];
}

export type PreparedCondition =
  | boolean
  /** A condition with errors. */
  | null
  | { all: PreparedCondition[] }
  | { any: PreparedCondition[] }
  | { not: PreparedCondition }
  | { if: [PreparedCondition, PreparedCondition, PreparedCondition] }
  | {
      table: string;
      columns: [PreparedCondition, PreparedCondition][];
      positions: [Constant, number][];
      others: number;
      thresholds: string[];
    }
  /** `test`: null if it must be compiled; it is the clause with this position in the condition. */
  | { clause: number; test: SignalTestData | SameTest | null; needs: string[]; thresholds?: string[] };

type SignalTestData = Exclude<SignalTest, { kind: 'text' }> | Omit<Extract<SignalTest, { kind: 'text' }>, 'matches'>;
type SameTest = Extract<Test, { kind: 'same' }>;

/** The conditions of a compiled rule set as JSON. */
export function prepare({ ruleSet, digest, rules, assumptions }: CompiledRuleSet): PreparedRules {
  const byIndex = new Map(rules.map(rule => [rule.index, rule.condition]));
  return {
    digest,
    rules: ruleSet.rules.map((_, index) => {
      const condition = byIndex.get(index);
      return condition === undefined ? null : prepareCondition(condition);
    }),
    assumptions: assumptions.map(({ when, holds }) => [prepareCondition(when), prepareCondition(holds)]),
  };
}

function prepareCondition(whole: Condition): PreparedCondition {
  let position = 0;
  return prepared(whole);

  // Visits clauses in the order of `clausesOf`.
  function prepared(condition: Condition): PreparedCondition {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'broken':
        return null;
      case 'all':
        return { all: condition.operands.map(prepared) };
      case 'any':
        return { any: condition.operands.map(prepared) };
      case 'not':
        return { not: prepared(condition.operand) };
      case 'if': {
        const { test, then, otherwise } = condition;
        return { if: [prepared(test), prepared(then), prepared(otherwise)] };
      }
      case 'table': {
        const { signal, positions, others, thresholds } = condition;
        const columns = condition.columns.map(({ test, then }): [PreparedCondition, PreparedCondition] => [
          prepared(test),
          prepared(then),
        ]);
        return { table: signal, columns, positions: [...positions], others, thresholds };
      }
      case 'clause': {
        const { test, needs, thresholds } = condition;
        const named = thresholds.length > 0 ? { thresholds } : {};
        return { clause: position++, test: testData(test), needs, ...named };
      }
    }
  }
}

/** A test as JSON; null if JSON cannot hold it. */
function testData(test: Test): SignalTestData | SameTest | null {
  if (test.kind === 'opaque' || test.kind === 'term') return null;
  if (test.kind === 'text') {
    const { kind, signal, predicate, argument } = test;
    return { kind, signal, predicate, argument };
  }
  return Object.values(test).flat().every(isWritable) ? test : null;
}

/** JSON has no infinities, no NaN and no -0. */
function isWritable(value: unknown): boolean {
  return typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0));
}

/**
 * The compiled rule set from its prepared conditions. Its records are those of `compile(ruleSet)`; its conditions have no text and no place in the document,
 * so that it can give no trace.
 */
export function restore(ruleSet: RuleSet, prepared: PreparedRules): CompiledRuleSet {
  const declarations = declarationsOf(ruleSet);
  const checker = once(() => createExpressionChecker(declarations));
  const outcome = (written: CompiledOutcome['outcome']): CompiledOutcome => ({
    outcome: written,
    writeReason: lazily(() => reasonWriter(written.reason, checkerFor(written.reason), declarations)),
  });
  const assumed = once(() => compileAssumptions(ruleSet, checker()).assumptions);
  const laws = countingLaws(ruleSet.signals);
  const written = ruleSet.assumptions ?? [];
  return {
    ruleSet,
    declarations,
    digest: prepared.digest,
    hitPolicy: ruleSet.hitPolicy ?? 'first',
    signals: readSignals(declarations),
    rules: prepared.rules.flatMap((condition, index): CompiledRule[] => {
      const rule = ruleSet.rules[index] as Rule;
      if (condition === null && !isEvaluatedAt(index)) return [];
      return [
        {
          ref: { id: rule.id, version: rule.version ?? 1 },
          rule,
          index,
          shadow: rule.status === 'shadow',
          ...period(rule),
          condition: restoreCondition(condition, () => compileTrigger(rule, index, checker()).condition),
          onUnknown: rule.onUnknown ?? ruleSet.onUnknown ?? 'safe',
          outcome: outcome(rule),
        },
      ];
    }),
    default: outcome(ruleSet.default ?? defaultOutcome),
    assumptions: prepared.assumptions.map(([when, holds], index) => {
      const law = laws[index - written.length] ?? null;
      return {
        when: restoreCondition(when, () => assumed()[index]?.when ?? missing()),
        holds: restoreCondition(holds, () => assumed()[index]?.holds ?? missing()),
        law,
        reason: law?.reason ?? written[index]?.reason ?? null,
      };
    }),
    payloads: new Map(
      Object.entries(ruleSet.payloads ?? {}).map(([name, contract]): [string, PayloadAssembler] => [
        name,
        lazily(() => payloadAssembler(name, contract, checker())),
      ]),
    ),
    problems: [],
  };

  function isEvaluatedAt(index: number): boolean {
    const { status = 'active' } = ruleSet.rules[index] as Rule;
    return status === 'active' || status === 'shadow';
  }

  /** A reason without placeholders asks no checker. */
  function checkerFor(reason: string | undefined): ExpressionChecker {
    const plain = reason === undefined || parseTemplate(reason).parts.every(({ kind }) => kind === 'text');
    return plain ? (undefined as never) : checker();
  }
}

function restoreCondition(data: PreparedCondition, compile: () => Condition): Condition {
  const clauses = once(() => clausesOf(compile()));
  return restored(data);

  function restored(part: PreparedCondition): Condition {
    if (part === null) return { kind: 'broken', ...nowhere };
    if (typeof part === 'boolean') return { kind: 'constant', value: part, ...nowhere };
    if ('all' in part) return { kind: 'all', operands: part.all.map(restored), ...nowhere };
    if ('any' in part) return { kind: 'any', operands: part.any.map(restored), ...nowhere };
    if ('not' in part) return { kind: 'not', operand: restored(part.not), ...nowhere };
    if ('if' in part) {
      const [test, then, otherwise] = part.if;
      return { kind: 'if', test: restored(test), then: restored(then), otherwise: restored(otherwise), ...nowhere };
    }
    if ('table' in part) {
      const columns = part.columns.map(([test, then]) => ({ test: restored(test), then: restored(then) }));
      const { table: signal, positions, others, thresholds } = part;
      return {
        kind: 'table',
        signal,
        columns,
        positions: new Map(positions),
        others,
        signals: [],
        thresholds,
        ...nowhere,
      };
    }
    const { clause, test, needs, thresholds = [] } = part;
    const common = { kind: 'clause' as const, needs, signals: needs, thresholds, standardForm: '', ...nowhere };
    if (test === null) {
      const compiled = once(() => (clauses()[clause] ?? missing()).test);
      return {
        ...common,
        get test() {
          return compiled();
        },
      };
    }
    return { ...common, test: test.kind === 'text' ? textTest(test) : test };
  }
}

function textTest(data: Omit<Extract<SignalTest, { kind: 'text' }>, 'matches'>): Test {
  const matches = lazily(() => {
    const matcher = textMatcher(data.predicate, data.argument);
    return typeof matcher === 'string' ? missing() : matcher;
  });
  return { ...data, matches };
}

const nowhere = { text: '', span: { path: [], start: 0, end: 0 } };

function missing(): never {
  throw new Error('The prepared conditions are not those of this rule set.');
}

/** The value of a function, computed when it is first needed. */
function once<T extends object>(compute: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= compute());
}

/** A function that is made when it is first called. */
function lazily<A extends unknown[], R>(make: () => (...args: A) => R): (...args: A) => R {
  let made: ((...args: A) => R) | undefined;
  return (...args) => (made ??= make())(...args);
}
