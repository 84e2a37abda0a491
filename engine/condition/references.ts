import { nearestName } from '../model/nearest-name.ts';
import { isNullWord, truthWord } from '../model/words-of-other-languages.ts';
import type { Declarations } from './declarations.ts';
import { isReservedName } from './declarations.ts';
import { decisionTime, grantedRule, grantName, isGrantCall, nameOfCall } from './derived-signals.ts';
import { bindingOf, dottedName, flatten, operandsOf, type ASTNode } from './syntax-tree.ts';

/** A reference to a signal, a threshold or, in `granted("ask")`, a rule. Offsets are UTF-16 code units into the expression. */
export interface ExpressionReference {
  kind: 'signal' | 'threshold' | 'rule';
  name: string;
  start: number;
  end: number;
}

export interface ExpressionProblem {
  kind: 'syntax' | 'type' | 'undefined-signal' | 'undefined-threshold' | 'undefined-rule';
  message: string;
  start: number;
  end: number;
  /** The undeclared name, and the most similar declared one. */
  name?: string;
  suggestion?: string;
}

export interface Names {
  references: ExpressionReference[];
  problems: ExpressionProblem[];
  /** All paths in the expression, declared or not, except thresholds and macro variables. */
  paths: string[];
}

/**
 * The signals and thresholds in an expression, and its undeclared names. Macro variables hide signals.
 * @param open true for payload fields, which may read anything in the input
 */
export function namesIn(node: ASTNode, declarations: Declarations, open = false): Names {
  const names: Names = { references: [], problems: [], paths: [] };
  visit(node, new Set());
  return names;

  function visit(at: ASTNode, bound: ReadonlySet<string>): void {
    const granted = open ? undefined : grantedRule(at);
    if (!open && granted === undefined && isGrantCall(at)) {
      const message = '`granted` takes the id of a rule in quotes, as in `granted("ask")`.';
      names.problems.push({ kind: 'type', message, start: at.start, end: at.end });
      return;
    }
    if (granted !== undefined && !declarations.signals.has(grantName(granted.name))) {
      names.problems.push(notGrantable(granted, declarations));
      return;
    }
    if (granted !== undefined) names.references.push({ kind: 'rule', ...granted });
    const call = nameOfCall(at);
    if (call !== undefined && !bound.has(decisionTime) && declarations.signals.has(call)) {
      names.references.push({ kind: 'signal', name: call, start: at.start, end: at.end });
      return;
    }
    const path = dottedName(at);
    if (path) {
      if (!bound.has(path[0] ?? '')) resolve(at, path);
      return;
    }
    const binding = bindingOf(at);
    if (binding) {
      if (isReservedName(binding.name) && !ownGroups.has(binding.name))
        names.problems.push(reservedVariable(at, binding));
      visit(binding.source, bound);
      const inner = new Set(bound).add(binding.name);
      for (const part of binding.inside) visit(part, inner);
      return;
    }
    if (at.op === 'map') names.problems.push(...at.args.flatMap(([key]) => lostKey(key)));
    const operands = at.op === '&&' || at.op === '||' ? flatten(at, at.op) : operandsOf(at);
    for (const operand of operands) visit(operand, bound);
  }

  function resolve(at: ASTNode, path: string[]): void {
    const [root = ''] = path;
    if (root === 'thresholds' && path.length > 1) {
      const name = path[1] ?? '';
      const chain = prefix(at, path.length - 2);
      if (declarations.thresholds.has(name))
        names.references.push({ kind: 'threshold', name, start: chain.start, end: chain.end });
      else names.problems.push(undefinedThreshold(name, chain, declarations));
      return;
    }
    names.paths.push(path.join('.'));
    for (let length = path.length; length > 0; length--) {
      const name = path.slice(0, length).join('.');
      if (!declarations.signals.has(name)) continue;
      const { start, end } = prefix(at, path.length - length);
      names.references.push({ kind: 'signal', name, start, end });
      return;
    }
    if (open || (isReservedName(root) && !ownGroups.has(root))) return;
    names.problems.push(undefinedSignal(path.join('.'), at, declarations));
  }
}

/** Reserved by the rule language alone; CEL has nothing of that name. */
const ownGroups = new Set(['thresholds', 'input']);

function reservedVariable(at: ASTNode, { name }: { name: string }): ExpressionProblem {
  const { start, end } = (at.op === 'rcall' && at.args[2][0]) || at;
  const message = `\`${name}\` is reserved in expressions and cannot name a variable. Choose another name.`;
  return { kind: 'type', message, start, end };
}

