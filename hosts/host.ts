/** The programs in which agents run their tools, and the versions of them in which rules are enforced in different ways. */
export const hostIds = [
  'claude-code',
  'cursor',
  'codex',
  'copilot-cli',
  'copilot-cloud',
  'gemini',
  'vscode',
  'langchain',
  'openai-agents',
  'ai-sdk',
] as const;
export type HostId = (typeof hostIds)[number];

/** Hosts that run a command for each call of a tool: those that the gate file serves. */
export const hookHostIds = ['claude-code', 'cursor', 'codex', 'copilot-cli', 'copilot-cloud', 'gemini'] as const;
export type HookHostId = (typeof hookHostIds)[number];

/** What a gate can answer a host. `none`: nothing, so that the host goes its usual way. */
export const answers = ['none', 'allow', 'ask', 'deny', 'stop'] as const;
export type HostAnswer = (typeof answers)[number];

/** What can go wrong with a gate. */
export const failures = [
  /** A command is killed by a signal; code throws. */
  'crash',
  /** A command ends with code 1 and no output. */
  'exit-1',
  /** A command ends with code 2, no output, and a line on standard error: how the gate fails. */
  'exit-2',
  /** No answer within the time that the host waits; for code, none at all. */
  'timeout',
  /** A command prints nothing and ends with code 0; code returns `undefined`. */
  'empty-output',
  /** A command prints half a JSON object and ends with code 0; code returns a word that the host does not know. */
  'broken-output',
  /** The program that the command runs does not exist; no gate is registered for the tool. */
  'gate-missing',
] as const;
export type HostFailure = (typeof failures)[number];

/**
 * What the host then does with the call: the tool does not run (`blocks`), a person is asked first (`asks`), the host goes its usual way, with its own
 * permissions (`usual`), or the tool runs (`runs`); `ends`: the tool does not run and the turn is over.
 */
export type Effect = 'blocks' | 'asks' | 'usual' | 'runs' | 'ends';

/** Kinds of tools that hosts treat differently. */
export const toolKinds = ['shell', 'file', 'web', 'mcp', 'agent', 'other'] as const;
export type ToolKind = (typeof toolKinds)[number];

/** Something that a host asks the gate about. */
export interface HostEvent {
  /** As the host names it, such as `PreToolUse`. */
  name: string;
  /** The kinds of tools for which an export installs the gate at this event. */
  tools: readonly ToolKind[];
  /** What the host does with each answer, by kind of tool if it makes a difference. */
  answers: Readonly<Record<HostAnswer, Effect | Partial<Record<ToolKind, Effect>>>>;
  /** With the configuration that the export writes. A failure is absent if it cannot happen there. */
  failures: Readonly<Partial<Record<HostFailure, Effect>>>;
  /** The failures that have another effect without the host's `guard`. */
  unguarded?: Readonly<Partial<Record<HostFailure, Effect>>>;
}

/** What a fact was taken from. */
export interface Source {
  /** `run`: run here against the shipped package; `package`: read in it; `code`: in its public source; `secondary`: what others report. */
  kind: 'run' | 'package' | 'code' | 'documentation' | 'issue' | 'secondary';
  /** A public name or address, such as `@google/gemini-cli-core 0.61.0` or `openai/codex #21753`. */
  where: string;
  /** What it says, in a sentence. */
  fact: string;
}

/** A tool of a host in the standard vocabulary. */
export interface HostTool {
  /** `Bash`, `Read`, `Write`, `Edit`, `WebFetch`, … */
  name: string;
  kind: ToolKind;
  /** Standard names of arguments, by the host's. Others keep their names. */
  args?: Readonly<Record<string, string>>;
}

export interface Host {
  id: HostId;
  title: string;
  /** The program that starts it on the command line, which prints its version with `--version`; absent if there is none. */
  program?: string;
  /** How rules get into its way: a command for each call, or code in the same process. */
  integration: 'hook' | 'code';
  /** The version whose behaviour is described, and the day on which it was read. */
  seen: { version: string; on: string };
  /** The least version with the switches that an export relies on; null if none is known. */
  atLeast: string | null;
  /** What an export writes so that a failing gate blocks, as a noun phrase; null if the host has nothing of that kind. */
  guard: string | null;
  /** How these facts are tested: against the shipped package, against a stand-in that plays the documented rule, or not at all. */
  tested: 'package' | 'stand-in' | 'no';
  /** The files in which a rule is enforced, relative to the repository. */
  files: readonly string[];
  events: readonly HostEvent[];
  /** Paths of the standard document (`tool.name`, `agent.id`, …) that the host fills. `tool.args` stands for all arguments. */
  signals: readonly string[];
  /** Values of `session.mode` in which the host is not known to ask a person, although a gate tells it to. */
  modesWithoutAsking?: readonly string[];
  /** Tools by the host's own name. */
  tools: Readonly<Record<string, HostTool>>;
  limits: {
    /** How long the host waits for a hook unless told otherwise, in milliseconds; null if it waits for ever. */
    timeoutMs: number | null;
    /** The unit in which its configuration states a timeout. */
    timeoutUnit: 'seconds' | 'milliseconds' | null;
  };
  /** Ways around the gate that no configuration closes, each a sentence. */
  gaps: readonly string[];
  sources: readonly Source[];
}
