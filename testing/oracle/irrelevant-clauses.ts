import { print, type Expression, type Trigger } from './expression.ts';
import type { IrrelevantClause } from './facts.ts';
import { firing, winnerAt, type Fired, type Search } from './search.ts';

type Node = Trigger | Expression;

/**
 * The operands of a trigger that can be deleted. They are searched from the last to the first, an operand before its parts, each together with those that
 * were found already; those that can also be deleted in the order of the text are reported. A node keeps its last operand.
 */
export function irrelevantClauses(rule: Fired, search: Search): IrrelevantClause[] {
  const found: IrrelevantClause[] = [];
  const policy = search.naive.frame.hitPolicy ?? 'first';
  let before: boolean[] | undefined;
  let trigger: Node = rule.trigger;
  visit(rule.trigger, []);
  return inOrderOfText();

  /** Without those that can be deleted only after a later one. */
  function inOrderOfText(): IrrelevantClause[] {
    let current: Node = rule.trigger;
    const before = winsOf(rule);
    return found.toReversed().flatMap(each => {
      const without = deleted(current, each.path);
      const changed = fired(without);
      if (!same(winsOf(changed), before)) return [];
      current = without;
      return { ...each, because: same(firesOf(changed), firesOf(rule)) ? ('trigger' as const) : ('order' as const) };
    });
  }

  function visit(node: Node, path: number[]): void {
    const inner = unwrapped(node);
    const operands = operandsOf(inner);
    let left = operands.length;
    for (const [index, operand] of [...operands.entries()].reverse()) {
      const at = [...path, index];
      if (isConnective(inner) && left > 1) {
        const without = deleted(trigger, at);
        const changed = fired(without);
        before ??= winsOf(rule);
        if (same(winsOf(changed), before)) {
          const because = same(firesOf(changed), firesOf(rule)) ? 'trigger' : 'order';
          found.push({ rule: rule.name, path: at, text: shown(operand), because });
          trigger = without;
          left--;
          continue;
        }
      }
      visit(operand, at);
    }
  }

  function fired(changed: Node): Fired {
    const values = search.space.evaluate(changed as Trigger);
    return { ...rule, values, fires: firing(rule.rule, values, search.naive) };
  }

  function firesOf(each: Fired): boolean[] {
    return search.inputs.map(input => each.fires[input] === 1);
  }

  /** The inputs that the rule decides; with `unique` and `any`, those on which it fires. */
  function winsOf(each: Fired): boolean[] {
    if (policy === 'unique' || policy === 'any') return firesOf(each);
    return search.periods
      .filter(({ active }) => active.includes(rule))
      .flatMap(({ active }) => {
        const changed = active.map(other => (other === rule ? each : other));
        return search.inputs.map(input => winnerAt(search, changed, input) === each);
      });
  }
}

function same(one: boolean[], other: boolean[]): boolean {
  return one.every((value, index) => value === other[index]);
}

function unwrapped(node: Node): Node {
  return 'kind' in node && node.kind === 'expression' ? node.expression : node;
}

function isConnective(node: Node): boolean {
  return 'kind' in node ? node.kind === 'all' || node.kind === 'any' : node.op === 'and' || node.op === 'or';
}

/** The operands that can be deleted, which are none inside `?:`. */
function operandsOf(node: Node): Node[] {
  if ('kind' in node) {
    if (node.kind === 'expression') return operandsOf(node.expression);
    return node.kind === 'not' ? [node.of] : node.of;
  }
  if (node.op === 'and' || node.op === 'or') return node.of;
  return node.op === 'not' ? [node.of] : [];
}

/** The tree with the operand replaced by the neutral element: true in a conjunction, false in a disjunction. */
function deleted(node: Node, [index = 0, ...rest]: number[]): Node {
  if ('kind' in node) {
    switch (node.kind) {
      case 'expression':
        return { kind: 'expression', expression: deleted(node.expression, [index, ...rest]) as Expression };
      case 'not':
        return { kind: 'not', of: deleted(node.of, rest) as Trigger };
      default:
        return { kind: node.kind, of: replaced(node.of, index, rest, node.kind === 'all') as Trigger[] };
    }
  }
  if (node.op === 'and' || node.op === 'or') {
    return { op: node.op, of: replaced(node.of, index, rest, node.op === 'and') as Expression[] };
  }
  return node.op === 'not' ? { op: 'not', of: deleted(node.of, rest) as Expression } : node;
}

function replaced(operands: Node[], index: number, rest: number[], neutral: boolean): Node[] {
  return operands.map((operand, at) => {
    if (at !== index) return operand;
    if (rest.length > 0) return deleted(operand, rest);
    const constant: Expression = { op: 'bool', value: neutral };
    return 'kind' in operand ? { kind: 'expression', expression: constant } : constant;
  });
}

function shown(node: Node): string {
  if (!('kind' in node)) return print(node);
  switch (node.kind) {
    case 'expression':
      return print(node.expression);
    case 'not':
      return `not: ${shown(node.of)}`;
    default:
      return `${node.kind}: [${node.of.map(shown).join(', ')}]`;
  }
}
