import { ownValue, type JsonObject } from '../../engine/model/json.ts';
import { toolOf } from '../../hosts/index.ts';
import { mcpToolName, type ToolCall } from '../tool-call.ts';
import { argumentsIn, given, standardTool, textIn, type Dialect } from './dialect.ts';

/** Cursor: https://cursor.com/docs/agent/hooks. Shell commands, tools of MCP servers and all other tools have events of their own. */
export const cursor: Dialect = {
  facts: 'cursor',
  read(input) {
    const event = textIn(input, 'hook_event_name');
    const tool = event === undefined ? null : toolIn(event, input);
    if (event === undefined || tool === null) return null;
    return {
      tool,
      agent: {},
      session: given({
        id: textIn(input, 'conversation_id', 'session_id'),
        cwd: textIn(input, 'cwd') ?? firstRoot(input),
      }),
      host: { name: 'cursor', ...given({ version: textIn(input, 'cursor_version') }), event },
      human: {},
    };
  },
  write({ answer, reason }) {
    // Silence counts as a failed hook. `allow` is the usual way: the permissions of the user still hold.
    if (answer === 'none') return { permission: 'allow' };
    return { permission: answer === 'ask' ? 'ask' : 'deny', user_message: reason, agent_message: reason };
  },
};

/** Events about tools of MCP servers have no working directory. */
function firstRoot(input: JsonObject): string | undefined {
  const roots = ownValue(input, 'workspace_roots');
  const [first] = Array.isArray(roots) ? roots : [];
  return typeof first === 'string' ? first : undefined;
}

function toolIn(event: string, input: JsonObject): ToolCall['tool'] | null {
  switch (event) {
    case 'beforeShellExecution': {
      const command = ownValue(input, 'command');
      return typeof command !== 'string' ? null : { name: 'Bash', native: 'Shell', args: { command } };
    }
    case 'beforeReadFile': {
      const file = textIn(input, 'file_path');
      return file === undefined ? null : { name: 'Read', native: 'Read', args: { file_path: file } };
    }
    case 'beforeMCPExecution': {
      // `command` and `url` say how the server is reached, and are no arguments of the tool.
      const tool = textIn(input, 'tool_name');
      return tool === undefined ? null : mcpTool(tool, input);
    }
    case 'preToolUse': {
      const native = textIn(input, 'tool_name');
      if (native === undefined) return null;
      if (/^MCP:/i.test(native)) return mcpTool(native.slice(4), input, native);
      const args = argumentsIn(ownValue(input, 'tool_input'));
      return args === null ? null : standardTool(native, toolOf('cursor', native), args);
    }
    default:
      return null;
  }
}

function mcpTool(tool: string, input: JsonObject, native = tool): ToolCall['tool'] | null {
  const args = argumentsIn(ownValue(input, 'tool_input'));
  if (args === null || tool === '') return null;
  const server = textIn(input, 'mcp_server_name', 'mcp_server', 'server_name', 'server');
  // A tool may be called like one of another server.
  return standardTool(native, { name: mcpToolName(server, tool), kind: 'mcp' }, args);
}
