import { createRequire } from 'node:module';

interface Builtins {
  'node:child_process': typeof import('node:child_process');
  'node:crypto': typeof import('node:crypto');
  'node:os': typeof import('node:os');
  'node:timers/promises': typeof import('node:timers/promises');
}

/**
 * A module of Node, loaded when it is first needed: each of these takes some milliseconds, and most calls of a gate need none.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return require(name) as Builtins[Name];
}

const require = createRequire(import.meta.url);
