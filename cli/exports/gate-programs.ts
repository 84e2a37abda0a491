import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GatePrograms } from '../../exports/enforce/gate-file.ts';

/** The programs of the gate for hosts with hooks. */
export const gatePrograms = (): GatePrograms => programs('gate');

/** The programs of the gate within the program of an agent. */
export const codePrograms = (): GatePrograms => programs('embedded');

/** They lie beside the command line as it is built. */
function programs(name: string): GatePrograms {
  const program = (file: string): string => readFileSync(path.join(__dirname, file), 'utf8');
  return { full: program(`${name}.mjs`), plain: program(`${name}-plain.mjs`) };
}
