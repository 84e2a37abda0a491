import { readFileSync } from 'node:fs';
import path from 'node:path';
import { usual } from '../outcome.ts';
import { asObject, objectIn, textOf } from './process.ts';
import { matchesNames, shell, type StandIn } from './stand-in.ts';

interface Config {
  hooks?: Record<string, { matcher?: string; hooks: { type: string; command: string; timeout?: number }[] }[]>;
}

/** Names that matchers accept beside the tool's own. */
const aliases: Record<string, readonly string[]> = { apply_patch: ['Write', 'Edit'], spawn_agent: ['Agent'] };

/** Plays Codex 0.163, by its source (`codex-rs/hooks`), for hooks that a person has trusted. */
export const codex: StandIn = {
  events({ tool, args = {}, mcp, agent, mode = 'default' }, root) {
    const name = mcp === undefined ? tool : `mcp__${mcp.server}__${mcp.tool}`;
    const input = {
      session_id: 'session',
      turn_id: 'turn',
      ...(agent === undefined ? {} : { agent_id: agent.id, agent_type: agent.type }),
      transcript_path: null,
      cwd: root,
      hook_event_name: 'PreToolUse',
      model: 'model',
      permission_mode: mode,
      tool_name: name,
      tool_input: args,
      tool_use_id: 'call',
    };
    return [{ name: 'PreToolUse', subjects: [name, ...(aliases[name] ?? [])], input }];
  },

  hooks(root, { name, subjects }) {
    const { hooks = {} } = JSON.parse(readFileSync(path.join(root, '.codex', 'hooks.json'), 'utf8')) as Config;
    return (hooks[name] ?? [])
      .filter(({ matcher }) => matchesNames(matcher, subjects))
      .flatMap(group => group.hooks)
      .filter(({ type, command }) => type === 'command' && command.trim() !== '')
      .map(({ command, timeout = 600 }) => ({ command, timeoutMs: Math.max(1, timeout) * 1000, failClosed: false }));
  },

  start: (hook, { input }, root) => shell(hook, JSON.stringify(input), root),

  read({ code, stdout, stderr, timedOut, error }) {
    if (error !== null || timedOut) return usual;
    // Without a reason, the hook has failed, and the call proceeds.
    if (code === 2) return stderr.trim() === '' ? usual : { effect: 'blocks', reason: stderr.trim() };
    const answer = code === 0 ? objectIn(stdout) : null;
    if (answer === null || answer['continue'] === false) return usual;
    if (answer['stopReason'] !== undefined || answer['suppressOutput'] === true) return usual;
    const output = asObject(answer['hookSpecificOutput']);
    const isNew =
      output !== null &&
      ['permissionDecision', 'permissionDecisionReason', 'updatedInput'].some(key => Object.hasOwn(output, key));
    const denies = isNew ? output['permissionDecision'] === 'deny' : answer['decision'] === 'block';
    const reason = textOf(isNew ? output['permissionDecisionReason'] : answer['reason']);
    return denies && reason !== '' ? { effect: 'blocks', reason } : usual;
  },
};
