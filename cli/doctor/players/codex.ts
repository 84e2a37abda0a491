import { toolOf } from '../../../hosts/index.ts';
import type { InstalledHook, Player } from '../hook.ts';
import { groupedEntries, inShell, matchesNames, numberIn, textIn } from './parts.ts';

/** Codex, as if a person had trusted its hooks: https://developers.openai.com/codex/hooks. */
export const codex: Player = {
  host: 'codex',

  read(file, config) {
    const hooks = groupedEntries(config['hooks']).flatMap(({ event, matcher, entry }): InstalledHook[] => {
      const command = textIn(entry['command']);
      if (command === undefined || command.trim() === '') return [];
      const timeoutMs = Math.max(1, numberIn(entry['timeout']) ?? 600) * 1000;
      const obstacle =
        entry['type'] !== 'command'
          ? 'has not the type `command`'
          : entry['async'] === true
            ? 'is `async`, so the host does not wait for its answer'
            : null;
      return [{ file, event, matcher, command, timeoutMs, guarded: null, obstacle }];
    });
    return { hooks, off: null };
  },

  events({ session, tool, args, agent, mode = 'default' }, root) {
    const input = {
      session_id: session,
      turn_id: session,
      ...(agent === undefined ? {} : { agent_id: agent.id, agent_type: agent.type }),
      transcript_path: null,
      cwd: root,
      hook_event_name: 'PreToolUse',
      model: 'handrail-doctor',
      permission_mode: mode,
      tool_name: tool,
      tool_input: args,
      tool_use_id: session,
    };
    // Matchers accept the standard names too; a patch counts as both kinds of edits.
    const { name } = toolOf('codex', tool);
    const subjects = [...new Set([tool, name, ...(name === 'Edit' ? ['Write'] : [])])];
    return [{ name: 'PreToolUse', subjects, input }];
  },

  matches: ({ matcher }, { subjects }) => matchesNames(matcher, subjects),
  start: (hook, event, { root }) => inShell('sh', hook, event, root),
};
