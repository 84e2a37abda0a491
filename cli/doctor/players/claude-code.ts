import path from 'node:path';
import type { JsonObject } from '../../../engine/model/json.ts';
import type { InstalledHook, Player } from '../hook.ts';
import { groupedEntries, inShell, matchesNames, numberIn, textIn, textsIn } from './parts.ts';

/** Claude Code, and plugins that are installed in it: https://code.claude.com/docs/en/hooks. */
export const claudeCode: Player = {
  host: 'claude-code',

  read(file, config) {
    const hooks = groupedEntries(config['hooks']).flatMap(({ event, matcher, entry }): InstalledHook[] => {
      const command = textIn(entry['command']);
      const args = textsIn(entry['args']);
      if (command === undefined) return [];
      return [
        {
          file,
          event,
          matcher,
          command,
          ...(args === undefined ? {} : { args }),
          timeoutMs: (numberIn(entry['timeout']) ?? 600) * 1000,
          guarded: entry['onFailure'] === 'block',
          obstacle: obstacleOf(entry),
        },
      ];
    });
    return { hooks, off: config['disableAllHooks'] === true ? '`disableAllHooks` switches all hooks off.' : null };
  },

  events({ session, tool, args, mcp, agent, mode = 'default' }, root) {
    const input = {
      session_id: session,
      transcript_path: path.join(root, 'transcript.jsonl'),
      cwd: root,
      permission_mode: mode,
      hook_event_name: 'PreToolUse',
      tool_name: tool,
      tool_input: args,
      tool_use_id: session,
      ...(agent === undefined ? {} : { agent_id: agent.id, agent_type: agent.type }),
      ...(mcp === undefined ? {} : { mcp_server: { name: mcp.server, source: 'project' } }),
    };
    return [{ name: 'PreToolUse', subjects: [tool], input }];
  },

  matches: ({ matcher }, { subjects }) => matchesNames(matcher, subjects),

  start(hook, event, { root, plugin }) {
    const env = { CLAUDE_PROJECT_DIR: root, ...(plugin === null ? {} : { CLAUDE_PLUGIN_ROOT: plugin }) };
    const fill = (text: string) =>
      Object.entries(env).reduce((filled, [name, value]) => filled.replaceAll(`\${${name}}`, () => value), text);
    if (hook.args === undefined) return inShell('sh', { ...hook, command: fill(hook.command) }, event, root, env);
    const input = JSON.stringify(event.input);
    return {
      file: fill(hook.command),
      args: hook.args.map(fill),
      cwd: root,
      env,
      input,
      timeoutMs: hook.timeoutMs,
    };
  },
};

function obstacleOf(entry: JsonObject): string | null {
  if (entry['type'] !== 'command') return 'has not the type `command`';
  if (entry['if'] !== undefined) return 'has an `if`, which leaves calls out';
  return entry['async'] === true ? 'is `async`, so the host does not wait for its answer' : null;
}
