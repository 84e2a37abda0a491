import { isJsonObject, type Json, type JsonObject } from '../../../engine/model/json.ts';
import type { Start } from '../process.ts';
import type { CanaryEvent, InstalledHook } from '../hook.ts';

/** The objects in a list; none if it is no list. */
export function objectsIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberIn(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function textsIn(value: Json | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : undefined;
}

/** An object of lists, by the names of events. */
export function listsIn(value: Json | undefined): [event: string, entries: JsonObject[]][] {
  return isJsonObject(value ?? null)
    ? Object.entries(value as JsonObject).map(([event, entries]) => [event, objectsIn(entries)])
    : [];
}

/** The entries of hooks that stand in groups with a matcher, as Claude Code, Codex and Gemini CLI have them. */
export function groupedEntries(
  hooks: Json | undefined,
): { event: string; matcher: Json | undefined; entry: JsonObject }[] {
  return listsIn(hooks).flatMap(([event, groups]) =>
    groups.flatMap(group => objectsIn(group['hooks']).map(entry => ({ event, matcher: group['matcher'], entry }))),
  );
}

/** Matchers of Claude Code and Codex: nothing or `*` for all tools, names joined with `|`, or else a pattern that may match anywhere. */
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

/** Starts a command line in a shell, with the event on standard input. */
export function inShell(
  shell: 'sh' | 'bash',
  hook: InstalledHook,
  { input }: CanaryEvent,
  cwd: string,
  env: Record<string, string> = {},
): Start {
  return {
    file: shell,
    args: ['-c', hook.command],
    cwd,
    env: { ...env, ...hook.env },
    input: JSON.stringify(input),
    timeoutMs: hook.timeoutMs,
  };
}

/** The value of an object with texts only. */
export function environmentIn(value: Json | undefined): Record<string, string> | undefined {
  if (value === undefined || !isJsonObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}
