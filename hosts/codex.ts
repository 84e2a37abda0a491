import { toolKinds, type Host } from './host.ts';
import { standard } from './vocabulary.ts';

export const codex: Host = {
  id: 'codex',
  title: 'Codex',
  program: 'codex',
  integration: 'hook',
  seen: { version: '0.163', on: '2026-11-30' },
  atLeast: '0.124.0',
  guard: 'a command that turns every failing exit into code 2 with a reason (`failClosed` in `hosts/`)',
  tested: 'stand-in',
  files: ['.codex/hooks.json'],
  events: [
    {
      name: 'PreToolUse',
      tools: toolKinds,
      answers: { none: 'usual', allow: 'usual', ask: 'usual', deny: 'blocks', stop: 'blocks' },
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
    'agent.id',
    'agent.type',
    'session.id',
    'session.mode',
    'session.cwd',
    'host.name',
    'host.event',
  ],
  tools: {
    Bash: standard('Bash'),
    shell: standard('Bash'),
    local_shell: standard('Bash'),
    shell_command: standard('Bash'),
    exec_command: standard('Bash', { cmd: 'command' }),
    // Its one argument is the text of the patch, which may name several files, and no command.
    apply_patch: standard('Edit', { command: 'patch', input: 'patch' }),
    spawn_agent: standard('Agent'),
  },
  limits: { timeoutMs: 600_000, timeoutUnit: 'seconds' },
  gaps: [
    'A hook that takes longer than its timeout lets the call through.',
    'Output that is empty or no valid JSON lets the call through if the code is 0.',
    'A project’s hooks are skipped until a person trusts them, and again after each change.',
    'An edit is a patch in `tool.args.patch`, which names its files in its text: `tool.args.file_path` is never there.',
    'A denial without a reason lets the call through.',
  ],
  sources: [
    {
      kind: 'code',
      where: 'openai/codex, codex-rs/hooks/src/engine/output_parser.rs',
      fact: '`ask`, a bare `allow`, `continue: false` and a denial without a reason are errors of the hook, after which the call proceeds.',
    },
    {
      kind: 'code',
      where: 'openai/codex, codex-rs/hooks/src/events/pre_tool_use.rs',
      fact: 'Only code 2 with a reason on standard error blocks; other codes, a timeout and invalid JSON do not.',
    },
    {
      kind: 'code',
      where: 'openai/codex, codex-rs/core/src/tools/hook_names.rs',
      fact: 'Hooks see `Bash`, `apply_patch` and `spawn_agent`; matchers also accept `Write`, `Edit` and `Agent`.',
    },
    {
      kind: 'issue',
      where: 'openai/codex #21753',
      fact: '`ask` is parsed, the hook is marked as failed, and the call proceeds.',
    },
    { kind: 'issue', where: 'openai/codex #41979', fact: 'A hook that crashes lets the call through.' },
    {
      kind: 'documentation',
      where: 'https://developers.openai.com/codex/hooks',
      fact: 'Where hooks are read, and that they must be trusted before they run.',
    },
    {
      kind: 'secondary',
      where: 'https://docs.nvidia.com/nemo/guardrails/run-guardrailed-inference/using-hooks-server/codex',
      fact: '0.124.0 is the first release with hooks on by default and for `apply_patch` and MCP tools; `|| exit 2` makes a failing command block.',
    },
  ],
};
