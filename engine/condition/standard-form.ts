import type { ASTNode } from '@marcbachmann/cel-js';
import type { Declarations } from './declarations.ts';
import { nameOfCall } from './derived-signals.ts';
import { signalType, thresholdType } from './declarations.ts';
import { bindingOf, dottedName, operandsOf, textRange } from './syntax-tree.ts';

/** A text to be inserted at the offset `at` of the expression as written. */
interface Insertion {
  at: number;
  text: string;
}

/** An expression in standard CEL, with a mapping of its offsets to those of the expression as written. */
export interface StandardForm {
  text: string;
  toWritten(offset: number): number;
  /** Parts that are doubles although they are written as integers. */
  doubles: ReadonlySet<ASTNode>;
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
const arithmetic = new Set(['+', '-', '*', '/', '%']);

/**
 * Translates a part of an expression into standard CEL, whose type checker has no comparisons between int and double variables, no integer literals for
 * doubles, and no `has` of a variable:
 * `confidence < 1` becomes `confidence < 1.0`, `latency_ms > 0.5` `double(latency_ms) > 0.5`, `has(confidence)` `has(input.confidence)`.
 * Text is only inserted, so that every offset maps back. In an `open` expression (a payload field), undeclared names are doubles, like all numbers in a
 * JSON document.
 * @param whole `double` if the node is a double in a larger expression
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#overloads
 */
export function standardForm(
  node: ASTNode,
  declarations: Declarations,
  { open = false, whole }: { open?: boolean; whole?: 'double' } = {},
): StandardForm {
  const insertions: Insertion[] = [];
  const doubles = new Set<ASTNode>();
  const type = typeOf(node, new Map());
  if (whole === 'double' && (type === 'int' || type === 'list<int>')) asDouble(node);
  const { start, end } = textRange(node);
  return { ...applyInsertions(node.input, start, end, insertions), doubles };

  /** The type `int`, `double` or a list of them; `other` for all other types. Collects insertions. */
  function typeOf(at: ASTNode, scope: ReadonlyMap<string, string>): string {
    const call = open ? undefined : nameOfCall(at);
    if (call !== undefined && declarations.signals.has(call)) return 'int';
    const path = dottedName(at);
    if (path) return typeOfName(path, scope);
    const binding = bindingOf(at);
    if (binding) {
      const source = typeOf(binding.source, scope);
      const element = /^list<(.*)>$/.exec(source)?.[1] ?? 'other';
      const types = binding.inside.map(part => typeOf(part, new Map(scope).set(binding.name, element)));
      return at.op === 'rcall' && at.args[0] === 'filter'
        ? source
        : types.length === 1 && types[0] === 'double'
          ? 'list<double>'
          : 'other';
    }
    switch (at.op) {
      case 'value':
        return typeof at.args === 'bigint' ? 'int' : typeof at.args === 'number' ? 'double' : 'other';
      case '-_':
        return typeOf(at.args, scope);
      case 'list':
        return typeOfList(at, scope);
      case '?:': {
        const [test, then, otherwise] = at.args;
        typeOf(test, scope);
        return agree(then, typeOf(then, scope), otherwise, typeOf(otherwise, scope), true);
      }
      case 'call':
        return typeOfCall(at, scope);
      case 'in': {
        const [element, list] = [typeOf(at.args[0], scope), typeOf(at.args[1], scope)];
        if (element === 'double' && list === 'list<int>') asDouble(at.args[1]);
        else if (element === 'int' && list === 'list<double>') asDouble(at.args[0]);
        return 'other';
      }
      default:
        break;
    }
    const types = operandsOf(at).map(operand => typeOf(operand, scope));
    if (!comparisons.has(at.op) && !arithmetic.has(at.op)) return 'other';
    const [left, right] = operandsOf(at);
    if (!left || !right) return 'other';
    const joined = agree(left, types[0] ?? 'other', right, types[1] ?? 'other', comparisons.has(at.op));
    return arithmetic.has(at.op) ? joined : 'other';
  }

  function typeOfName(path: string[], scope: ReadonlyMap<string, string>): string {
    const bound = scope.get(path[0] ?? '');
    if (bound !== undefined) return path.length === 1 ? bound : unknown();
    const threshold =
      path[0] === 'thresholds' && path.length === 2 ? declarations.thresholds.get(path[1] ?? '') : undefined;
    if (threshold) return thresholdType(threshold);
    const signal = declarations.signals.get(path.join('.'));
    if (!signal) return unknown();
    const type = signalType(signal);
    return open ? type.replace('int', 'double') : type;
  }

  function unknown(): string {
    return open ? 'double' : 'other';
  }

  function typeOfList(at: ASTNode & { op: 'list' }, scope: ReadonlyMap<string, string>): string {
    const types = at.args.map(item => typeOf(item, scope));
    if (!types.every(type => type === 'int' || type === 'double')) return 'other';
    if (!types.includes('double')) return 'list<int>';
    at.args.forEach((item, index) => types[index] === 'int' && asDouble(item));
    return 'list<double>';
  }

  function typeOfCall(at: ASTNode & { op: 'call' }, scope: ReadonlyMap<string, string>): string {
    const [name, args] = at.args;
    const [argument] = args;
    if (name === 'has' && argument?.op === 'id') {
      if (declarations.signals.has(argument.args)) insertions.push({ at: argument.start, text: 'input.' });
      return 'other';
    }
    for (const each of args) typeOf(each, scope);
    return name === 'double' ? 'double' : name === 'int' || name === 'size' ? 'int' : 'other';
  }

  /** Converts an operand if CEL would reject the combination of types. `convert`: a variable may be wrapped in `double()`. */
  function agree(left: ASTNode, leftType: string, right: ASTNode, rightType: string, convert: boolean): string {
    if (leftType === rightType) return leftType;
    if (leftType === 'double' && rightType === 'int' && (convert || isLiteral(right)))
      return (asDouble(right), 'double');
    if (leftType === 'int' && rightType === 'double' && (convert || isLiteral(left))) return (asDouble(left), 'double');
    return 'other';
  }

  /** Turns a node into a double: `.0` is added to integer literals, also in lists and arithmetic; everything else is wrapped in `double()`. */
  function asDouble(at: ASTNode): void {
    doubles.add(at);
    if (at.op === 'value' && /^\d+$/.test(at.input.slice(at.start, at.end)))
      insertions.push({ at: at.end, text: '.0' });
    else if (at.op === 'list') at.args.forEach(asDouble);
    else if (isLiteral(at) && at.op !== 'value' && at.op !== '.') operandsOf(at).forEach(asDouble);
    else {
      const { start, end } = textRange(at);
      insertions.push({ at: start, text: 'double(' }, { at: end, text: ')' });
    }
  }
}

/** True if a node consists of integer literals and thresholds only. */
function isLiteral(node: ASTNode): boolean {
  if (node.op === 'value') return typeof node.args === 'bigint';
  if (node.op === '.') return dottedName(node)?.[0] === 'thresholds';
  return (node.op === '-_' || (arithmetic.has(node.op) && node.op !== '%')) && operandsOf(node).every(isLiteral);
}

function applyInsertions(
  input: string,
  start: number,
  end: number,
  insertions: Insertion[],
): Pick<StandardForm, 'text' | 'toWritten'> {
  const sorted = insertions
    .map((insertion, order) => ({ ...insertion, order }))
    .sort((a, b) => a.at - b.at || a.order - b.order);
  let text = '';
  let from = start;
  /** The position of each insertion in the new and the original text. */
  const placed: { newAt: number; oldAt: number; length: number }[] = [];
  for (const { at, text: inserted } of sorted) {
    text += input.slice(from, at);
    placed.push({ newAt: text.length, oldAt: at, length: inserted.length });
    text += inserted;
    from = at;
  }
  text += input.slice(from, end);
  return {
    text,
    toWritten(offset) {
      let shift = 0;
      for (const { newAt, oldAt, length } of placed) {
        if (offset < newAt) break;
        if (offset < newAt + length) return oldAt;
        shift += length;
      }
      return start + offset - shift;
    },
  };
}
