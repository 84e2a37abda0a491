import type { Outcome } from '../outcome.ts';
import type { Ran, Start } from './process.ts';

/** A call of a tool, as an agent of the host makes it. */
export interface Call {
  /** The host's own name of the tool. */
  tool: string;
  args?: Record<string, unknown>;
  /** The server and its own name of the tool, if it is one of an MCP server. */
  mcp?: { server: string; tool: string };
  /** The sub-agent that makes the call. */
  agent?: { id: string; type: string };
  /** The permission mode of the session. */
  mode?: string;
}

/** A hook as the configuration has it. */
export interface Hook {
  command: string;
  /** With arguments, `command` is a program that is started without a shell. */
  args?: readonly string[];
  timeoutMs: number;
  /** The host's switch for failing closed. */
  failClosed: boolean;
  /** Below the root of the repository. */
  cwd?: string;
  env?: Record<string, string>;
}

/** An event about which a host asks its hooks. */
export interface HostEvent {
  name: string;
  /** What matchers are compared with. */
  subjects: readonly string[];
  input: Record<string, unknown>;
}

/** Plays what a host documents, or shows in its code, about its hooks. It is no host: it knows what its sources say. */
export interface StandIn {
  /** The events of a call, in order. */
  events(call: Call, root: string): HostEvent[];
  /** The hooks that the files below a folder have for an event. */
  hooks(root: string, event: HostEvent): Hook[];
  start(hook: Hook, event: HostEvent, root: string): Start;
  read(ran: Ran, hook: Hook, event: HostEvent, call: Call): Outcome;
}

/** Matchers of Claude Code and Codex: `*` or nothing for all tools, names joined with `|`, or else a pattern. */
export function matchesNames(matcher: unknown, subjects: readonly string[]): boolean {
  if (matcher === undefined || matcher === '' || matcher === '*') return true;
  if (typeof matcher !== 'string') return false;
  if (/^[\w|]+$/.test(matcher)) return matcher.split('|').some(name => subjects.includes(name));
  return matchesPattern(matcher, subjects);
}

/** False if the pattern is invalid. */
export function matchesPattern(pattern: string, subjects: readonly string[]): boolean {
  try {
    const compiled = new RegExp(pattern);
    return subjects.some(subject => compiled.test(subject));
  } catch {
    return false;
  }
}

/** A command line for a shell. */
export function shell(hook: Hook, input: string, root: string, env: Record<string, string> = {}): Start {
  return {
    file: 'sh',
    args: ['-c', hook.command],
    cwd: root,
    env: { ...env, ...hook.env },
    input,
    timeoutMs: hook.timeoutMs,
  };
}
