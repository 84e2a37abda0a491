import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GatePrograms } from '../../exports/enforce/gate-file.ts';

/** The programs of the gate, which lie beside the command line as it is built. */
export function gatePrograms(): GatePrograms {
  const program = (name: string): string => readFileSync(path.join(__dirname, name), 'utf8');
  return { full: program('gate.mjs'), plain: program('gate-plain.mjs') };
}
