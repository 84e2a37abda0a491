import type { RuleSet, ThresholdValue } from '../../engine/model/rule-set.ts';
import { tableOf } from './evaluate.ts';
import type { Expression, Trigger } from './expression.ts';

/** A condition in which each clause that names a table of thresholds is a choice between clauses: `x < t` becomes `tier == "a" ? x < 1 : x < 2`. */
export function withoutTables<T extends Trigger | Expression>(condition: T, ruleSet: RuleSet): T {
  return ('kind' in condition ? inTrigger(condition, ruleSet) : inExpression(condition, ruleSet)) as T;
}

function inTrigger(trigger: Trigger, ruleSet: RuleSet): Trigger {
  switch (trigger.kind) {
    case 'expression':
      return { ...trigger, expression: inExpression(trigger.expression, ruleSet) };
    case 'not':
      return { ...trigger, of: inTrigger(trigger.of, ruleSet) };
    case 'all':
    case 'any':
      return { ...trigger, of: trigger.of.map(each => inTrigger(each, ruleSet)) };
  }
}

function inExpression(expression: Expression, ruleSet: RuleSet): Expression {
  switch (expression.op) {
    case 'and':
    case 'or':
      return { ...expression, of: expression.of.map(each => inExpression(each, ruleSet)) };
    case 'not':
      return { ...expression, of: inExpression(expression.of, ruleSet) };
    case 'if': {
      const [test, then, otherwise] = [expression.test, expression.then, expression.otherwise].map(each =>
        inExpression(each, ruleSet),
      ) as [Expression, Expression, Expression];
      return { ...expression, test, then, otherwise };
    }
    default:
      return inClause(expression, ruleSet);
  }
}

function inClause(clause: Expression, ruleSet: RuleSet): Expression {
  const name = firstTable(clause, ruleSet);
  const table = name === undefined ? undefined : tableOf(name, ruleSet);
  if (name === undefined || table === undefined) return clause;
  const signal = ruleSet.signals?.[table.per];
  const { format, value, values } = table;
  const areDoubles = [...Object.values(values), value].some(
    each => typeof each === 'number' && !Number.isInteger(each),
  );
  const chosen = (each: ThresholdValue): Expression => inClause(replaced(clause, name, literal(each, format)), ruleSet);
  const literal = (each: ThresholdValue, as: typeof format): Expression => {
    if (typeof each === 'number') return { op: areDoubles ? 'double' : 'int', value: each };
    if (typeof each === 'boolean') return { op: 'bool', value: each };
    if (as !== undefined) throw new Error('The generator has no tables of times.');
    return { op: 'string', value: each };
  };
  const entries = Object.entries(values).map(([key, each]) => ({ key, then: chosen(each) }));
  const last = value === undefined ? entries.pop()?.then : chosen(value);
  if (last === undefined) throw new Error('A table has a value.');
  return entries.reduceRight<Expression>(
    (otherwise, { key, then }) => {
      const isKey: Expression =
        signal?.type === 'boolean' ? { op: 'bool', value: key === 'true' } : { op: 'string', value: key };
      const test: Expression = {
        op: 'compare',
        operator: '==',
        left: { op: 'signal', name: table.per },
        right: signal?.type === 'integer' ? { op: 'int', value: Number(key) } : isKey,
      };
      return { op: 'if', test, then, otherwise };
    },
    strict(last, table.per, entries.length === 0),
  );
}

/** The clause, unknown while the signal is missing. */
function strict(clause: Expression, signal: string, isAlone: boolean): Expression {
  if (!isAlone) return clause;
  const has: Expression = {
    op: 'compare',
    operator: '==',
    left: { op: 'signal', name: signal },
    right: { op: 'signal', name: signal },
  };
  return { op: 'if', test: has, then: clause, otherwise: clause };
}

function firstTable(expression: Expression, ruleSet: RuleSet): string | undefined {
  let found: string | undefined;
  JSON.stringify(expression, (_, part: unknown) => {
    if (isThreshold(part) && found === undefined && tableOf(part.name, ruleSet)) found = part.name;
    return part;
  });
  return found;
}

function replaced(expression: Expression, name: string, by: Expression): Expression {
  return JSON.parse(JSON.stringify(expression), (_, part: unknown) =>
    isThreshold(part) && part.name === name ? by : part,
  ) as Expression;
}

function isThreshold(part: unknown): part is { op: 'threshold'; name: string } {
  return typeof part === 'object' && part !== null && 'op' in part && part.op === 'threshold';
}
