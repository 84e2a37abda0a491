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
  for (const [key, value] of Object.entries(given)) {
    const standard = Object.hasOwn(names, key) ? (names[key] as string) : key;
    // An argument that already has the standard name is the one that counts.
    if (standard !== key && Object.hasOwn(given, standard)) setOwn(args, key, value);
    else setOwn(args, standard, value);
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

/** A command given as a list of words, as text: `["bash", "-lc", "git push"]` is `git push`. */
function commandText(words: readonly Json[]): string {
  const texts = words.map(word => (typeof word === 'string' ? word : JSON.stringify(word)));
  const [program = '', option = '', script] = texts;
  const isShell = /(?:^|[\\/])(?:ba|z|da|k)?sh(?:\.exe)?$|(?:^|[\\/])(?:pwsh|powershell|cmd)(?:\.exe)?$/i.test(program);
  if (isShell && script !== undefined && texts.length === 3 && /^(?:-\w*c|-command|\/c)$/i.test(option)) return script;
  return texts
    .map(text => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
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
