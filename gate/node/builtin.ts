import type * as childProcess from 'node:child_process';
import type * as crypto from 'node:crypto';
import { createRequire } from 'node:module';
import type * as os from 'node:os';
import type * as timers from 'node:timers/promises';

interface Builtins {
  'node:child_process': typeof childProcess;
  'node:crypto': typeof crypto;
  'node:os': typeof os;
  'node:timers/promises': typeof timers;
}

/**
 * A module of Node, loaded when it is first needed: each of these takes some milliseconds, and most calls of a gate need none.
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  return require(name) as Builtins[Name];
}

const require = createRequire(import.meta.url);
