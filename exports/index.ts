import { agentPlugin } from './enforce/agent-plugin.ts';
import { claudeCode } from './enforce/claude-code.ts';
import { codex } from './enforce/codex.ts';
import { copilotHooks } from './enforce/copilot-hooks.ts';
import { cursorHooks } from './enforce/cursor-hooks.ts';
import { gemini } from './enforce/gemini.ts';
import { codeTargets } from './enforce/code/targets.ts';
import type { ExportTarget } from './export-target.ts';
import { proseFormats } from './prose/formats.ts';
import { proseTarget } from './prose/prose-target.ts';

/** Every format, in the order of the help: those that agents read, then those that hosts enforce. */
export const exportTargets: readonly ExportTarget[] = [
  ...proseFormats.map(proseTarget),
  claudeCode,
  cursorHooks,
  codex,
  copilotHooks,
  gemini,
  agentPlugin,
  ...codeTargets,
];
