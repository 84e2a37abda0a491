import {
  createExpressionChecker,
  type CheckedExpression,
  type CompiledExpression,
  type ExpressionChecker,
} from './check-expression.ts';
import { atPath, clausesOf } from './condition.ts';
import type { Declarations } from './declarations.ts';

/** A checker that checks each expression once. */
export interface RememberingChecker extends ExpressionChecker {
  /**
   * A checker over other declarations that still knows the expressions which these do not concern; over declarations with
   * the same content the checker itself.
   */
  over(declarations: Declarations): RememberingChecker;
}

/** What was made for texts, so that it need not be made again. */
interface Memory<T> {
  get(key: string, make: () => T): T;
  /** With what is wanted of this one. */
  filtered(wanted: (value: T) => boolean): Memory<T>;
}

/** Expressions of one kind in a generation. When it is full, what nobody has asked for since the last time is forgotten. */
const generation = 15_000;

function createMemory<T>(known: Iterable<[string, T]> = []): Memory<T> {
  let young = new Map(known);
  let old = new Map<string, T>();
  return {
    get(key, make) {
      const found = young.get(key);
      if (found !== undefined) return found;
      const value = old.get(key) ?? make();
      if (young.size >= generation) [old, young] = [young, new Map<string, T>()];
      young.set(key, value);
      return value;
    },
    filtered: wanted => createMemory([...old, ...young].filter(([, value]) => wanted(value))),
  };
}

interface Memories {
  /** By text. */
  conditions: Memory<CheckedExpression>;
  /** Conditions by path and text. */
  placed: Memory<CheckedExpression>;
  templates: Memory<CheckedExpression>;
  fields: Memory<CheckedExpression>;
}

/**
 * A condition asked for again with its text and path is the same object, so that whatever was made of it can be kept with
 * it; with another path it is an equal one, but for that path.
 */
export function createRememberingChecker(declarations: Declarations): RememberingChecker {
  return remembering(declarations, {
    conditions: createMemory(),
    placed: createMemory(),
    templates: createMemory(),
    fields: createMemory(),
  });
}

function remembering(declarations: Declarations, memories: Memories): RememberingChecker {
  const checker = createExpressionChecker(declarations);
  const { conditions, placed, templates, fields } = memories;
  const values = createMemory<CompiledExpression | undefined>();
  return {
    condition: (text, path = []) =>
      placed.get(`${path.join('/')} ${text}`, () => {
        const checked = conditions.get(text, () => checker.condition(text, path));
        const { condition } = checked;
        return condition === null || condition.span.path === path
          ? checked
          : { ...checked, condition: atPath(condition, path) };
      }),
    template: text => templates.get(text, () => checker.template(text)),
    field: text => fields.get(text, () => checker.field(text)),
    compileValue: text => values.get(text, () => checker.compileValue(text)),
    compileField: text => checker.compileField(text),
    over(next) {
      const changed = changedNames(declarations, next);
      if (changed?.size === 0) return this;
      const kept = (memory: Memory<CheckedExpression>) =>
        memory.filtered(checked => changed !== null && !isConcerned(checked, changed));
      return remembering(next, {
        conditions: kept(conditions),
        placed: kept(placed),
        templates: kept(templates),
        fields: kept(fields),
      });
    },
  };
}

/** `signal NAME` and `threshold NAME` of what is declared otherwise; null where other names are declared, or in another order. */
function changedNames(before: Declarations, after: Declarations): ReadonlySet<string> | null {
  const changed = new Set<string>();
  for (const kind of ['signal', 'threshold'] as const) {
    const declared = ({ signals, thresholds }: Declarations) => [...(kind === 'signal' ? signals : thresholds)];
    const now = declared(after);
    if (
      declared(before)
        .map(([name]) => name)
        .join('\n') !== now.map(([name]) => name).join('\n')
    )
      return null;
    for (const [index, [name, declaration]] of declared(before).entries()) {
      if (JSON.stringify(declaration) !== JSON.stringify(now[index]?.[1])) changed.add(`${kind} ${name}`);
    }
  }
  return changed;
}

/**
 * What an expression means hangs on the declarations that it names, and on which names there are. What is left to CEL is
 * given the values of all signals, each by its type.
 */
function isConcerned({ references, condition }: CheckedExpression, changed: ReadonlySet<string>): boolean {
  if (references.some(({ kind, name }) => changed.has(`${kind} ${name}`))) return true;
  const leftToCel = condition !== null && clausesOf(condition).some(({ test }) => test.kind === 'opaque');
  return leftToCel && [...changed].some(name => name.startsWith('signal '));
}
