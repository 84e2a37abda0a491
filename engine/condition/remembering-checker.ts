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

/** Expressions of one kind that are remembered; the one asked for longest ago goes first. */
const mostRemembered = 40_000;

type Memory<T> = Map<string, T>;

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
    conditions: new Map(),
    placed: new Map(),
    templates: new Map(),
    fields: new Map(),
  });
}

function remembering(declarations: Declarations, memories: Memories): RememberingChecker {
  const checker = createExpressionChecker(declarations);
  const { conditions, placed, templates, fields } = memories;
  const values: Memory<CompiledExpression | undefined> = new Map();
  return {
    condition: (text, path = []) =>
      remembered(placed, `${path.join('/')} ${text}`, () => {
        const checked = remembered(conditions, text, () => checker.condition(text, path));
        const { condition } = checked;
        return condition === null || condition.span.path === path
          ? checked
          : { ...checked, condition: atPath(condition, path) };
      }),
    template: text => remembered(templates, text, () => checker.template(text)),
    field: text => remembered(fields, text, () => checker.field(text)),
    compileValue: text => remembered(values, text, () => checker.compileValue(text)),
    compileField: text => checker.compileField(text),
    over(next) {
      const changed = changedNames(declarations, next);
      if (changed?.size === 0) return this;
      const kept = (memory: Memory<CheckedExpression>): Memory<CheckedExpression> =>
        new Map(changed === null ? [] : [...memory].filter(([, checked]) => !isConcerned(checked, changed)));
      return remembering(next, {
        conditions: kept(conditions),
        placed: kept(placed),
        templates: kept(templates),
        fields: kept(fields),
      });
    },
  };
}

function remembered<T>(memory: Memory<T>, key: string, make: () => T): T {
  const known = memory.get(key);
  const value = known ?? make();
  if (known !== undefined) memory.delete(key);
  else if (memory.size >= mostRemembered) {
    for (const oldest of memory.keys()) {
      memory.delete(oldest);
      break;
    }
  }
  memory.set(key, value);
  return value;
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
