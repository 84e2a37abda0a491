import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../environment.ts';

/** The programs of the gate, if they lie beside the language server as it is built. Each is read once. */
export function gatePrograms(): Pick<Environment, 'gatePrograms'> {
  const file = (name: string): string => path.join(__dirname, name);
  if (!existsSync(file('gate.mjs')) || !existsSync(file('gate-plain.mjs'))) return {};
  let read: ReturnType<NonNullable<Environment['gatePrograms']>> | undefined;
  return {
    gatePrograms: () =>
      (read ??= { full: readFileSync(file('gate.mjs'), 'utf8'), plain: readFileSync(file('gate-plain.mjs'), 'utf8') }),
  };
}
