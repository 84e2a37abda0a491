import {
  createExpressionChecker,
  type CheckedExpression,
  type CompiledExpression,
  type ExpressionChecker,
} from './check-expression.ts';
import { atPath, clausesOf } from './condition.ts';
import { isTable } from '../model/rule-set.ts';
import type { Declarations } from './declarations.ts';

/** A checker that caches the results for each expression. */
export interface CachingChecker extends ExpressionChecker {
  /**
   * A checker over other declarations that keeps the cached results that do not depend on the changes. Returns this checker if the declarations are
   * equal.
   */
  over(declarations: Declarations): CachingChecker;
}

/** A cache with two generations. */
interface Memory<T> {
  get(key: string, make: () => T): T;
  /** A copy with the entries that pass a test. */
  filtered(wanted: (value: T) => boolean): Memory<T>;
}

/** Maximum number of entries in a generation. When it is full, entries not used since the previous time are dropped. */
const maxEntries = 15_000;

function createMemory<T>(known: Iterable<[string, T]> = []): Memory<T> {
  let young = new Map(known);
  let old = new Map<string, T>();
  return {
    get(key, make) {
      const found = young.get(key);
      if (found !== undefined) return found;
      const value = old.get(key) ?? make();
      if (young.size >= maxEntries) [old, young] = [young, new Map<string, T>()];
      young.set(key, value);
      return value;
    },
    filtered: wanted => createMemory([...old, ...young].filter(([, value]) => wanted(value))),
  };
}

interface Memories {
  /** Conditions by text. */
  conditions: Memory<CheckedExpression>;
  /** Conditions by path and text. */
  placed: Memory<CheckedExpression>;
  templates: Memory<CheckedExpression>;
  fields: Memory<CheckedExpression>;
}

/**
 * Creates a caching checker. The same text at the same path gives the same condition object, so that results can be cached by it; at another path, it
 * gives a copy with that path.
 */
export function createCachingChecker(declarations: Declarations): CachingChecker {
  return checkerOver(declarations, {
    conditions: createMemory(),
    placed: createMemory(),
    templates: createMemory(),
    fields: createMemory(),
  });
}

function checkerOver(declarations: Declarations, memories: Memories): CachingChecker {
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
    rolloutBy: name => checker.rolloutBy(name),
    compileValue: text => values.get(text, () => checker.compileValue(text)),
    compileField: text => checker.compileField(text),
    over(next) {
      const changed = changedNames(declarations, next);
      if (changed?.size === 0 && namesOf(declarations) === namesOf(next)) return this;
      const kept = (memory: Memory<CheckedExpression>) =>
        memory.filtered(checked => changed !== null && !isConcerned(checked, changed));
      return checkerOver(next, {
        conditions: kept(conditions),
        placed: kept(placed),
        templates: kept(templates),
        fields: kept(fields),
      });
    },
  };
}

function namesOf({ signals }: Declarations): string {
  return [...signals.keys()].join('\n');
}

/** `signal NAME` or `threshold NAME` for each changed declaration; null if names were added, removed or reordered. */
function changedNames(before: Declarations, after: Declarations): ReadonlySet<string> | null {
  const changed = new Set<string>();
  for (const kind of ['signal', 'threshold'] as const) {
    // A field of the decision time is declared because an expression names it, and a bucket because a rollout does: neither concerns any other expression.
    const declared = ({ signals, thresholds }: Declarations) =>
      kind === 'signal'
        ? [...signals].filter(([, { derived }]) => derived?.kind !== 'clock' && derived?.kind !== 'bucket')
        : [...thresholds];
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
  for (const [name, threshold] of after.thresholds) {
    // The values of the signal are those between which the table distinguishes.
    if (isTable(threshold) && changed.has(`signal ${threshold.per}`)) changed.add(`threshold ${name}`);
  }
  return changed;
}

/**
 * True if changed declarations may affect a result. An expression depends on the declarations that it names, and on which names exist. Opaque clauses
 * depend on all signals.
 */
function isConcerned({ references, condition }: CheckedExpression, changed: ReadonlySet<string>): boolean {
  if (references.some(({ kind, name }) => changed.has(`${kind} ${name}`))) return true;
  const leftToCel = condition !== null && clausesOf(condition).some(({ test }) => test.kind === 'opaque');
  return leftToCel && [...changed].some(name => name.startsWith('signal '));
}
