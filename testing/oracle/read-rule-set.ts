import { parse, type ASTNode } from '@marcbachmann/cel-js';
import type { ConditionSource, RuleSet } from '../../engine/model/rule-set.ts';
import type { Expression, Trigger } from './expression.ts';
import type { NaiveRuleSet } from './naive-interpreter.ts';
import { durationIn, timestampIn } from './values.ts';

/**
 * Reads a rule set for the interpreter, with the part of CEL that the rule sets of tests use. Only the library's parser is shared with the engine.
 * @throws Error for other CEL
 */
export function readRuleSet({ rules, assumptions, invariants, ...frame }: RuleSet): NaiveRuleSet {
  return {
    frame,
    rules: rules.map(({ when, ...rule }) => ({ rule, trigger: triggerOf(when) })),
    assumptions: (assumptions ?? []).map(({ when, holds, ...rest }) => ({
      ...rest,
      ...(when !== undefined && { when: triggerOf(when) }),
      holds: triggerOf(holds),
    })),
    ...(invariants && {
      invariants: invariants.map(({ when, id, require }) => ({
        id,
        require,
        ...(when !== undefined && { when: triggerOf(when) }),
      })),
    }),
  };
}

/** Reads a condition. @throws Error for CEL that the interpreter does not read */
export function triggerOf(source: ConditionSource): Trigger {
  if (typeof source === 'boolean') return { kind: 'expression', expression: { op: 'bool', value: source } };
  if (typeof source === 'string') return { kind: 'expression', expression: expressionOf(parse(source).ast, []) };
  if ('all' in source) return { kind: 'all', of: source.all.map(triggerOf) };
  return 'any' in source ? { kind: 'any', of: source.any.map(triggerOf) } : { kind: 'not', of: triggerOf(source.not) };
}

function expressionOf(node: ASTNode, variables: readonly string[]): Expression {
  const of = (part: ASTNode): Expression => expressionOf(part, variables);
  switch (node.op) {
    case 'value':
      return constantOf(node.args);
    case 'id':
    case '.':
      return node.op === 'id' && variables.includes(node.args) ? { op: 'variable', name: node.args } : named(node);
    case '&&':
    case '||':
      return { op: node.op === '&&' ? 'and' : 'or', of: chain(node, node.op).map(of) };
    case '!_':
      return { op: 'not', of: of(node.args) };
    case '-_':
      return { op: 'negate', of: of(node.args) };
    case '?:':
      return { op: 'if', test: of(node.args[0]), then: of(node.args[1]), otherwise: of(node.args[2]) };
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      return { op: 'compare', operator: node.op, left: of(node.args[0]), right: of(node.args[1]) };
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return { op: 'arithmetic', operator: node.op, left: of(node.args[0]), right: of(node.args[1]) };
    case 'in':
      return { op: 'in', element: of(node.args[0]), list: of(node.args[1]) };
    case 'list':
      return { op: 'list', items: node.args.map(of) };
    case 'call':
      return functionOf(node.args[0], node.args[1].map(of));
    case 'rcall': {
      const [method, receiver, [first, second]] = node.args;
      if ((method === 'exists' || method === 'all' || method === 'exists_one') && first?.op === 'id' && second) {
        const body = expressionOf(second, [...variables, first.args]);
        return { op: 'macro', macro: method, list: of(receiver), variable: first.args, body };
      }
      const argument = first && of(first);
      if (method === 'startsWith' || method === 'endsWith' || method === 'contains' || method === 'matches') {
        if (argument?.op === 'string') {
          return { op: 'text', predicate: method, of: of(receiver), argument: argument.value };
        }
      }
      break;
    }
    default:
  }
  throw new Error(`The interpreter does not read ${node.op}.`);
}

/** `a && b && c` as its operands. */
function chain(node: ASTNode, operator: '&&' | '||'): ASTNode[] {
  return node.op === operator ? node.args.flatMap(part => chain(part, operator)) : [node];
}

function constantOf(value: unknown): Expression {
  switch (typeof value) {
    case 'bigint':
      return { op: 'int', value: Number(value) };
    case 'number':
      return { op: 'double', value };
    case 'string':
      return { op: 'string', value };
    case 'boolean':
      return { op: 'bool', value };
    default:
      throw new Error(`The interpreter does not read the constant ${String(value)}.`);
  }
}

function named(node: ASTNode): Expression {
  const name = path(node);
  return name.startsWith('thresholds.')
    ? { op: 'threshold', name: name.slice('thresholds.'.length) }
    : { op: 'signal', name };
}

function path(node: ASTNode): string {
  if (node.op === 'id') return node.args;
  if (node.op === '.') return `${path(node.args[0])}.${node.args[1]}`;
  throw new Error('The interpreter reads only names of signals.');
}

function functionOf(name: string, [first, second]: Expression[]): Expression {
  if (name === 'rollout' && first?.op === 'string' && second?.op === 'signal')
    return { op: 'bucket', rule: first.value, by: second.name };
  if (name === 'has' && first?.op === 'signal') return { op: 'has', name: first.name };
  if (name === 'unknown' && first) return { op: name, of: first };
  // Numbers of both types are compared by value.
  if (name === 'double' && first) return first;
  if (name === 'size' && first) return { op: 'size', of: first };
  if (name === 'duration' && first?.op === 'string') return { op: name, value: durationIn(first.value) ?? NaN };
  if (name === 'timestamp' && first?.op === 'string') return { op: name, value: timestampIn(first.value) ?? NaN };
  throw new Error(`The interpreter does not read ${name}().`);
}
