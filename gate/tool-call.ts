import type { Json, JsonObject } from '../engine/model/json.ts';

/** A call of a tool, whichever host it is made in: the input that rules decide on. A host leaves out what it does not know. */
export interface ToolCall {
  tool: {
    /** In the standard vocabulary: `Bash`, `Read`, `Write`, `Edit`, `WebFetch`, `mcp__SERVER__TOOL`, or the host's own name. */
    name: string;
    /** The host's own name. */
    native: string;
    /** The MCP server of the tool. */
    server?: string;
    args: JsonObject;
  };
  agent: { id?: string; type?: string; depth?: number };
  session: { id?: string; mode?: string; cwd?: string };
  host: { name: string; version?: string; event: string };
  human: { present?: boolean };
}

/** The input of a decision: a plain JSON document without empty parts. */
export function inputOf(call: ToolCall): Json {
  return JSON.parse(JSON.stringify(call)) as Json;
}

const mcpName = /^mcp__(?<server>.+?)__(?<tool>.+)$/;

/** The standard name of a tool of an MCP server. */
export function mcpToolName(server: string | undefined, tool: string): string {
  return `mcp__${server ?? 'unknown'}__${tool}`;
}

/** The server in a standard name; undefined if it is no tool of an MCP server, or if its server is not known. */
export function serverOf(name: string): string | undefined {
  const server = mcpName.exec(name)?.groups?.['server'];
  return server === 'unknown' ? undefined : server;
}
