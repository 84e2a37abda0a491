import { toolKinds, type Host } from './host.ts';

export const aiSdk: Host = {
  id: 'ai-sdk',
  title: 'Vercel AI SDK',
  integration: 'code',
  seen: { version: '7.0.173', on: '2026-11-30' },
  atLeast: null,
  guard: null,
  tested: 'package',
  files: ['.handrail/ai-sdk.mjs'],
  events: [
    {
      name: 'toolApproval',
      tools: toolKinds,
      // No status ends the run, but a gate that throws does.
      answers: { none: 'runs', allow: 'runs', ask: 'asks', deny: 'blocks', stop: 'ends' },
      failures: {
        crash: 'ends',
        timeout: 'blocks',
        'empty-output': 'runs',
        'broken-output': 'runs',
        'gate-missing': 'runs',
      },
    },
  ],
  signals: ['tool.name', 'tool.native', 'tool.args', 'host.name', 'host.event'],
  tools: {},
  limits: { timeoutMs: null, timeoutUnit: null },
  gaps: [
    'A gate that returns `undefined`, or a misspelt status such as `user_approval`, runs the tool.',
    'In a map of tools, one that the map does not name runs without approval.',
    'An application that leaves `toolApproval` out has no gate.',
  ],
  sources: [{ kind: 'run', where: 'ai 7.0.173', fact: 'What `toolApproval` does with each answer and each failure.' }],
};
