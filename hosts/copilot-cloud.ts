import { copilotReference, copilotTools } from './copilot-cli.ts';
import { toolKinds, type Host } from './host.ts';

export const copilotCloud: Host = {
  id: 'copilot-cloud',
  title: 'GitHub Copilot cloud agent',
  integration: 'hook',
  seen: { version: 'documentation', on: '2026-11-30' },
  atLeast: null,
  guard: null,
  tested: 'stand-in',
  files: ['.github/hooks/handrail.json'],
  events: [
    {
      name: 'preToolUse',
      tools: toolKinds,
      // Nobody is there to ask, and all permissions are granted beforehand.
      answers: { none: 'runs', allow: 'runs', ask: 'blocks', deny: 'blocks', stop: 'blocks' },
      failures: {
        crash: 'blocks',
        'exit-1': 'blocks',
        'exit-2': 'blocks',
        timeout: 'runs',
        'empty-output': 'runs',
        'broken-output': 'runs',
        'gate-missing': 'blocks',
      },
    },
  ],
  signals: ['tool.name', 'tool.native', 'tool.args', 'session.id', 'session.cwd', 'host.name', 'host.event'],
  tools: copilotTools,
  limits: { timeoutMs: 30_000, timeoutUnit: 'seconds' },
  gaps: [
    'A hook that takes longer than its timeout lets the call run: all tools are approved beforehand.',
    'Nobody can be asked, so *ask* denies.',
    'Files that the gate writes, its log among them, are lost when the job ends.',
    'Only hooks in `.github/hooks` run, and of their commands only `bash` or `command`.',
  ],
  sources: [
    {
      kind: 'documentation',
      where: copilotReference,
      fact: 'The environment of the cloud agent, and that it treats `ask` as `deny`.',
    },
  ],
};
