import { bucketName, buckets, bucketsOf } from '../model/rollout.ts';
import type { Rollout, Rule } from '../model/rule-set.ts';
import type { ExpressionChecker } from './check-expression.ts';
import { compileCondition, type CompiledCondition } from './compile-condition.ts';
import type { Clause, Condition, NumberTest } from './condition.ts';

/** The condition under which a rule fires: its `when`, and, if it has a rollout, first of all that the input's bucket is in it. */
export function compileTrigger(rule: Rule, index: number, checker: ExpressionChecker): CompiledCondition {
  const path = ['rules', index, 'when'];
  const when = compileCondition(rule.when, checker, path);
  if (rule.rollout === undefined) return when;
  const { by } = rule.rollout;
  const at = ['rules', index, 'rollout'];
  const { problems } = checker.rolloutBy(by);
  const share: Condition =
    problems.length === 0
      ? shareClause(rule, rule.rollout, at)
      : { kind: 'broken', text: by, span: { path: [...at, 'by'], start: 0, end: by.length } };
  return {
    condition: { kind: 'all', operands: [share, when.condition], text: 'all', span: { path, start: 0, end: 0 } },
    problems: [...problems.map(problem => ({ ...problem, path: [...at, 'by'] })), ...when.problems],
  };
}

/** The part of a trigger that an author can edit as the rule's `when`. */
export function whenIn(rule: Pick<Rule, 'rollout'>, trigger: Condition): Condition {
  return rule.rollout !== undefined && trigger.kind === 'all' ? (trigger.operands[1] ?? trigger) : trigger;
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
