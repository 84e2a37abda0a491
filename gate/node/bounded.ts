import { Script } from 'node:vm';

const name = Symbol.for('handrail.bounded');
const call = new Script(`globalThis[Symbol.for('handrail.bounded')]()`);

/**
 * Runs synchronous work, and interrupts it after a time.
 * @param ms at least 1
 * @throws what the work throws, or an error with the code `ERR_SCRIPT_EXECUTION_TIMEOUT`
 */
export function bounded<T>(work: () => T, ms: number): T {
  const scope = globalThis as { [name]?: () => T };
  scope[name] = work;
  try {
    return call.runInThisContext({ timeout: Math.max(1, Math.ceil(ms)) }) as T;
  } finally {
    delete scope[name];
  }
}
