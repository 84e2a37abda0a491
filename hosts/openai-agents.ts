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
    'An application that guards neither the agent nor its tools has no gate.',
    'Tools that OpenAI runs, and those for shells, patches and computers, cannot be held back; the gate refuses them unless the application names them.',
  ],
  sources: [
    {
      kind: 'run',
      where: '@openai/agents 0.20.0',
      fact: 'What `needsApproval` and input guardrails of tools do with each answer and each failure.',
    },
    {
      kind: 'run',
      where: '@openai/agents 0.20.0',
      fact: 'A `needsApproval` that returns `undefined`, or an input guardrail with a misspelt behaviour such as `reject`, runs the tool: the exported gate decides again when the tool is invoked.',
    },
  ],
};
