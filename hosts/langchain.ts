import { toolKinds, type Host } from './host.ts';

export const langchain: Host = {
  id: 'langchain',
  title: 'LangChain.js',
  integration: 'code',
  seen: { version: '1.5.14', on: '2026-11-30' },
  atLeast: null,
  guard: null,
  tested: 'package',
  files: ['.handrail/langchain.mjs'],
  events: [
    {
      name: 'interruptOn',
      tools: toolKinds,
      // `when` says whether a person is asked. It cannot deny: a person has to reject.
      answers: { none: 'runs', allow: 'runs', ask: 'asks', deny: 'asks', stop: 'asks' },
      failures: {
        crash: 'ends',
        timeout: 'blocks',
        'empty-output': 'ends',
        'broken-output': 'ends',
        'gate-missing': 'runs',
      },
    },
    {
      // A middleware that returns a tool message does not run the tool, and one that throws ends the run.
      name: 'wrapToolCall',
      tools: toolKinds,
      answers: { none: 'runs', allow: 'runs', ask: 'blocks', deny: 'blocks', stop: 'ends' },
      failures: {
        crash: 'ends',
        timeout: 'blocks',
        'empty-output': 'ends',
        'broken-output': 'ends',
        'gate-missing': 'runs',
      },
    },
  ],
  signals: ['tool.name', 'tool.native', 'tool.args', 'host.name', 'host.event'],
  tools: {},
  limits: { timeoutMs: null, timeoutUnit: null },
  gaps: [
    'An application that leaves the middleware out has no gate.',
    'A middleware behind the gate can change the arguments of a call after the decision.',
    "Tools that the model's provider runs never reach the program; the gate refuses them unless the application names them.",
  ],
  sources: [
    {
      kind: 'run',
      where: 'langchain 1.5.14',
      fact: 'What `humanInTheLoopMiddleware` and `wrapToolCall` do with each answer and each failure.',
    },
    {
      kind: 'run',
      where: 'langchain 1.5.14',
      fact: 'A caller who passes `context: { interruptOn: {} }` switches off all approvals of `humanInTheLoopMiddleware`, and a tool that `interruptOn` does not name runs: the exported gate decides in `wrapToolCall` instead.',
    },
  ],
};
