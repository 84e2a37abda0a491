import { bucketName, buckets, bucketsOf } from '../model/rollout.ts';
import type { Rollout, Rule } from '../model/rule-set.ts';
import type { ExpressionChecker } from './check-expression.ts';
import { compileCondition, type CompiledCondition } from './compile-condition.ts';
import type { Clause, Condition, NumberTest } from './condition.ts';
import { grantName, isGrantable } from './derived-signals.ts';

/**
 * The condition under which a rule fires: its `when`; if it has a rollout, first of all that the input's bucket is in it; and, if a reviewer can issue
 * grants, that none of these matches the case.
 */
export function compileTrigger(rule: Rule, index: number, checker: ExpressionChecker): CompiledCondition {
  const path = ['rules', index, 'when'];
  const when = compileCondition(rule.when, checker, path);
  const share = rule.rollout === undefined ? null : compileRollout(rule, rule.rollout, index, checker);
  const guards = isGrantable(rule) ? [notGranted(rule.id, ['rules', index, 'grant'])] : [];
  if (share === null && guards.length === 0) return when;
  const operands = [...(share === null ? [] : [share.condition]), when.condition, ...guards];
  return {
    condition: { kind: 'all', operands, text: 'all', span: { path, start: 0, end: 0 } },
    problems: [...(share?.problems ?? []), ...when.problems],
  };
}

/** The part of a trigger that an author can edit as the rule's `when`. */
export function whenIn(rule: Pick<Rule, 'rollout' | 'decide' | 'grant'>, trigger: Condition): Condition {
  if (trigger.kind !== 'all' || (rule.rollout === undefined && !isGrantable(rule))) return trigger;
  return trigger.operands[rule.rollout === undefined ? 0 : 1] ?? trigger;
}

function compileRollout(rule: Rule, rollout: Rollout, index: number, checker: ExpressionChecker): CompiledCondition {
  const { by } = rollout;
  const at = ['rules', index, 'rollout'];
  const { problems } = checker.rolloutBy(by);
  const condition: Condition =
    problems.length === 0
      ? shareClause(rule, rollout, at)
      : { kind: 'broken', text: by, span: { path: [...at, 'by'], start: 0, end: by.length } };
  return { condition, problems: problems.map(problem => ({ ...problem, path: [...at, 'by'] })) };
}

function shareClause(rule: Rule, rollout: Rollout, path: (string | number)[]): Clause {
  const signal = bucketName(rule, rollout.by);
  const [first, last] = bucketsOf(rollout);
  const [test, text] = shareTest(signal, first, last);
  return {
    kind: 'clause',
    test,
    needs: [signal],
    signals: [signal, rollout.by],
    thresholds: [],
    text,
    span: { path, start: 0, end: 0 },
    standardForm: text,
  };
}

function shareTest(signal: string, first: number, last: number): [NumberTest, string] {
  if (last === buckets - 1) return [{ kind: 'compare', signal, operator: '>=', value: first }, `${signal} >= ${first}`];
  if (first === 0) return [{ kind: 'compare', signal, operator: '<', value: last + 1 }, `${signal} < ${last + 1}`];
  const text = `${signal} >= ${first} && ${signal} < ${last + 1}`;
  return [{ kind: 'between', signal, low: first, high: last, negated: false }, text];
}

function notGranted(id: string, path: (string | number)[]): Condition {
  const name = grantName(id);
  const span = { path, start: 0, end: 0 };
  const granted: Clause = {
    kind: 'clause',
    test: { kind: 'compare', signal: name, operator: '==', value: true },
    needs: [name],
    signals: [name],
    thresholds: [],
    text: name,
    span,
    standardForm: name,
  };
  return { kind: 'not', operand: granted, text: `!${name}`, span };
}
