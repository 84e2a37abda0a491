import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilot } from './copilot.ts';
import { cursor } from './cursor.ts';
import type { Dialect } from './dialect.ts';
import { gemini } from './gemini.ts';

/** The hosts that the gate answers, by the name that `--host` takes. */
export const dialects = {
  'claude-code': claudeCode,
  cursor,
  codex,
  copilot,
  gemini,
} as const satisfies Record<string, Dialect>;

export type GateHost = keyof typeof dialects;

export function isGateHost(name: unknown): name is GateHost {
  return typeof name === 'string' && Object.hasOwn(dialects, name);
}
