import type { HostTool, ToolKind } from './host.ts';

/** The standard names of tools, those of Claude Code, and their kinds. */
const standardTools: Readonly<Record<string, ToolKind>> = {
  Bash: 'shell',
  Read: 'file',
  Write: 'file',
  Edit: 'file',
  NotebookEdit: 'file',
  Delete: 'file',
  Glob: 'file',
  Grep: 'file',
  LS: 'file',
  WebFetch: 'web',
  WebSearch: 'web',
  Agent: 'agent',
};

/** A tool with a standard name. @param args standard names of arguments, by the host's */
export function standard(name: string, args?: HostTool['args']): HostTool {
  const kind = kindOf(name);
  return args === undefined ? { name, kind } : { name, kind, args };
}

/** The kind of a tool with a standard name; `other` for any other name. */
export function kindOf(name: string): ToolKind {
  if (name.startsWith('mcp__')) return 'mcp';
  return Object.hasOwn(standardTools, name) ? (standardTools[name] as ToolKind) : 'other';
}

/** The standard name of a tool of an MCP server. */
export function mcpTool(tool: string, server = 'unknown'): HostTool {
  return { name: `mcp__${server}__${tool}`, kind: 'mcp' };
}

/** The tools with standard names, by kind; none for tools of MCP servers, whose names begin with `mcp__`, and for `other`. */
export function standardNames(kind: ToolKind): string[] {
  return Object.entries(standardTools).flatMap(([name, each]) => (each === kind ? [name] : []));
}
