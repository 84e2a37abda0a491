import { ownValue, setOwn, type Json, type JsonObject, isJsonObject } from '../../engine/model/json.ts';
import type { HookHostId, HostAnswer, HostTool } from '../../hosts/index.ts';
import { serverOf, type ToolCall } from '../tool-call.ts';

/** What the gate says to a host. */
export interface GateAnswer {
  answer: Exclude<HostAnswer, 'allow'>;
  /** For the agent and for the person who is asked; empty if the answer is `none`. */
  reason: string;
}

/** How a host speaks with a hook. */
export interface Dialect {
  /** The host in `hosts/` whose facts hold. */
  facts: HookHostId;
  /** @returns the call, or null if this is no event about a call of a tool in this host */
  read(event: JsonObject): ToolCall | null;
  /** @returns what goes to standard output: one JSON object, or nothing */
  write(answer: GateAnswer, event: string): JsonObject | null;
}

/** A text in an event; undefined if there is none, or an empty one. */
export function textIn(event: JsonObject, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = ownValue(event, key);
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/**
 * The arguments of a call: an object, or JSON text of one.
 * @returns null if they are anything else
 */
export function argumentsIn(value: Json | undefined): JsonObject | null {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string') return isJsonObject(value) ? value : null;
  if (value.trim() === '') return {};
  try {
    const parsed = JSON.parse(value) as Json;
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** A tool with its arguments under their standard names. The command of a shell is one text, however the host passes it. */
export function standardTool(
  native: string,
  { name, kind, args: names = {} }: HostTool,
  given: JsonObject,
): ToolCall['tool'] {
  const args: JsonObject = {};
  const standardOf = (key: string): string => (Object.hasOwn(names, key) ? (names[key] as string) : key);
  for (const [key, value] of Object.entries(given)) {
    // The host reads its own name of an argument, whatever else is there.
    const isShadowed =
      standardOf(key) === key && Object.keys(given).some(other => other !== key && standardOf(other) === key);
    if (!isShadowed) setOwn(args, standardOf(key), value);
  }
  if (kind === 'shell' && Array.isArray(args['command'])) args['command'] = commandText(args['command']);
  if (typeof args['patch'] === 'string' && args['file_path'] === undefined) {
    const [file, ...others] = filesInPatch(args['patch']);
    if (file !== undefined && others.length === 0) args['file_path'] = file;
  }
  const server = serverOf(name);
  return { name, native, ...(server === undefined ? {} : { server }), args };
}

/** The files that a patch in the format of `apply_patch` names. */
function filesInPatch(patch: string): string[] {
  const named = patch.matchAll(/^\*\*\* (?:(?:Update|Add|Delete) File|Move to): (?<file>.+?)\s*$/gm);
  return [...new Set([...named].map(({ groups }) => groups?.['file'] ?? ''))];
}

const posixShell = /(?:^|[\\/])(?:ba|z|da|k|fi)?sh(?:\.exe)?$/i;
const windowsShell = /(?:^|[\\/])(?:pwsh|powershell|cmd)(?:\.exe)?$/i;

/** A command given as a list of words, as text: `["bash", "-lc", "git push"]` is `git push`. */
function commandText(words: readonly Json[]): string {
  const texts = words.map(word => (typeof word === 'string' ? word : JSON.stringify(word)));
  const [program = '', ...rest] = texts;
  const script = scriptOf(program, rest);
  if (script !== undefined) return script;
  return texts
    .map(text => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

/** What a shell runs, if the command is one; its further words are only arguments of that. */
function scriptOf(program: string, words: readonly string[]): string | undefined {
  if (posixShell.test(program)) {
    const options = words.findIndex(word => !/^[-+]/.test(word));
    const before = words.slice(0, options === -1 ? words.length : options);
    return before.some(word => /^-\w*c/.test(word)) ? words[before.length] : undefined;
  }
  if (!windowsShell.test(program)) return undefined;
  const at = words.findIndex(word => /^(?:-c(?:ommand)?|\/[ck])$/i.test(word));
  return at === -1 || at === words.length - 1 ? undefined : words.slice(at + 1).join(' ');
}

/** What most hosts read: the answer below `hookSpecificOutput`, in the words of Claude Code. */
export function permissionDecision(answer: 'ask' | 'deny', reason: string, event: string): JsonObject {
  return {
    hookSpecificOutput: { hookEventName: event, permissionDecision: answer, permissionDecisionReason: reason },
  };
}

/** An object without the keys whose values are undefined. */
export function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}
