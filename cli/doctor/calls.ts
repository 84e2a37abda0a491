import { canarySession } from '../../engine/index.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import { hostOf, supplies, type HookHostId, type HostTool } from '../../hosts/index.ts';
import type { CanaryCall } from './hook.ts';

const server = 'handrail-doctor';
const mcpTool = 'canary';

/** A file that is not there, and is never made. */
const canaryFile = 'handrail-doctor.txt';

/** The names under which hosts call a tool of an MCP server. */
const mcpNames: Readonly<Record<HookHostId, string>> = {
  'claude-code': `mcp__${server}__${mcpTool}`,
  codex: `mcp__${server}__${mcpTool}`,
  cursor: `MCP:${mcpTool}`,
  'copilot-cli': `${server}-${mcpTool}`,
  'copilot-cloud': `${server}-${mcpTool}`,
  gemini: `mcp_${server}_${mcpTool}`,
};

/** What agents do, by the standard names of tools; the first that a host has counts. The arguments have their standard names. */
const kindsOfCalls: { title: string; tools: readonly string[]; args: JsonObject }[] = [
  { title: 'shell command', tools: ['Bash'], args: { command: 'true # handrail-doctor' } },
  {
    title: 'edit of a file',
    tools: ['Edit', 'Write'],
    args: { file_path: canaryFile, old_string: 'a', new_string: 'b', content: 'b' },
  },
  { title: 'new file', tools: ['Write'], args: { file_path: canaryFile, content: 'a' } },
  { title: 'reading a file', tools: ['Read'], args: { file_path: canaryFile } },
  { title: 'fetching a page', tools: ['WebFetch'], args: { url: 'https://handrail-doctor.invalid/', prompt: 'none' } },
  { title: 'starting a sub-agent', tools: ['Agent'], args: { description: 'none', prompt: 'none' } },
];

/** Calls of all kinds that a host tells apart, none of which is ever made. @param run an id of this run */
export function canaryCalls(host: HookHostId, run: string): CanaryCall[] {
  const session = (() => {
    let count = 0;
    return () => canarySession(`${run}-${++count}`);
  })();
  const own = kindsOfCalls.flatMap(({ title, tools, args }): CanaryCall[] => {
    const [found] = tools.flatMap(name => nativeTool(host, name));
    return found === undefined ? [] : [{ title, session: session(), ...found, args: nativeArgs(found.facts, args) }];
  });
  const mcp: CanaryCall = {
    title: 'tool of an MCP server',
    session: session(),
    kind: 'mcp',
    tool: mcpNames[host],
    args: { text: 'handrail-doctor' },
    mcp: { server, tool: mcpTool },
  };
  const [shell] = own;
  if (shell === undefined) return [mcp];
  const agent = { id: 'handrail-doctor', type: 'general-purpose' };
  const alone = lonelyMode(host);
  return [
    ...own,
    mcp,
    ...(supplies(host, 'agent.id')
      ? [{ ...shell, title: `${shell.title} of a sub-agent`, session: session(), agent }]
      : []),
    ...(alone === null
      ? []
      : [{ ...shell, title: `${shell.title} without a person (\`${alone}\`)`, session: session(), mode: alone }]),
  ];
}

function nativeTool(host: HookHostId, name: string): (Pick<CanaryCall, 'tool' | 'kind'> & { facts: HostTool })[] {
  const found = Object.entries(hostOf(host).tools).find(([, facts]) => facts.name === name);
  return found === undefined ? [] : [{ tool: found[0], kind: found[1].kind, facts: found[1] }];
}

/** Arguments by the host's own names. A tool that takes a patch gets one. */
function nativeArgs({ args: names = {} }: HostTool, args: JsonObject): JsonObject {
  const own = Object.entries(names);
  const patch = own.find(([, standard]) => standard === 'patch');
  if (patch !== undefined) {
    return { [patch[0]]: `*** Begin Patch\n*** Update File: ${canaryFile}\n@@\n-a\n+b\n*** End Patch\n` };
  }
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [own.find(([, standard]) => standard === key)?.[0] ?? key, value]),
  );
}

/** The mode in which the host goes furthest without asking a person; null if its events do not say the mode. */
function lonelyMode(host: HookHostId): string | null {
  if (!supplies(host, 'session.mode')) return null;
  const { modesWithoutAsking: modes = [] } = hostOf(host);
  return modes.includes('auto') ? 'auto' : 'bypassPermissions';
}
