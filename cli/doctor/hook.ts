import type { JsonObject } from '../../engine/model/json.ts';
import type { HookHostId, ToolKind } from '../../hosts/index.ts';
import type { Start } from './process.ts';

/** A call that nobody made, sent to see whether it reaches the gate. */
export interface CanaryCall {
  /** In words, such as `shell command`. */
  title: string;
  session: string;
  kind: ToolKind;
  /** The host's own name of the tool. */
  tool: string;
  args: JsonObject;
  /** The server and its own name of the tool, if it is one of an MCP server. */
  mcp?: { server: string; tool: string };
  /** The sub-agent that makes it. */
  agent?: { id: string; type: string };
  mode?: string;
}

/** A hook as a configuration file has it. */
export interface InstalledHook {
  /** The file, relative to the repository. */
  file: string;
  event: string;
  matcher: unknown;
  command: string;
  /** With arguments, `command` is a program that is started without a shell. */
  args?: readonly string[];
  timeoutMs: number;
  /** True if the host's switch for failing closed is on; null if it has none on a hook. */
  guarded: boolean | null;
  /** Below the root of the repository. */
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  /** Why the host does not run it for every call that it matches, as a sentence without a subject; null if it does. */
  obstacle: string | null;
}

/** The hooks of a configuration file. */
export interface ReadHooks {
  hooks: InstalledHook[];
  /** Why the host runs none of them, as a sentence; null if it runs them. */
  off: string | null;
}

/** An event about which a host asks its hooks. */
export interface CanaryEvent {
  name: string;
  /** What matchers are compared with. */
  subjects: readonly string[];
  input: JsonObject;
}

/** Where a hook runs. */
export interface Place {
  root: string;
  /** The plugin that it belongs to, as an absolute path; null if it belongs to none. */
  plugin: string | null;
}

/** How a host finds and starts its hooks: what it documents, or shows in its code. Facts about its answers and failures are in `hosts/`. */
export interface Player {
  host: HookHostId;
  read: (file: string, config: JsonObject) => ReadHooks;
  /** The events of a call, in order. */
  events: (call: CanaryCall, root: string) => CanaryEvent[];
  matches: (hook: InstalledHook, event: CanaryEvent) => boolean;
  start: (hook: InstalledHook, event: CanaryEvent, place: Place) => Start;
}

/** True if a hook is meant to run a gate, whether or not it does. */
export function isForGate({ command, args = [] }: Pick<InstalledHook, 'command' | 'args'>): boolean {
  return mentionsGate([command, ...args].join(' '));
}

export function mentionsGate(text: string): boolean {
  return /handrail|gate\.mjs/i.test(text);
}
