import { isJsonObject, ownValue, type JsonObject } from '../../engine/model/json.ts';
import { toolOf, type HostTool } from '../../hosts/index.ts';
import { mcpToolName } from '../tool-call.ts';
import { argumentsIn, given, standardTool, textIn, type Dialect } from './dialect.ts';

const event = 'BeforeTool';

/** Gemini CLI: https://geminicli.com/docs/hooks/reference. It reads a decision only at the top of the answer. */
export const gemini: Dialect = {
  facts: 'gemini',
  read(input) {
    const native = textIn(input, 'tool_name');
    const args = argumentsIn(ownValue(input, 'tool_input'));
    if (ownValue(input, 'hook_event_name') !== event || native === undefined || args === null) return null;
    return {
      tool: standardTool(native, mcpToolIn(input, native) ?? toolOf('gemini', native), args),
      agent: {},
      session: given({ id: textIn(input, 'session_id'), cwd: textIn(input, 'cwd') }),
      host: { name: 'gemini', event },
      human: {},
    };
  },
  write({ answer, reason }) {
    if (answer === 'none') return null;
    if (answer === 'ask') return { decision: 'ask', reason, systemMessage: reason };
    if (answer === 'deny') return { decision: 'deny', reason };
    return { decision: 'deny', reason, continue: false, stopReason: reason };
  },
};

/** A tool of an MCP server, whose server and own name the event has. */
function mcpToolIn(input: JsonObject, native: string): HostTool | null {
  const context = ownValue(input, 'mcp_context');
  if (!isJsonObject(context)) return null;
  return { name: mcpToolName(textIn(context, 'server_name'), textIn(context, 'tool_name') ?? native), kind: 'mcp' };
}
