import { createExpressionChecker, type CheckedExpression, type ExpressionChecker } from './check-expression.ts';
import { atPath } from './condition.ts';
import type { Declarations } from './declarations.ts';

/** Expressions of one checker that are remembered; the one asked for longest ago goes first. */
const mostRemembered = 40_000;

/**
 * A checker that checks each expression once. A condition asked for again with its text and path is the same object, so
 * that whatever was made of it can be kept with it; with another path it is an equal one, but for that path.
 */
export function createRememberingChecker(declarations: Declarations): ExpressionChecker {
  const checker = createExpressionChecker(declarations);
  const conditions = createMemory<{ checked: CheckedExpression; path: readonly (string | number)[] }>();
  const places = createMemory<CheckedExpression>();
  const templates = createMemory<CheckedExpression>();
  const fields = createMemory<CheckedExpression>();
  const values = createMemory<ReturnType<ExpressionChecker['compileValue']>>();

  return {
    condition: (text, path = []) =>
      places(`${path.join('/')} ${text}`, () => {
        const known = conditions(text, () => ({ checked: checker.condition(text, path), path }));
        if (known.path === path || known.checked.condition === null) return known.checked;
        return { ...known.checked, condition: atPath(known.checked.condition, path) };
      }),
    template: text => templates(text, () => checker.template(text)),
    field: text => fields(text, () => checker.field(text)),
    compileValue: text => values(text, () => checker.compileValue(text)),
    compileField: text => checker.compileField(text),
  };
}

/** Gives what was made for a key before, or makes it. */
function createMemory<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, { value: T }>();
  return (key, make) => {
    const found = known.get(key);
    const entry = found ?? { value: make() };
    if (found !== undefined) known.delete(key);
    else if (known.size >= mostRemembered) {
      for (const oldest of known.keys()) {
        known.delete(oldest);
        break;
      }
    }
    known.set(key, entry);
    return entry.value;
  };
}
