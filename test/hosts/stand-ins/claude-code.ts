import { readFileSync } from 'node:fs';
import path from 'node:path';
import { usual, type Outcome } from '../outcome.ts';
import { asObject, objectIn, textOf } from './process.ts';
import { matchesNames, shell, type Hook, type StandIn } from './stand-in.ts';

interface Settings {
  disableAllHooks?: boolean;
  hooks?: Record<string, { matcher?: string; hooks: Entry[] }[]>;
}

interface Entry {
  type: string;
  command: string;
  args?: string[];
  if?: string;
  timeout?: number;
  onFailure?: 'continue' | 'block';
}

/** Modes in which `ask` is reported not to reach a person, or not documented to. */
const silentModes = ['auto', 'bypassPermissions', 'dontAsk'];

/** Plays Claude Code 2.1.332, by the types of its SDK and its documentation. */
export const claudeCode: StandIn = {
  events({ tool, args = {}, mcp, agent, mode = 'default' }, root) {
    const name = mcp === undefined ? tool : `mcp__${mcp.server}__${mcp.tool}`;
    const input = {
      session_id: 'session',
      transcript_path: path.join(root, 'transcript.jsonl'),
      cwd: root,
      permission_mode: mode,
      hook_event_name: 'PreToolUse',
      tool_name: name,
      tool_input: args,
      tool_use_id: 'call',
      ...(agent === undefined ? {} : { agent_id: agent.id, agent_type: agent.type }),
      ...(mcp === undefined ? {} : { mcp_server: { name: mcp.server, source: 'project' } }),
    };
    return [{ name: 'PreToolUse', subjects: [name], input }];
  },

  hooks(root, { name, subjects }) {
    const settings = JSON.parse(readFileSync(path.join(root, '.claude', 'settings.json'), 'utf8')) as Settings;
    if (settings.disableAllHooks === true) return [];
    const groups = settings.hooks?.[name] ?? [];
    return groups.filter(({ matcher }) => matchesNames(matcher, subjects)).flatMap(({ hooks }) => hooks.map(hookOf));
  },

  start(hook, { input }, root) {
    const text = JSON.stringify(input);
    if (hook.args === undefined) return shell(hook, text, root, { CLAUDE_PROJECT_DIR: root });
    const filled = hook.args.map(arg => arg.replaceAll('${CLAUDE_PROJECT_DIR}', root));
    const env = { CLAUDE_PROJECT_DIR: root };
    return { file: hook.command, args: filled, cwd: root, env, input: text, timeoutMs: hook.timeoutMs };
  },

  read({ code, stdout, stderr, timedOut, error }, { failClosed }, { name }, { mcp, mode }) {
    const failed = (reason: string): Outcome => (failClosed ? { effect: 'blocks', reason } : usual);
    if (error !== null || timedOut) return failed(error ?? 'The hook timed out.');
    if (code === 2) return { effect: 'blocks', reason: stderr.trim() };
    if (code !== 0) return failed(stderr.trim());
    // Other text than JSON goes to the transcript.
    if (!stdout.trim().startsWith('{')) return usual;
    const answer = objectIn(stdout);
    if (answer === null) return failed('The hook printed invalid JSON.');
    if (answer['continue'] === false) return { effect: 'ends', reason: textOf(answer['stopReason']) };
    const output = asObject(answer['hookSpecificOutput']);
    if (output === null)
      return answer['decision'] === 'block' ? { effect: 'blocks', reason: textOf(answer['reason']) } : usual;
    if (output['hookEventName'] !== name) return failed('The answer is to another event.');
    const reason = textOf(output['permissionDecisionReason']);
    switch (output['permissionDecision']) {
      case undefined:
        return usual;
      case 'allow':
        return { effect: 'runs', reason };
      case 'deny':
        return { effect: 'blocks', reason };
      case 'ask':
        return mcp !== undefined || silentModes.includes(mode ?? 'default') ? usual : { effect: 'asks', reason };
      default:
        return failed('The answer has an unknown decision.');
    }
  },
};

function hookOf({ type, command, args, if: condition, timeout = 600, onFailure }: Entry): Hook {
  if (type !== 'command' || condition !== undefined)
    throw new Error('The stand-in of Claude Code knows neither `if` nor other hooks than commands.');
  return {
    command,
    ...(args === undefined ? {} : { args }),
    timeoutMs: timeout * 1000,
    failClosed: onFailure === 'block',
  };
}
