import type { HookHostId } from '../../../hosts/index.ts';
import type { Player } from '../hook.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilotCli, copilotCloud } from './copilot.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';

export const players: Readonly<Record<HookHostId, Player>> = {
  'claude-code': claudeCode,
  cursor,
  codex,
  'copilot-cli': copilotCli,
  'copilot-cloud': copilotCloud,
  gemini,
};
