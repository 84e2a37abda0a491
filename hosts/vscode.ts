import { toolKinds, type Host } from './host.ts';
import { standard } from './vocabulary.ts';

const path = { filePath: 'file_path' };

export const vscode: Host = {
  id: 'vscode',
  title: 'VS Code (local agent, legacy)',
  integration: 'hook',
  seen: { version: 'documentation of 2026-06', on: '2026-11-30' },
  atLeast: null,
  guard: null,
  tested: 'no',
  files: ['.github/hooks/handrail.json', '.claude/settings.json'],
  events: [
    {
      name: 'PreToolUse',
      tools: toolKinds,
      answers: { none: 'usual', allow: 'runs', ask: 'asks', deny: 'blocks', stop: 'blocks' },
      failures: {
        crash: 'usual',
        'exit-1': 'usual',
        'exit-2': 'blocks',
        timeout: 'usual',
        'empty-output': 'usual',
        'broken-output': 'usual',
        'gate-missing': 'usual',
      },
    },
  ],
  signals: ['tool.name', 'tool.native', 'tool.args', 'session.id', 'session.cwd', 'host.name', 'host.event'],
  tools: {
    run_in_terminal: standard('Bash'),
    read_file: standard('Read', path),
    create_file: standard('Write', path),
    replace_string_in_file: standard('Edit', { ...path, oldString: 'old_string', newString: 'new_string' }),
    insert_edit_into_file: standard('Edit', path),
    apply_patch: standard('Edit'),
    edit_notebook_file: standard('NotebookEdit', path),
    file_search: standard('Glob', { query: 'pattern' }),
    grep_search: standard('Grep', { query: 'pattern' }),
    list_dir: standard('LS'),
    fetch_webpage: standard('WebFetch'),
    runSubagent: standard('Agent'),
  },
  limits: { timeoutMs: 30_000, timeoutUnit: 'seconds' },
  gaps: [
    'Only exit code 2 blocks: a gate that crashes, or takes longer than its timeout, lets the call through.',
    'Matchers are ignored, so the gate is asked about every tool.',
    'New sessions run in an agent host (Copilot, Claude or Codex), where the facts of that host hold.',
    'The agent can edit the gate unless `chat.tools.edits.autoApprove` protects it.',
  ],
  sources: [
    {
      kind: 'documentation',
      where: 'https://code.visualstudio.com/docs/agents/reference/hooks-reference',
      fact: 'Configuration, payload, answers, and a timeout of 30 seconds.',
    },
    {
      kind: 'code',
      where: 'microsoft/vscode-copilot-chat, src/extension/tools/common/toolNames.ts',
      fact: 'Names of tools.',
    },
  ],
};
