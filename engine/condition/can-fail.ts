import { hasBindings } from './bounded-work.ts';
import type { Declarations } from './declarations.ts';
import { signalType } from './declarations.ts';
import { namesIn } from './references.ts';
import { bindingOf, dottedName, operandsOf, type ASTNode } from './syntax-tree.ts';

/** Functions that succeed for every argument of the right type. */
const total = new Set(
  'size has double string startsWith endsWith contains lowerAscii upperAscii trim exists all exists_one map filter'.split(
    ' ',
  ),
);
/** Functions that succeed if their pattern or time zone is a constant, which has been checked already. */
const hasTotalForm = /^(?:matches|get[A-Z]\w*)$/;
const exactTypes = new Set(['double', 'int', 'string']);
const comparing = new Set(['&&', '||', '!_', '?:', '==', '!=', '<', '<=', '>', '>=', 'in', 'value', 'id', '.', 'list']);

/**
 * True unless it is certain that an expression has a value if all its signals do. It may fail because of a division, an index out of bounds, an overflow,
 * or a text that is not a timestamp.
 * @param isConstant returns true if a part reads no signal and has a value
 */
export function canFail(node: ASTNode, declarations: Declarations, isConstant: (node: ASTNode) => boolean): boolean {
  return fails(node);

  function fails(at: ASTNode): boolean {
    if (isConstant(at)) return false;
    if (operandsOf(at).some(fails) || hasNestedWork(at)) return true;
    if (comparing.has(at.op)) return false;
    switch (at.op) {
      case 'call':
        return !total.has(at.args[0]);
      case 'rcall':
        return !total.has(at.args[0]) && !(hasTotalForm.test(at.args[0]) && at.args[2].every(isConstant));
      case '-_':
      case '+':
      case '-':
        return !typesIn(at).every(type => exactTypes.has(type)) || (!isDouble(at) && sizeOfTree(at) > 16);
      case '*':
        return !isDouble(at) && !isMultipleOfSignal(at.args);
      case '/':
        return !isDouble(at);
      default:
        return true;
    }
  }

  /** True for a macro that processes a list or text for each item of another one, because it may exceed the bound on work. */
  function hasNestedWork(at: ASTNode): boolean {
    const binding = bindingOf(at);
    return binding?.inside.some(part => hasBindings(part) || typesIn(part, true).some(isSized)) ?? false;
  }

  function isDouble(at: ASTNode): boolean {
    const types = typesIn(at);
    return types.length > 0 && types.every(type => type === 'double');
  }

  function typesIn(at: ASTNode, ofLists = false): string[] {
    return namesIn(at, declarations).references.flatMap(({ kind, name }) => {
      const signal = kind === 'signal' ? declarations.signals.get(name) : undefined;
      return signal === undefined
        ? []
        : [ofLists ? signalType(signal) : signalType(signal).replace(/^list<(.*)>$/, '$1')];
    });
  }
}

function isSized(type: string): boolean {
  return type === 'string' || type.startsWith('list<');
}

/** True for `3 * retries`: integers are at most 2^53, so that small multiples stay within CEL's 64 bits. */
function isMultipleOfSignal([left, right]: [ASTNode, ASTNode]): boolean {
  return (isSmall(left) && dottedName(right) !== undefined) || (isSmall(right) && dottedName(left) !== undefined);
}

function isSmall(node: ASTNode): boolean {
  return node.op === 'value' && typeof node.args === 'bigint' && node.args >= -32n && node.args <= 32n;
}

function sizeOfTree(node: ASTNode): number {
  return operandsOf(node).reduce((sum, operand) => sum + sizeOfTree(operand), 1);
}
