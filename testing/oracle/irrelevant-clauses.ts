import { inRollout } from './buckets.ts';
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
  let before: boolean[] | undefined;
  let trigger: Node = rule.trigger;
  visit(rule.trigger, []);
  return inOrderOfText();

  /** Without those that can be deleted only after a later one. */
  function inOrderOfText(): IrrelevantClause[] {
    let current: Node = rule.trigger;
    const before = winsOf(rule, rule, search);
    return found.toReversed().flatMap(each => {
      const without = deleted(current, each.path);
      const changed = withTrigger(rule, without, search);
      if (!same(winsOf(rule, changed, search), before)) return [];
      current = without;
      return {
        ...each,
        because: same(firesOf(changed, search), firesOf(rule, search)) ? ('trigger' as const) : ('order' as const),
      };
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
        const changed = withTrigger(rule, without, search);
        before ??= winsOf(rule, rule, search);
        if (same(winsOf(rule, changed, search), before)) {
          const because = same(firesOf(changed, search), firesOf(rule, search)) ? 'trigger' : 'order';
          found.push({ rule: rule.name, path: at, text: shown(operand), because });
          trigger = without;
          left--;
          continue;
        }
      }
      visit(operand, at);
    }
  }
}

/**
 * True if operands with the given texts can be deleted one after another, each without a change to the inputs that the rule decides or, if the claim
 * is about the trigger, to those on which it fires.
 */
export function canDelete(
  rule: Fired,
  [claim, ...rest]: readonly { is: (text: string) => boolean; because: 'trigger' | 'order' }[],
  search: Search,
  trigger: Node = rule.trigger,
): boolean {
  if (claim === undefined) return true;
  return pathsIn(trigger).some(({ path, text }) => {
    if (!claim.is(text)) return false;
    const without = deleted(trigger, path);
    const [before, after] = [trigger, without].map(each => withTrigger(rule, each, search)) as [Fired, Fired];
    const isSame =
      claim.because === 'trigger'
        ? same(firesOf(after, search), firesOf(before, search))
        : same(winsOf(rule, after, search), winsOf(rule, before, search));
    return isSame && canDelete(rule, rest, search, without);
  });
}

/** All operands of connectives, with their paths. */
function pathsIn(node: Node, path: readonly number[] = []): { path: number[]; text: string }[] {
  const inner = unwrapped(node);
  return operandsOf(inner).flatMap((operand, index) => {
    const at = [...path, index];
    return [...(isConnective(inner) ? [{ path: at, text: shown(operand) }] : []), ...pathsIn(operand, at)];
  });
}

/** The rule with another trigger. */
function withTrigger(rule: Fired, trigger: Node, search: Search): Fired {
  const values = search.space.evaluate(inRollout({ rule: rule.rule, trigger }));
  return { ...rule, values, fires: firing(rule.rule, values, search.naive) };
}

function firesOf(rule: Fired, { inputs }: Search): boolean[] {
  return inputs.map(input => rule.fires[input] === 1);
}

/** The inputs that a changed rule decides in place of `rule`; with `unique` and `any`, those on which it fires. */
function winsOf(rule: Fired, changed: Fired, search: Search): boolean[] {
  const policy = search.naive.frame.hitPolicy ?? 'first';
  if (policy === 'unique' || policy === 'any') return firesOf(changed, search);
  return search.periods
    .filter(({ active }) => active.includes(rule))
    .flatMap(({ active }) => {
      const others = active.map(other => (other === rule ? changed : other));
      return search.inputs.map(input => winnerAt(search, others, input) === changed);
    });
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
