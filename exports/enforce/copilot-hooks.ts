import type { ExportTarget } from '../export-target.ts';
import type { JsonEntry } from '../exported-file.ts';
import { hookTimeoutSeconds, powershellCommand, shellCommand } from './command.ts';
import { gateFiles, gatePath } from './gate-file.ts';

/** A hook for the command line and the cloud agent, which reads hooks of the repository only. */
export const copilotHooks: ExportTarget = {
  id: 'copilot-hooks',
  title: 'GitHub Copilot',
  enforces: true,
  hosts: ['copilot-cli', 'copilot-cloud'],
  folders: () => [],
  files(source, { programs }) {
    const value = {
      type: 'command',
      bash: shellCommand('copilot'),
      powershell: powershellCommand('copilot'),
      cwd: '.',
      timeoutSec: hookTimeoutSeconds,
    };
    const entries: JsonEntry[] = [
      { kind: 'not', path: ['disableAllHooks'], value: true },
      { kind: 'property', path: ['version'], value: 1 },
      { kind: 'item', path: ['hooks', 'preToolUse'], mark: gatePath, value },
    ];
    return [...gateFiles(source, programs()), { path: '.github/hooks/handrail.json', part: 'json', entries }];
  },
};
