import type { ConditionSpan } from '../model/decision-record.ts';
import { firstChoice, isSameExpression, textWith, type Taken } from './choices.ts';
import { clausesOf, type Condition } from './condition.ts';
import { textRange, type ASTNode } from './syntax-tree.ts';

/** The text of a part of a condition, on one line, and its place. */
export interface Place {
  text: string;
  span: ConditionSpan;
}

/** What dividing a clause needs from the checker of its expression. */
export interface Parts {
  /** The condition of a boolean part, with its errors. */
  build: (node: ASTNode) => Condition;
  isBoolean: (node: ASTNode) => boolean;
  /** The clause of a text of its own, and its standard form; undefined if it has errors. */
  clauseAlone: (text: string, place: Place) => { clause: Condition; standardForm: ASTNode } | undefined;
  placeOf: (node: ASTNode) => Place;
}

/** Maximum number of alternatives between which a clause chooses. */
const maxAlternatives = 16;
/** Maximum number of clauses into which one is divided, including the tests. */
const maxClauses = 32;

/**
 * A clause outside the exact fragment as a condition of smaller clauses, which has the same truth on every input. An equality of booleans `p == q` becomes
 * `p ? q : !q`; a choice in an operand is pushed outward: `amount < (p ? a : b)` becomes `p ? amount < a : amount < b`. Undefined if there is nothing to
 * divide, or if the parts would be too many.
 * @param node the clause, which has no errors
 * @param standard the clause in standard CEL
 */
export function divided(node: ASTNode, standard: ASTNode, parts: Parts): Condition | undefined {
  const condition = equality(node, parts) ?? pushedOutward(node, standard, parts);
  return condition !== undefined && clausesOf(condition).length <= maxClauses ? condition : undefined;
}

function equality(node: ASTNode, { build, isBoolean, placeOf }: Parts): Condition | undefined {
  if ((node.op !== '==' && node.op !== '!=') || !node.args.every(isBoolean)) return undefined;
  const [left, right] = node.args.map(build) as [Condition, Condition];
  const isEqual = node.op === '==';
  if (left.kind === 'constant') return left.value === isEqual ? right : negation(right);
  if (right.kind === 'constant') return right.value === isEqual ? left : negation(left);
  const [then, otherwise] = isEqual ? [right, negation(right)] : [negation(right), right];
  return { kind: 'if', test: left, then, otherwise, ...placeOf(node) };
}

function negation(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.operand;
  const { text, span } = condition;
  return { kind: 'not', operand: condition, text: /^[\w.]+$/.test(text) ? `!${text}` : `!(${text})`, span };
}

function pushedOutward(node: ASTNode, standard: ASTNode, parts: Parts): Condition | undefined {
  const tests = new Map<ASTNode, Condition>();
  const count = alternatives(node, new Map(), maxAlternatives + 1);
  return count === 1 || count > maxAlternatives ? undefined : decided(new Map(), null);

  /** `within`: the branch that contains the remaining choices, if each is nested in the one before; the place of the clause is then that branch. */
  function decided(taken: Taken, within: ASTNode | null): Condition | undefined {
    const choice = firstChoice(node, taken);
    const sameChoice = firstChoice(standard, taken);
    if (choice === undefined || sameChoice === undefined)
      return clauseWith(node, standard, taken, parts, within ?? node);
    const isNested = taken.size === 0 || (within !== null && isInside(choice, within));
    const [then, otherwise] = ([1, 2] as const).map(index => {
      const branch = choice.args[index];
      const deeper = new Map(taken).set(choice, branch).set(sameChoice, sameChoice.args[index]);
      return decided(deeper, isNested ? branch : null);
    });
    const test = tests.get(choice) ?? parts.build(choice.args[0]);
    tests.set(choice, test);
    const place = parts.placeOf((isNested && within) || node);
    return then && otherwise && { kind: 'if', test, then, otherwise, ...place };
  }
}

/** The number of alternatives between which the choices of a clause choose, counted up to `most`. */
function alternatives(node: ASTNode, taken: Taken, most: number): number {
  const choice = firstChoice(node, taken);
  if (choice === undefined || most <= 1) return 1;
  const [, then, otherwise] = choice.args;
  const count = alternatives(node, new Map(taken).set(choice, then), most);
  return count >= most ? count : count + alternatives(node, new Map(taken).set(choice, otherwise), most - count);
}

/** The clause in which each choice is replaced by the branch taken, at the place of `at`; undefined if it has errors. */
function clauseWith(
  node: ASTNode,
  standard: ASTNode,
  taken: Taken,
  { clauseAlone, placeOf }: Parts,
  at: ASTNode,
): Condition | undefined {
  const { span } = placeOf(at);
  const [asWritten, exact] = [node, standard].map(each => {
    const text = textWith(each, taken);
    return clauseAlone(text, { text: text.replace(/\s+/g, ' '), span });
  });
  if (asWritten === undefined || exact === undefined) return exact?.clause;
  // A conversion may depend on the whole clause: `(p ? 1 : 0.5) / 2` divides doubles, `1 / 2` integers.
  const isSame =
    meaning(asWritten.clause) === meaning(exact.clause) &&
    (!isOpaque(exact.clause) || isSameExpression(asWritten.standardForm, exact.standardForm));
  return isSame ? asWritten.clause : exact.clause;
}

/** Equal for clauses with the same exact test, and for all opaque ones. */
function meaning(clause: Condition): string {
  const { kind } = clause;
  const what = [kind, kind === 'clause' && clause.test, kind === 'constant' && clause.value];
  return JSON.stringify(what, (_, value: unknown) => (isUnwritable(value) ? String(value) : value));
}

/** True for numbers that JSON does not have. */
function isUnwritable(value: unknown): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
}

function isOpaque(clause: Condition): boolean {
  return clause.kind === 'clause' && clause.test.kind === 'opaque';
}

function isInside(part: ASTNode, whole: ASTNode): boolean {
  const [inner, outer] = [textRange(part), textRange(whole)];
  return inner.start >= outer.start && inner.end <= outer.end;
}
