import { ownValue } from '../../engine/model/json.ts';
import { toolOf } from '../../hosts/index.ts';
import { argumentsIn, given, permissionDecision, standardTool, textIn, type Dialect } from './dialect.ts';

/**
 * GitHub Copilot, the command line and the cloud agent: https://docs.github.com/en/copilot/reference/hooks-reference. The name of the event in the
 * configuration chooses between its own keys (`preToolUse`: `toolName`, `toolArgs`) and those of Claude Code (`PreToolUse`).
 */
export const copilot: Dialect = {
  facts: 'copilot-cli',
  read(input) {
    const isOwn = Object.hasOwn(input, 'toolName');
    const native = isOwn ? textIn(input, 'toolName') : textIn(input, 'tool_name');
    const args = argumentsIn(ownValue(input, isOwn ? 'toolArgs' : 'tool_input'));
    if (native === undefined || args === null) return null;
    if (!isOwn && ownValue(input, 'hook_event_name') !== 'PreToolUse') return null;
    return {
      tool: standardTool(native, toolOf('copilot-cli', native), args),
      agent: {},
      session: given({
        id: textIn(input, 'sessionId', 'session_id'),
        mode: textIn(input, 'permission_mode'),
        cwd: textIn(input, 'cwd'),
      }),
      host: { name: 'copilot', event: isOwn ? 'preToolUse' : 'PreToolUse' },
      human: {},
    };
  },
  write({ answer, reason }, event) {
    if (answer === 'none') return null;
    const decision = answer === 'ask' ? 'ask' : 'deny';
    const nested = permissionDecision(decision, reason, 'PreToolUse');
    // Its own dialect has the decision at the top; an unknown key is ignored in either.
    return event === 'preToolUse'
      ? { permissionDecision: decision, permissionDecisionReason: reason, ...nested }
      : nested;
  },
};
