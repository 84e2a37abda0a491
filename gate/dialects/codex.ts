import { ownValue } from '../../engine/model/json.ts';
import { toolOf } from '../../hosts/index.ts';
import { argumentsIn, given, permissionDecision, standardTool, textIn, type Dialect } from './dialect.ts';

const event = 'PreToolUse';

/**
 * Codex: https://developers.openai.com/codex/hooks. It refuses any answer but a denial and runs the call then, so that the gate never asks, and stops a
 * task only by denying each call.
 */
export const codex: Dialect = {
  facts: 'codex',
  read(input) {
    const native = textIn(input, 'tool_name');
    const args = argumentsIn(ownValue(input, 'tool_input'));
    if (ownValue(input, 'hook_event_name') !== event || native === undefined || args === null) return null;
    return {
      tool: standardTool(native, toolOf('codex', native), args),
      agent: given({ id: textIn(input, 'agent_id'), type: textIn(input, 'agent_type') }),
      session: given({
        id: textIn(input, 'session_id'),
        mode: textIn(input, 'permission_mode'),
        cwd: textIn(input, 'cwd'),
      }),
      host: { name: 'codex', event },
      human: {},
    };
  },
  write({ answer, reason }) {
    return answer === 'none' ? null : permissionDecision('deny', reason, event);
  },
};