/** Keys that the CEL library leaves out of a map without a word. */
const lostKeys = new Set<unknown>(['__proto__', 'constructor', 'prototype']);

function lostKey(key: ASTNode): ExpressionProblem[] {
  if (key.op !== 'value' || !lostKeys.has(key.args)) return [];
  const message = `\`${String(key.args)}\` cannot be a key of a map. Choose another one.`;
  return [{ kind: 'type', message, start: key.start, end: key.end }];
}

/** The selection chain without its last `steps` selections. */
function prefix(node: ASTNode, steps: number): ASTNode {
  let at = node;
  for (let i = 0; i < steps && at.op === '.'; i++) at = at.args[0];
  return at;
}

function undefinedThreshold(name: string, at: ASTNode, declarations: Declarations): ExpressionProblem {
  const suggestion = nearestName(name, declarations.thresholds.keys());
  const advice = suggestion ? `Did you mean \`${suggestion}\`?` : 'Declare it under `thresholds`.';
  const place = { kind: 'undefined-threshold', start: at.start, end: at.end, name } as const;
  return { ...place, message: `There is no threshold \`${name}\`. ${advice}`, ...(suggestion ? { suggestion } : {}) };
}

function notGrantable(
  { name, start, end }: { name: string; start: number; end: number },
  { signals }: Declarations,
): ExpressionProblem {
  const rules = [...signals.values()].flatMap(({ derived }) => (derived?.kind === 'grant' ? [derived.rule] : []));
  const suggestion = nearestName(name, rules);
  const advice = suggestion ? `Did you mean \`${suggestion}\`?` : 'Name a rule that escalates and has a `grant`.';
  const message = `No grant can be issued for a rule \`${name}\`. ${advice}`;
  return { kind: 'undefined-rule', message, start, end, name, ...(suggestion ? { suggestion } : {}) };
}

function undefinedSignal(name: string, at: ASTNode, declarations: Declarations): ExpressionProblem {
  const place = { kind: 'undefined-signal', start: at.start, end: at.end, name } as const;
  if (declarations.thresholds.has(name)) {
    const suggestion = `thresholds.${name}`;
    return { ...place, message: `\`${name}\` is a threshold: write \`${suggestion}\`.`, suggestion };
  }
  if (name === 'thresholds') {
    const declared = [...declarations.thresholds.keys()].map(threshold => `\`thresholds.${threshold}\``);
    const advice = declared.length === 0 ? 'Declare one under `thresholds`.' : `Name one of ${declared.join(', ')}.`;
    return {
      ...place,
      kind: 'undefined-threshold',
      message: `\`thresholds\` is the group of all thresholds. ${advice}`,
    };
  }
  const longer = [...declarations.signals.keys()].filter(signal => signal.startsWith(`${name}.`));
  if (longer.length > 0) {
    return {
      ...place,
      message: `\`${name}\` is a group of signals: name one of ${longer.map(signal => `\`${signal}\``).join(', ')}.`,
    };
  }
  const truth = truthWord(name);
  if (truth !== undefined)
    return { ...place, message: `\`${name}\` is written \`${truth}\`.`, suggestion: String(truth) };
  if (isNullWord(name)) {
    const message = `There is no \`${name}\`: ask \`has(…)\` or \`!has(…)\` whether a signal is there.`;
    return { ...place, message };
  }
  if (name === decisionTime || name.startsWith(`${decisionTime}.`)) {
    const message = `There is no signal \`${decisionTime}\`. From version 2 of the rule language on, it is the decision time: write \`escalation: 2\`.`;
    return { ...place, message };
  }
  const suggestion = nearestName(name, declarations.signals.keys());
  const advice = suggestion ? `Did you mean \`${suggestion}\`?` : 'Declare it under `signals`.';
  return { ...place, message: `There is no signal \`${name}\`. ${advice}`, ...(suggestion ? { suggestion } : {}) };
}

/** The names of the signals among references, each once. */
export function signalsIn(references: readonly ExpressionReference[]): string[] {
  return unique(references.filter(({ kind }) => kind === 'signal').map(({ name }) => name));
}

/** The names of the thresholds among references, each once. */
export function thresholdsIn(references: readonly ExpressionReference[]): string[] {
  return unique(references.filter(({ kind }) => kind === 'threshold').map(({ name }) => name));
}

export function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
