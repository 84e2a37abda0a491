import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import type { InstalledHook, Player } from '../hook.ts';
import { environmentIn, groupedEntries, inShell, matchesPattern, numberIn, textIn, textsIn } from './parts.ts';

/** Gemini CLI in a folder that is trusted: https://geminicli.com/docs/hooks. */
export const gemini: Player = {
  host: 'gemini',

  read(file, config) {
    const all = objectIn(config['hooksConfig']);
    const disabled = textsIn(all['disabled']) ?? [];
    const hooks = groupedEntries(config['hooks']).flatMap(({ event, matcher, entry }): InstalledHook[] => {
      const command = textIn(entry['command']);
      if (command === undefined) return [];
      const env = environmentIn(entry['env']);
      const name = textIn(entry['name']) ?? command;
      const obstacle =
        entry['type'] !== 'command'
          ? 'has not the type `command`'
          : disabled.includes(name)
            ? `is switched off: \`hooksConfig.disabled\` names \`${name}\``
            : null;
      const timeoutMs = numberIn(entry['timeout']) ?? 60_000;
      return [
        { file, event, matcher, command, timeoutMs, guarded: null, ...(env === undefined ? {} : { env }), obstacle },
      ];
    });
    return { hooks, off: all['enabled'] === false ? '`hooksConfig.enabled` switches all hooks off.' : null };
  },

  events({ session, tool, args, mcp }, root) {
    const input = {
      session_id: session,
      transcript_path: '',
      cwd: root,
      hook_event_name: 'BeforeTool',
      timestamp: new Date().toISOString(),
      tool_name: tool,
      tool_input: args,
      ...(mcp === undefined ? {} : { mcp_context: { server_name: mcp.server, tool_name: mcp.tool } }),
    };
    return [{ name: 'BeforeTool', subjects: [tool], input }];
  },

  matches: ({ matcher = '' }, { subjects }) =>
    matcher === '' ||
    matcher === '*' ||
    (typeof matcher === 'string' && (matchesPattern(matcher, subjects) || subjects.includes(matcher))),

  start(hook, event, { root }) {
    // The host replaces its variables itself, quoted for the shell.
    const command = hook.command.replace(/\$(?:GEMINI_PROJECT_DIR|GEMINI_CWD|CLAUDE_PROJECT_DIR)\b/g, () =>
      quoted(root),
    );
    const env = { GEMINI_PROJECT_DIR: root, GEMINI_CWD: root, CLAUDE_PROJECT_DIR: root };
    return inShell('bash', { ...hook, command }, event, root, env);
  },
};

function objectIn(value: Json | undefined): Record<string, Json> {
  return value !== undefined && isJsonObject(value) ? value : {};
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
