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
    'An application that leaves `toolApproval` out has no gate, and one that passes a map has none for the tools that the map does not name.',
    'Without `experimental_toolApprovalSecret`, a client that keeps the messages can change the arguments of an approved call: they are decided about again, but nobody is asked again.',
    'Tools that a provider runs are called before the program sees them.',
  ],
  sources: [
    { kind: 'run', where: 'ai 7.0.173', fact: 'What `toolApproval` does with each answer and each failure.' },
    {
      kind: 'run',
      where: 'ai 7.0.173',
      fact: 'A `toolApproval` that returns `undefined`, or a misspelt status such as `user_approval`, runs the tool: the exported gate is a function with four answers.',
    },
  ],
};
