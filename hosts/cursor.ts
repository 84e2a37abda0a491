import type { Host, HostEvent } from './host.ts';
import { standard } from './vocabulary.ts';

/** With `failClosed`, each failure denies. Without it, only code 2 and invalid JSON do. */
const failing: Pick<HostEvent, 'failures' | 'unguarded'> = {
  failures: {
    crash: 'blocks',
    'exit-1': 'blocks',
    'exit-2': 'blocks',
    timeout: 'blocks',
    'empty-output': 'blocks',
    'broken-output': 'blocks',
    'gate-missing': 'blocks',
  },
  unguarded: { crash: 'usual', 'exit-1': 'usual', timeout: 'usual', 'empty-output': 'usual', 'gate-missing': 'usual' },
};

export const cursor: Host = {
  id: 'cursor',
  title: 'Cursor',
  program: 'cursor-agent',
  integration: 'hook',
  seen: { version: 'SDK 1.0.18', on: '2026-11-30' },
  atLeast: null,
  guard: '`failClosed: true` on the hook',
  tested: 'stand-in',
  files: ['.cursor/hooks.json'],
  events: [
    {
      name: 'beforeShellExecution',
      tools: ['shell'],
      answers: { none: 'blocks', allow: 'usual', ask: 'asks', deny: 'blocks', stop: 'blocks' },
      ...failing,
    },
    {
      name: 'beforeMCPExecution',
      tools: ['mcp'],
      answers: { none: 'blocks', allow: 'usual', ask: 'usual', deny: 'blocks', stop: 'blocks' },
      ...failing,
    },
    {
      name: 'preToolUse',
      tools: ['file', 'web', 'agent', 'other'],
      answers: { none: 'blocks', allow: 'usual', ask: 'usual', deny: 'blocks', stop: 'blocks' },
      ...failing,
    },
    {
      // Asked after the file is read, before the model gets its content. `preToolUse` is asked first.
      name: 'beforeReadFile',
      tools: [],
      answers: { none: 'blocks', allow: 'usual', ask: 'blocks', deny: 'blocks', stop: 'blocks' },
      ...failing,
    },
  ],
  signals: [
    'tool.name',
    'tool.native',
    'tool.server',
    'tool.args',
    'session.id',
    'session.cwd',
    'host.name',
    'host.version',
    'host.event',
  ],
  tools: {
    Shell: standard('Bash'),
    Read: standard('Read'),
    Write: standard('Write'),
    Delete: standard('Delete'),
    Grep: standard('Grep'),
    List: standard('LS'),
    Fetch: standard('WebFetch'),
    WebFetch: standard('WebFetch'),
    WebSearch: standard('WebSearch'),
    Task: standard('Agent'),
  },
  limits: { timeoutMs: 60_000, timeoutUnit: 'seconds' },
  gaps: [
    'Edits are `Write` with the new text of the whole file, so a rule about `Edit` sees none.',
    'A person is asked about shell commands only. For other tools, *ask* changes nothing.',
    'A run of the SDK on the same machine cannot ask anybody.',
    'The event of a call does not say which agent makes it, so a rule about sub-agents sees none.',
    'Hooks that Cursor reads from `.claude/settings.json` always fail open.',
    'Unknown names of events in `hooks.json` are ignored without a word.',
  ],
  sources: [
    {
      kind: 'package',
      where: '@cursor/sdk 1.0.18',
      fact: 'Events, payloads, names of tools and the reading of exit code, output, timeout and `failClosed`; the executor tests for `ask` in `beforeShellExecution` only.',
    },
  ],
};
