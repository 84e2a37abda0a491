import { aiSdk } from './ai-sdk.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import { copilotCli } from './copilot-cli.ts';
import { copilotCloud } from './copilot-cloud.ts';
import { cursor } from './cursor.ts';
import { gemini } from './gemini.ts';
import type { Effect, Host, HostAnswer, HostFailure, HostId, HostTool, ToolKind } from './host.ts';
import { langchain } from './langchain.ts';
import { openaiAgents } from './openai-agents.ts';
import { kindOf, mcpTool, standardNames } from './vocabulary.ts';
import { vscode } from './vscode.ts';

export * from './host.ts';
export { standardNames };
export { failClosed } from './fail-closed.ts';

/** What is known about each host, in the order of `hostIds`. */
export const hosts: readonly Host[] = [
  claudeCode,
  cursor,
  codex,
  copilotCli,
  copilotCloud,
  gemini,
  vscode,
  langchain,
  openaiAgents,
  aiSdk,
];

const byId = Object.fromEntries(hosts.map(host => [host.id, host])) as Record<HostId, Host>;

export function hostOf(id: HostId): Host {
  return byId[id];
}

/**
 * What a host does with a call after an answer of the gate at one of its events. An event about which nothing is known counts as one that the host
 * does not have: the call goes its usual way.
 */
export function effectOf(host: HostId, event: string, answer: HostAnswer, tool: ToolKind): Effect {
  const effect = eventOf(host, event)?.answers[answer] ?? 'usual';
  return typeof effect === 'string' ? effect : (effect[tool] ?? 'usual');
}

/** What a host does with a call when the gate fails; null if it cannot fail like that there. @param guarded false without the host's `guard` */
export function failureOf(host: HostId, event: string, failure: HostFailure, guarded = true): Effect | null {
  const facts = eventOf(host, event);
  if (facts === undefined) return 'usual';
  return (guarded ? undefined : facts.unguarded?.[failure]) ?? facts.failures[failure] ?? null;
}

function eventOf(host: HostId, event: string) {
  return byId[host].events.find(({ name }) => name === event);
}

/** True if the tool does not run without a person's consent. */
export function holds(effect: Effect): boolean {
  return effect === 'blocks' || effect === 'asks' || effect === 'ends';
}

/** True if a host asks a person about a call of a tool of this kind, at an event at which an export installs the gate. */
export function canAsk(host: HostId, tool: ToolKind): boolean {
  return byId[host].events.some(
    ({ name, tools }) => tools.includes(tool) && effectOf(host, name, 'ask', tool) === 'asks',
  );
}

/** True if a host fills a path of the standard document, part of it (`tool.args.command`), or anything below it (`tool`). */
export function supplies(host: HostId, signalPath: string): boolean {
  return byId[host].signals.some(
    filled => filled === signalPath || signalPath.startsWith(`${filled}.`) || filled.startsWith(`${signalPath}.`),
  );
}

/** The tool that a host calls by this name. An unknown name stays as it is, with the kind `other`. */
export function toolOf(host: HostId, nativeName: string): HostTool {
  const { tools } = byId[host];
  if (Object.hasOwn(tools, nativeName)) return tools[nativeName] as HostTool;
  return mcpToolOf(host, nativeName) ?? { name: nativeName, kind: kindOf(nativeName) };
}

/** A tool of an MCP server in the spelling of a host other than `mcp__SERVER__TOOL`; null if the name is not one. */
function mcpToolOf(host: HostId, nativeName: string): HostTool | null {
  // Cursor: `MCP:TOOL`. Gemini: `mcp_SERVER_TOOL`, in which a server's name ends at the first `_`, as its own parser reads it.
  if (host === 'cursor') {
    const [, tool] = /^MCP:(.+)$/.exec(nativeName) ?? [];
    return tool === undefined ? null : mcpTool(tool);
  }
  if (host === 'gemini') {
    const [, server, tool] = /^mcp_([^_]+)_(.+)$/.exec(nativeName) ?? [];
    return tool === undefined ? null : mcpTool(tool, server);
  }
  return null;
}
