import { toolKinds, type Host } from './host.ts';
import { standard } from './vocabulary.ts';

export const gemini: Host = {
  id: 'gemini',
  title: 'Gemini CLI',
  program: 'gemini',
  integration: 'hook',
  seen: { version: '0.61.0', on: '2026-11-30' },
  atLeast: null,
  guard: 'a command that turns every failing exit into code 2 with a reason (`failClosed` in `hosts/`)',
  tested: 'package',
  files: ['.gemini/settings.json', '.gemini/policies/handrail.toml'],
  events: [
    {
      name: 'BeforeTool',
      tools: toolKinds,
      answers: { none: 'usual', allow: 'usual', ask: 'asks', deny: 'blocks', stop: 'ends' },
      failures: {
        crash: 'blocks',
        'exit-1': 'blocks',
        'exit-2': 'blocks',
        timeout: 'usual',
        'empty-output': 'usual',
        'broken-output': 'usual',
        'gate-missing': 'blocks',
      },
      unguarded: { crash: 'usual', 'exit-1': 'usual', 'gate-missing': 'usual' },
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
    'host.event',
  ],
  tools: {
    run_shell_command: standard('Bash'),
    read_file: standard('Read'),
    write_file: standard('Write'),
    replace: standard('Edit'),
    glob: standard('Glob', { dir_path: 'path' }),
    grep_search: standard('Grep', { dir_path: 'path', include_pattern: 'glob' }),
    list_directory: standard('LS', { dir_path: 'path' }),
    // Its addresses stand in the prompt.
    web_fetch: standard('WebFetch'),
    google_web_search: standard('WebSearch'),
    invoke_agent: standard('Agent', { agent_name: 'subagent_type' }),
  },
  limits: { timeoutMs: 60_000, timeoutUnit: 'milliseconds' },
  gaps: [
    'A hook that takes longer than its timeout lets the call go its usual way.',
    'Output that is empty or no valid JSON counts as *allow* if the code is 0.',
    'A denial in the form of Claude Code, below `hookSpecificOutput`, counts as *allow*.',
    'JSON on standard output wins over the exit code: `{}` with code 2 counts as *allow*.',
    '`web_fetch` has its addresses in `prompt`, so `tool.args.url` is never there.',
    'The event does not say which agent makes the call.',
    'Hooks of a project do not run in a folder that is not trusted.',
  ],
  sources: [
    {
      kind: 'run',
      where: '@google/gemini-cli-core 0.61.0',
      fact: 'What its own runner and aggregator of hooks do with each answer and each failure, and its policy engine with rules.',
    },
    {
      kind: 'package',
      where: '@google/gemini-cli-core 0.61.0',
      fact: 'Names of tools and arguments, payloads, and that `ask` forces the confirmation of the scheduler.',
    },
  ],
};
