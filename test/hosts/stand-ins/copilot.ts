import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { usual } from '../outcome.ts';
import { asObject, objectIn, textOf } from './process.ts';
import { matchesNames, matchesPattern, shell, type Hook, type HostEvent, type StandIn } from './stand-in.ts';

interface Config {
  version?: unknown;
  disableAllHooks?: boolean;
  hooks?: Record<string, Entry[]>;
}

interface Entry {
  type?: string;
  bash?: string;
  command?: string;
  exec?: string;
  args?: string[];
  matcher?: string;
  timeoutSec?: number;
  timeout?: number;
  cwd?: string;
  env?: Record<string, string>;
}

/** Names that hooks for `PreToolUse` see. */
const claudeNames: Record<string, string> = {
  bash: 'Bash',
  powershell: 'Bash',
  view: 'Read',
  create: 'Write',
  edit: 'Edit',
  str_replace_editor: 'Edit',
  apply_patch: 'Edit',
  grep: 'Grep',
  rg: 'Grep',
  glob: 'Glob',
  web_fetch: 'WebFetch',
  web_search: 'WebSearch',
  task: 'Agent',
};

/** Plays GitHub Copilot by the reference of its hooks, as of November 2026; only hooks in `.github/hooks`. */
function copilot({ isCloud }: { isCloud: boolean }): StandIn {
  // In the cloud, all permissions are granted beforehand.
  const unhindered = isCloud ? ({ effect: 'runs', reason: '' } as const) : usual;
  return {
    events({ tool, args = {} }, root) {
      const claudeName = claudeNames[tool] ?? tool;
      const own: HostEvent = {
        name: 'preToolUse',
        subjects: [tool],
        input: {
          sessionId: 'session',
          timestamp: 1_796_083_200_000,
          cwd: root,
          toolName: tool,
          toolArgs: JSON.stringify(args),
        },
      };
      const compatible: HostEvent = {
        name: 'PreToolUse',
        subjects: [tool, claudeName],
        input: {
          hook_event_name: 'PreToolUse',
          session_id: 'session',
          timestamp: '2026-12-01T00:00:00.000Z',
          cwd: root,
          tool_name: claudeName,
          tool_input: args,
        },
      };
      return [own, compatible];
    },

    hooks(root, { name, subjects }) {
      const folder = path.join(root, '.github', 'hooks');
      if (!existsSync(folder)) return [];
      const files = readdirSync(folder).filter(file => file.endsWith('.json'));
      const entries = files.toSorted().flatMap(file => {
        const config = objectIn(readFileSync(path.join(folder, file), 'utf8')) as Config | null;
        if (config === null || config.version !== 1 || config.disableAllHooks === true) return [];
        return config.hooks?.[name] ?? [];
      });
      const matches = ({ matcher }: Entry) =>
        name === 'PreToolUse'
          ? matchesNames(matcher, subjects)
          : matcher === undefined || matchesPattern(`^(?:${matcher})$`, subjects);
      return entries.filter(matches).flatMap(entry => hookOf(entry, isCloud));
    },

    start(hook, { input }, root) {
      const cwd = path.resolve(root, hook.cwd ?? '.');
      const text = JSON.stringify(input);
      if (hook.args === undefined) return shell(hook, text, cwd);
      return { file: hook.command, args: hook.args, cwd, env: hook.env ?? {}, input: text, timeoutMs: hook.timeoutMs };
    },

    read({ code, stdout, stderr, timedOut, error }, _hook, { name }) {
      if (timedOut) return unhindered;
      if (error !== null || code !== 0)
        return { effect: 'blocks', reason: code === 2 ? stderr.trim() : 'The hook failed.' };
      const lines = stdout.split('\n').filter(line => objectIn(line)?.['type'] !== 'progress');
      const answer = objectIn(lines.join('\n'));
      const nested = name === 'PreToolUse' ? asObject(answer?.['hookSpecificOutput']) : null;
      const output = nested ?? answer ?? {};
      const reason = textOf(output['permissionDecisionReason']);
      if (output['permissionDecision'] === 'allow') return { effect: 'runs', reason };
      if (output['permissionDecision'] === 'deny') return { effect: 'blocks', reason };
      if (output['permissionDecision'] === 'ask') return { effect: isCloud ? 'blocks' : 'asks', reason };
      return unhindered;
    },
  };
}

/** The cloud runs only entries with `bash` or `command`. */
function hookOf(
  { type = 'command', bash, command, exec, args = [], timeoutSec, timeout, cwd, env }: Entry,
  isCloud: boolean,
): Hook[] {
  if (type !== 'command') throw new Error('The stand-in of GitHub Copilot knows no other hooks than commands.');
  const rest = {
    timeoutMs: (timeoutSec ?? timeout ?? 30) * 1000,
    failClosed: false,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  };
  const line = bash ?? command;
  if (line !== undefined) return [{ command: line, ...rest }];
  return exec === undefined || isCloud ? [] : [{ command: exec, args, ...rest }];
}

export const copilotCli = copilot({ isCloud: false });
export const copilotCloud = copilot({ isCloud: true });
