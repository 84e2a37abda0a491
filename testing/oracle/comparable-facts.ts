import { expect } from 'vitest';
import { analyse, type Analysis } from '../../engine/analysis/analyse.ts';
import type { Fact, FactOf } from '../../engine/analysis/facts.ts';
import type { Memory } from '../../engine/solver/incremental/memory.ts';
import { analysisSubject, type AnalysedRule, type AnalysisSubject } from '../../engine/solver/subject.ts';
import { createExpressionChecker, type ExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { ruleName, type RuleSet } from '../../engine/model/rule-set.ts';
import type { Facts } from './facts.ts';
import type { NaiveRuleSet } from './naive-interpreter.ts';

/** The time at which generated rule sets are analysed. */
export const now = Date.UTC(2026, 2, 2, 10);

/** Analyses a rule set. */
export function factsOf(
  ruleSet: RuleSet,
  previous?: Memory,
  checker: ExpressionChecker = createExpressionChecker(declarationsOf(ruleSet)),
): Pick<Analysis, 'facts' | 'memory' | 'witnesses'> & { subject: AnalysisSubject } {
  const subject = analysisSubject(ruleSet, checker);
  return { ...analyse(subject, { now, ...(previous && { previous }) }), subject };
}

/** A clause without blanks and parentheses; conditions that consist of others, or choose between values, have no text in common. */
export function clauseName(text: string): string {
  return /&&|\|\||\?|^all|^any|^!/.test(text) ? '…' : text.replace(/[\s()]|\.000(?=Z)/g, '');
}

/** The facts of the engine and the oracle in a common form. */
export interface ComparableFacts {
  assumptionsUnsatisfiable: boolean;
  contradictory: string[];
  shadowed: string[];
  redundant: string[];
  irrelevant: string[];
  tautological: string[];
  conflicts: string[];
  uncovered: boolean;
  boundaryGaps: string[];
  failsOpen: string[];
  violated: string[];
}

/**
 * The facts that the engine leaves undecided: no input shows them, and they could not be ruled out. The oracle does not check whether a clause over several
 * signals can have the truth value that they need.
 */
export interface Open {
  conflicts: string[];
  uncovered: boolean;
  /** Rules above a boundary. */
  boundaryGaps: string[];
  failsOpen: string[];
  violated: string[];
}

export function openIn({ facts, subject }: Pick<ReturnType<typeof factsOf>, 'facts' | 'subject'>): Open {
  const open = facts.flatMap(fact => (fact.kind === 'analysis-incomplete' ? fact.undecided : []));
  expect(open.filter(({ because }) => because.kind === 'limit')).toEqual([]);
  const rulesOf = (kind: Fact['kind']): string[] =>
    open.flatMap(({ question, rule }) => (question === kind && rule !== null ? [ruleName(rule.ref)] : []));
  return {
    conflicts: rulesOf('conflicting-rules'),
    uncovered: open.some(({ question }) => question === 'uncovered-input'),
    boundaryGaps: rulesOf('boundary-gap'),
    failsOpen: rulesOf('fails-open'),
    violated: open.flatMap(({ invariant }) =>
      invariant === undefined ? [] : [subject.invariants[invariant]?.invariant.id ?? ''],
    ),
  };
}

/** The facts without undecided ones. */
export function withoutOpen(facts: ComparableFacts, open: Open): ComparableFacts {
  const rule = (text: string, at: number): string => text.split(' ').at(at) ?? '';
  return {
    ...facts,
    conflicts: facts.conflicts.filter(each => !open.conflicts.includes(rule(each, 0))),
    uncovered: !open.uncovered && facts.uncovered,
    boundaryGaps: facts.boundaryGaps.filter(each => !open.boundaryGaps.includes(rule(each, -1))),
    failsOpen: facts.failsOpen.filter(each => !open.failsOpen.includes(each)),
    violated: facts.violated.filter(each => !open.violated.includes(each)),
  };
}

export function byEngine({ facts, subject }: Pick<ReturnType<typeof factsOf>, 'facts' | 'subject'>): ComparableFacts {
  const of = <K extends Fact['kind']>(kind: K): FactOf<K>[] =>
    facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
  const name = (rule: AnalysedRule): string => ruleName(rule.ref);
  return {
    assumptionsUnsatisfiable: of('assumption-unsatisfiable').length > 0,
    contradictory: of('contradictory-trigger')
      .map(({ rule }) => name(rule))
      .sort(),
    shadowed: of('shadowed-rule')
      .map(({ rule }) => name(rule))
      .sort(),
    redundant: of('redundant-rule')
      .map(({ rule, direction }) => `${name(rule)} ${direction === 'later'}`)
      .sort(),
    irrelevant: of('irrelevant-clause')
      .map(
        ({ rule, clause, because }) =>
          `${name(rule)} ${clause.kind === 'clause' || clause.kind === 'table' || clause.kind === 'if' ? clauseName(clause.text) : '…'} ${because}`,
      )
      .sort(),
    tautological: of('tautological-trigger')
      .map(({ rule }) => name(rule))
      .sort(),
    conflicts: of('conflicting-rules')
      .map(
        ({ rule, clusters }) =>
          `${name(rule)} ${clusters
            .flatMap(({ rules }) => rules.map(name))
            .sort()
            .join()}`,
      )
      .sort(),
    uncovered: of('uncovered-input').length > 0,
    boundaryGaps: of('boundary-gap')
      .map(({ signal, value, above }) => `${signal} ${value} ${name(above)}`)
      .sort(),
    failsOpen: of('fails-open')
      .map(({ rule }) => name(rule))
      .sort(),
    violated: of('invariant-violated')
      .map(({ invariant }) => subject.invariants[invariant]?.invariant.id ?? '')
      .sort(),
  };
}

export function byOracle(facts: Facts, naive: NaiveRuleSet): ComparableFacts {
  const signals = naive.frame.signals ?? {};
  const number = (signal: string, at: unknown): number => {
    const format = signals[signal]?.format;
    if (typeof at === 'number') return at;
    return format === 'date-time' ? Date.parse(String(at)) : milliseconds(String(at));
  };
  return {
    assumptionsUnsatisfiable: facts.assumptionsUnsatisfiable,
    contradictory: [...facts.contradictory].sort(),
    shadowed: [...facts.shadowed].sort(),
    redundant: facts.redundant.map(({ rule, everDecides }) => `${rule} ${everDecides}`).sort(),
    irrelevant: facts.irrelevantClauses
      .map(({ rule, text, because }) => `${rule} ${clauseName(text)} ${because}`)
      .sort(),
    tautological: [...facts.tautological].sort(),
    conflicts: facts.conflicts.map(conflict => `${conflict.rule} ${[...conflict.with].sort().join()}`).sort(),
    uncovered: facts.uncovered.length > 0,
    boundaryGaps: [
      ...new Set(facts.boundaryGaps.map(({ signal, at, above }) => `${signal} ${number(signal, at)} ${above}`)),
    ].sort(),
    failsOpen: facts.failsOpen.map(({ rule }) => rule).sort(),
    violated: [...facts.violated].sort(),
  };
}

function milliseconds(text: string): number {
  const match = /^(-?)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  const [h = 0, m = 0, s = 0, ms = 0] = (match ?? []).slice(2).map(part => Number(part ?? 0));
  return (match?.[1] === '-' ? -1 : 1) * (((h * 60 + m) * 60 + s) * 1000 + ms);
}
