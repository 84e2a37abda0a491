import type { JsonObject } from '../../../engine/model/json.ts';
import type { CanaryEvent, InstalledHook, Player } from '../hook.ts';
import { listsIn, matchesPattern, numberIn, textIn } from './parts.ts';

/** Cursor: https://cursor.com/docs/agent/hooks. */
export const cursor: Player = {
  host: 'cursor',

  read(file, config) {
    const hooks = listsIn(config['hooks']).flatMap(([event, entries]) =>
      entries.flatMap((entry): InstalledHook[] => {
        const command = textIn(entry['command']);
        if (command === undefined) return [];
        const timeoutMs = (numberIn(entry['timeout']) ?? 60) * 1000;
        const guarded = entry['failClosed'] === true;
        return [{ file, event, matcher: entry['matcher'], command, timeoutMs, guarded, obstacle: null }];
      }),
    );
    const isRead = Number.isInteger(config['version']);
    return { hooks, off: isRead ? null : `\`version\` in ${file} is not an integer, so its hooks are not read.` };
  },

  events({ session, tool, args, mcp }, root) {
    const event = (name: string, subject: string, fields: JsonObject): CanaryEvent => ({
      name,
      subjects: [subject],
      input: {
        conversation_id: session,
        generation_id: session,
        model: 'handrail-doctor',
        ...fields,
        session_id: session,
        hook_event_name: name,
        cursor_version: 'handrail-doctor',
        workspace_roots: [root],
        user_email: null,
        transcript_path: null,
      },
    });
    const first = event('preToolUse', tool, { tool_name: tool, tool_input: args, tool_use_id: session, cwd: root });
    if (mcp !== undefined) {
      const fields = {
        tool_name: mcp.tool,
        tool_input: JSON.stringify(args),
        mcp_server_name: mcp.server,
        command: mcp.server,
      };
      return [first, event('beforeMCPExecution', tool, fields)];
    }
    const command = textIn(args['command']);
    if (tool === 'Shell' && command !== undefined)
      return [first, event('beforeShellExecution', command, { command, cwd: root, sandbox: false })];
    const filePath = textIn(args['file_path']);
    if (tool === 'Read' && filePath !== undefined)
      return [first, event('beforeReadFile', 'Read', { content: '', file_path: filePath, attachments: [] })];
    return [first];
  },

  matches: ({ matcher = '' }, { subjects }) =>
    matcher === '' || matcher === '*' || (typeof matcher === 'string' && matchesPattern(matcher, subjects)),

  // The event follows the command as a here-document, which only the last command of a line with several reads.
  start: ({ command, timeoutMs }, { input }, { root }) => ({
    file: 'sh',
    args: ['-c', `${command} <<'CURSOR_HOOK_EOF'\n${JSON.stringify(input)}\nCURSOR_HOOK_EOF`],
    cwd: root,
    input: null,
    timeoutMs,
  }),
};
