import { type Assumption, compileAssumptions } from '../condition/assumptions.ts';
import { createExpressionChecker, type ExpressionChecker } from '../condition/check-expression.ts';
import type { CompiledCondition, ConditionProblem } from '../condition/compile-condition.ts';
import type { Condition } from '../condition/condition.ts';
import { declarationsOf, type Declarations } from '../condition/declarations.ts';
import { compileTrigger } from '../condition/trigger.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';
import {
  isEvaluated,
  type DefaultOutcome,
  type HitPolicy,
  type Rule,
  type RuleRef,
  type RuleSet,
  type Signal,
  type UnknownPolicy,
} from '../model/rule-set.ts';
import { digest } from './digest.ts';
import { payloadAssembler, type PayloadAssembler } from './payload.ts';
import { reasonWriter, type ReasonWriter } from './reason.ts';
import { signalReader, type SignalReader } from './signal-reader.ts';

/** The part of a rule set that is needed to find the rules that fire. */
export interface FiringRules {
  declarations: Declarations;
  hitPolicy: HitPolicy;
  signals: readonly ReadSignal[];
  /** Active and shadow rules, in file order; `draft` and `retired` ones are not evaluated. */
  rules: readonly FiringRule[];
}

export interface ReadSignal {
  name: string;
  signal: Signal;
  read: SignalReader;
}

/** A rule set compiled for deciding. It is immutable; compile once, decide often. */
export interface CompiledRuleSet extends FiringRules {
  ruleSet: RuleSet;
  /** SHA-256 hash of the rule set's canonical form (RFC 8785). */
  digest: string;
  rules: CompiledRule[];
  default: CompiledOutcome;
  /** The written assumptions, then the laws of counters. */
  assumptions: (Assumption & { reason: string | null })[];
  payloads: ReadonlyMap<string, PayloadAssembler>;
  /** Errors in conditions. A rule with errors can still decide: its broken parts are unknown, so that it fails safe. */
  problems: ConditionProblem[];
}

export interface FiringRule {
  ref: RuleRef;
  rule: Rule;
  /** Position in the rule set's `rules`. */
  index: number;
  shadow: boolean;
  /** In force from (inclusive) until (exclusive), in milliseconds since the Unix epoch. */
  from: number;
  until: number;
  condition: Condition;
  onUnknown: UnknownPolicy;
}

export interface CompiledRule extends FiringRule {
  outcome: CompiledOutcome;
}

export interface CompiledOutcome {
  outcome: DefaultOutcome;
  writeReason: ReasonWriter;
}

/** The outcome if no rule fires and no default is declared: the agent stops and waits. */
export const defaultOutcome: DefaultOutcome = { decide: 'pause' };

/**
 * Compiles a rule set. Never throws on a rule set that has the shape of `schemas/rule-set.schema.json`.
 * @param using a checker over the declarations of the rule set, if the caller has one
 */
export function compile(ruleSet: RuleSet, using?: ExpressionChecker): CompiledRuleSet {
  const declarations = declarationsOf(ruleSet);
  const checker = using ?? createExpressionChecker(declarations);
  const problems: ConditionProblem[] = [];
  const noting = (compiled: CompiledCondition): Condition => {
    problems.push(...compiled.problems);
    return compiled.condition;
  };
  const outcome = (written: DefaultOutcome): CompiledOutcome => ({
    outcome: written,
    writeReason: reasonWriter(written.reason, checker, declarations),
  });

  const rules = ruleSet.rules.flatMap((rule, index): CompiledRule[] => {
    if (!isEvaluated(rule)) return [];
    return [
      {
        ref: { id: rule.id, version: rule.version ?? 1 },
        rule,
        index,
        shadow: rule.status === 'shadow',
        ...period(rule),
        condition: noting(compileTrigger(rule, index, checker)),
        onUnknown: rule.onUnknown ?? ruleSet.onUnknown ?? 'safe',
        outcome: outcome(rule),
      },
    ];
  });
  const assumed = compileAssumptions(ruleSet, checker);
  problems.push(...assumed.problems);
  return {
    ruleSet,
    declarations,
    digest: digest(ruleSet),
    hitPolicy: ruleSet.hitPolicy ?? 'first',
    signals: readSignals(declarations),
    rules,
    default: outcome(ruleSet.default ?? defaultOutcome),
    assumptions: assumed.assumptions.map((each, index) => ({
      ...each,
      reason: each.law?.reason ?? ruleSet.assumptions?.[index]?.reason ?? null,
    })),
    payloads: new Map(
      Object.entries(ruleSet.payloads ?? {}).map(([name, contract]) => [
        name,
        payloadAssembler(name, contract, checker),
      ]),
    ),
    problems,
  };
}

/** The declared signals, each with its reader. */
export function readSignals({ signals }: Declarations): ReadSignal[] {
  return [...signals].map(([name, signal]) => ({
    name,
    signal,
    read: signalReader(name, signal),
  }));
}

/** The half-open period in which a rule is in force, in milliseconds since the Unix epoch. */
export function period(rule: Pick<Rule, 'effective'>): { from: number; until: number } {
  const { from, until } = rule.effective ?? {};
  return {
    from: (from === undefined ? undefined : parseTimestamp(from)) ?? -Infinity,
    until: (until === undefined ? undefined : parseTimestamp(until)) ?? Infinity,
  };
}
