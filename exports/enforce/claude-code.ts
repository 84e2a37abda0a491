import type { JsonObject } from '../../engine/model/json.ts';
import type { ExportTarget } from '../export-target.ts';
import type { JsonEntry } from '../exported-file.ts';
import { gateArguments, hookTimeoutSeconds } from './command.ts';
import { gateFiles, gatePath } from './gate-file.ts';
import { protectedCommands, protectedFiles } from './protected.ts';
import { toolVerdicts } from './tool-verdicts.ts';

const settings = '.claude/settings.json';

/**
 * A hook before every call of a tool, in the exec form, which needs no shell, and with the switch that blocks the call if the hook fails. Permissions
 * repeat what the rules decide about whole tools, and keep the agent from changing its gate.
 */
export const claudeCode: ExportTarget = {
  id: 'claude-code',
  title: 'Claude Code',
  enforces: true,
  folders: () => [],
  files(source, { programs, now }) {
    const { denied, asked } = toolVerdicts(source.ruleSet, now);
    const hook: JsonEntry = {
      kind: 'item',
      path: ['hooks', 'PreToolUse'],
      mark: `/${gatePath}`,
      list: 'hooks',
      // oxlint-disable-next-line no-template-curly-in-string
      value: claudeHook('${CLAUDE_PROJECT_DIR}/' + gatePath),
    };
    const hooksOn: JsonEntry = { kind: 'not', path: ['disableAllHooks'], value: true };
    const deny = [
      ...protectedFiles.map(file => `Edit(/${file})`),
      ...protectedCommands.map(command => `Bash(${command}:*)`),
      ...denied,
    ];
    const permissions = [
      ...deny.map((value): JsonEntry => ({ kind: 'item', path: ['permissions', 'deny'], value })),
      ...asked.map((value): JsonEntry => ({ kind: 'item', path: ['permissions', 'ask'], value })),
    ];
    return [
      ...gateFiles(source, programs()),
      { path: settings, part: 'json', entries: [hooksOn, hook, ...permissions] },
    ];
  },
};

/** A hook that runs a gate file before every call of a tool. @param more arguments of the gate */
export function claudeHook(gate: string, more: string[] = []): JsonObject {
  const args = [...gateArguments(gate, 'claude-code'), ...more];
  const timeout = hookTimeoutSeconds;
  const hook = { type: 'command', command: 'node', args, timeout, onFailure: 'block', statusMessage: 'Handrail' };
  return { matcher: '*', hooks: [hook] };
}
