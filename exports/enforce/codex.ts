import type { ExportTarget } from '../export-target.ts';
import { hookTimeoutSeconds, shellCommand } from './command.ts';
import { gateFiles, gatePath } from './gate-file.ts';

/**
 * A hook before every call. Its working directory is the session's, which may be any folder of the repository. Codex has no switch that blocks a call if a
 * hook fails: the command itself turns every failure into the one exit code that does.
 */
export const codex: ExportTarget = {
  id: 'codex',
  title: 'Codex',
  enforces: true,
  folders: () => [],
  files(source, { programs }) {
    const command = shellCommand('codex', `"$(git rev-parse --show-toplevel)/${gatePath}"`);
    const value = { hooks: [{ type: 'command', command, timeout: hookTimeoutSeconds, statusMessage: 'Handrail' }] };
    return [
      ...gateFiles(source, programs()),
      {
        path: '.codex/hooks.json',
        part: 'json',
        entries: [{ kind: 'item', path: ['hooks', 'PreToolUse'], mark: gatePath, list: 'hooks', value }],
      },
    ];
  },
};
