import { ownValue } from '../../engine/model/json.ts';
import { toolOf } from '../../hosts/index.ts';
import { argumentsIn, given, permissionDecision, standardTool, textIn, type Dialect } from './dialect.ts';

const event = 'PreToolUse';

/** Claude Code: https://code.claude.com/docs/en/hooks. */
export const claudeCode: Dialect = {
  facts: 'claude-code',
  read(input) {
    const native = textIn(input, 'tool_name');
    const args = argumentsIn(ownValue(input, 'tool_input'));
    if (ownValue(input, 'hook_event_name') !== event || native === undefined || args === null) return null;
    const agent = textIn(input, 'agent_id');
    return {
      tool: standardTool(native, toolOf('claude-code', native), args),
      // Only calls of sub-agents have an agent; how deep it is is not said.
      agent: { ...given({ id: agent, type: textIn(input, 'agent_type') }), depth: agent === undefined ? 0 : 1 },
      session: given({
        id: textIn(input, 'session_id'),
        mode: textIn(input, 'permission_mode'),
        cwd: textIn(input, 'cwd'),
      }),
      host: { name: 'claude-code', event },
      human: {},
    };
  },
  write({ answer, reason }) {
    if (answer === 'none') return null;
    if (answer === 'ask') return permissionDecision('ask', reason, event);
    const denied = permissionDecision('deny', reason, event);
    return answer === 'stop' ? { continue: false, stopReason: reason, ...denied } : denied;
  },
};
