import { readFileSync } from 'node:fs';
import path from 'node:path';
import { usual, type Outcome } from '../outcome.ts';
import { asObject, objectIn, textOf } from './process.ts';
import { matchesPattern, type HostEvent, type StandIn } from './stand-in.ts';

interface Config {
  version?: unknown;
  hooks?: Record<string, Entry[]>;
}

interface Entry {
  command: string;
  matcher?: string;
  timeout?: number;
  failClosed?: boolean;
}

/** What an event accepts as a permission. */
const permissions: Record<string, readonly string[]> = {
  beforeReadFile: ['allow', 'deny'],
  beforeShellExecution: ['allow', 'deny', 'ask'],
  beforeMCPExecution: ['allow', 'deny', 'ask'],
  preToolUse: ['allow', 'deny', 'ask'],
};

/** Plays the hooks of Cursor as its SDK 1.0.18 runs them. */
export const cursor: StandIn = {
  events({ tool, args = {}, mcp }, root) {
    const event = (name: string, subject: string, fields: object): HostEvent => ({
      name,
      subjects: [subject],
      input: {
        conversation_id: 'session',
        generation_id: 'turn',
        model: 'model',
        ...fields,
        session_id: 'session',
        hook_event_name: name,
        cursor_version: '1.0.18',
        workspace_roots: [root],
        user_email: null,
        transcript_path: null,
      },
    });
    const native = mcp === undefined ? tool : `MCP:${mcp.tool}`;
    const first = event('preToolUse', native, { tool_name: native, tool_input: args, tool_use_id: 'call', cwd: root });
    if (mcp !== undefined) {
      const fields = {
        tool_name: mcp.tool,
        tool_input: JSON.stringify(args),
        mcp_server_name: mcp.server,
        command: mcp.server,
      };
      return [first, event('beforeMCPExecution', native, fields)];
    }
    if (tool === 'Shell') {
      const command = textOf(args['command']);
      return [first, event('beforeShellExecution', command, { command, cwd: root, sandbox: false })];
    }
    if (tool === 'Read') {
      const file = textOf(args['file_path']);
      return [first, event('beforeReadFile', 'Read', { content: '', file_path: file, attachments: [] })];
    }
    return [first];
  },

  hooks(root, { name, subjects }) {
    const config = asObject(
      JSON.parse(readFileSync(path.join(root, '.cursor', 'hooks.json'), 'utf8')),
    ) as Config | null;
    if (config === null || !Number.isInteger(config.version)) return [];
    return (config.hooks?.[name] ?? [])
      .filter(({ matcher = '' }) => matcher === '' || matcher === '*' || matchesPattern(matcher, subjects))
      .map(({ command, timeout = 60, failClosed = false }) => ({ command, timeoutMs: timeout * 1000, failClosed }));
  },

  // The event follows the command as a here-document, which a command line with `||` would take away from the hook.
  start: ({ command, timeoutMs }, { input }, root) => ({
    file: 'sh',
    args: ['-c', `${command} <<'CURSOR_HOOK_EOF'\n${JSON.stringify(input)}\nCURSOR_HOOK_EOF`],
    cwd: root,
    input: null,
    timeoutMs,
  }),

  read({ code, stdout, stderr, timedOut, error }, { failClosed }, { name }) {
    const failed = (reason: string): Outcome => (failClosed ? { effect: 'blocks', reason } : usual);
    if (error !== null || timedOut) return failed(error ?? 'The hook timed out.');
    if (code === 2) return { effect: 'blocks', reason: stdout.trim() || stderr.trim() };
    if (code !== 0 && code !== null) return failed(stderr.trim());
    if (stdout.trim() === '') return failed('The hook returned no output.');
    const answer = objectIn(stdout);
    const permission = answer?.['permission'];
    // Invalid output denies at all events here, with the switch or without.
    if (answer === null || (permission !== undefined && !permissions[name]?.some(known => known === permission))) {
      return { effect: 'blocks', reason: 'The hook returned an invalid response.' };
    }
    const reason = textOf(answer['user_message']);
    if (permission === 'deny') return { effect: 'blocks', reason };
    // The executor tests for `ask` at this event only.
    if (permission === 'ask' && name === 'beforeShellExecution') return { effect: 'asks', reason };
    return usual;
  },
};
