import { toolKinds, type Host } from './host.ts';

export const openaiAgents: Host = {
  id: 'openai-agents',
  title: 'OpenAI Agents SDK (JavaScript)',
  integration: 'code',
  seen: { version: '0.20.0', on: '2026-11-30' },
  atLeast: null,
  guard: null,
  tested: 'package',
  files: ['.handrail/openai-agents.mjs'],
  events: [
    {
      name: 'needsApproval',
      tools: toolKinds,
      // It says whether a person is asked. It cannot deny: a person has to reject.
      answers: { none: 'runs', allow: 'runs', ask: 'asks', deny: 'asks', stop: 'asks' },
      failures: {
        crash: 'ends',
        timeout: 'blocks',
        'empty-output': 'runs',
        'broken-output': 'asks',
        'gate-missing': 'runs',
      },
    },
    {
      name: 'inputGuardrails',
      tools: toolKinds,
      answers: { none: 'runs', allow: 'runs', ask: 'blocks', deny: 'blocks', stop: 'ends' },
      failures: {
        crash: 'ends',
        timeout: 'blocks',
        'empty-output': 'ends',
        'broken-output': 'runs',
        'gate-missing': 'runs',
      },
    },
  ],
  signals: ['tool.name', 'tool.native', 'tool.args', 'host.name', 'host.event'],
  tools: {},
  limits: { timeoutMs: null, timeoutUnit: null },
  gaps: [
    'A gate that returns `undefined` from `needsApproval` runs the tool.',
    'An input guardrail that returns a misspelt behaviour, such as `reject`, runs the tool.',
    'The gate belongs to each tool: a tool that is defined without it runs without approval.',
  ],
  sources: [
    {
      kind: 'run',
      where: '@openai/agents 0.20.0',
      fact: 'What `needsApproval` and input guardrails of tools do with each answer and each failure.',
    },
  ],
};
