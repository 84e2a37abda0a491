import { toolKinds, type Host, type HostEvent } from './host.ts';
import { standard } from './vocabulary.ts';

const event: Omit<HostEvent, 'name' | 'tools'> = {
  answers: { none: 'usual', allow: 'runs', ask: 'asks', deny: 'blocks', stop: 'blocks' },
  failures: {
    crash: 'blocks',
    'exit-1': 'blocks',
    'exit-2': 'blocks',
    timeout: 'usual',
    'empty-output': 'usual',
    'broken-output': 'usual',
    'gate-missing': 'blocks',
  },
};

/** `path` is the argument that all tools for files share. */
const path = { path: 'file_path' };

/** Tools of GitHub Copilot, on the command line and in the cloud. */
export const copilotTools: Host['tools'] = {
  bash: standard('Bash'),
  powershell: standard('Bash'),
  view: standard('Read', path),
  create: standard('Write', { ...path, file_text: 'content' }),
  edit: standard('Edit', { ...path, old_str: 'old_string', new_str: 'new_string' }),
  str_replace_editor: standard('Edit', { ...path, old_str: 'old_string', new_str: 'new_string' }),
  apply_patch: standard('Edit', { command: 'patch', input: 'patch' }),
  glob: standard('Glob'),
  grep: standard('Grep'),
  rg: standard('Grep'),
  web_fetch: standard('WebFetch'),
  web_search: standard('WebSearch'),
  task: standard('Agent'),
};

export const copilotReference = 'https://docs.github.com/en/copilot/reference/hooks-reference';

export const copilotCli: Host = {
  id: 'copilot-cli',
  title: 'GitHub Copilot CLI',
  program: 'copilot',
  integration: 'hook',
  seen: { version: '1.0.102', on: '2026-11-30' },
  atLeast: '1.0.70',
  guard: null,
  tested: 'stand-in',
  files: ['.github/hooks/handrail.json'],
  events: [
    { name: 'preToolUse', tools: toolKinds, ...event },
    // The same event with the field names, tool names and matchers of Claude Code.
    { name: 'PreToolUse', tools: [], ...event },
  ],
  signals: ['tool.name', 'tool.native', 'tool.args', 'session.id', 'session.cwd', 'host.name', 'host.event'],
  tools: copilotTools,
  limits: { timeoutMs: 30_000, timeoutUnit: 'seconds' },
  gaps: [
    'A hook that takes longer than its timeout lets the call through, and no setting changes that.',
    'Output that is empty or no valid JSON, or holds two JSON objects, counts as no answer.',
    'Versions before 1.0.70 let the call through when the gate ends with code 2, as it does when it fails.',
    'In autopilot, nobody is asked: *ask* denies.',
    'The Copilot app reads the same hooks and runs the call on *ask*.',
    'The event does not say which agent makes the call, nor the server of an MCP tool.',
    'A hook whose `matcher` is no valid pattern is skipped, and so are all hooks if the settings have `disableAllHooks`.',
  ],
  sources: [
    {
      kind: 'documentation',
      where: copilotReference,
      fact: 'Events, payloads, names of tools, matchers, exit codes and timeouts.',
    },
    { kind: 'issue', where: 'github/app #228', fact: 'The Copilot app ignores `ask` and runs the call.' },
    {
      kind: 'issue',
      where: 'github/copilot-cli #2893',
      fact: 'A hook that times out under parallel calls is an implicit allow.',
    },
    {
      kind: 'package',
      where: '@github/copilot 1.0.102',
      fact: 'By its changelog, `matcher` works from 1.0.36, hooks see calls of sub-agents from 1.0.49, errors deny from 1.0.57, code 2 denies from 1.0.70, autopilot denies on `ask` from 1.0.97, and `allow` suppresses the prompt.',
    },
    {
      kind: 'package',
      where: '@github/copilot 1.0.102',
      fact: 'Tools for files take `path`, `file_text`, `old_str` and `new_str`.',
    },
  ],
};
