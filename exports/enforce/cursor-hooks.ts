import { hostOf } from '../../hosts/index.ts';
import type { ExportTarget } from '../export-target.ts';
import type { JsonEntry } from '../exported-file.ts';
import { hookTimeoutSeconds, plainCommand } from './command.ts';
import { gateFiles, gatePath } from './gate-file.ts';

/** Shell commands and tools of MCP servers have events of their own; asked twice about one call, a person would see two prompts. */
const otherTools = '^(?!Shell$|MCP:).*';

/** Hooks with `failClosed` at each event that can block a call. */
export const cursorHooks: ExportTarget = {
  id: 'cursor-hooks',
  title: 'Cursor',
  enforces: true,
  hosts: ['cursor'],
  folders: () => [],
  files(source, { programs }) {
    const events = hostOf('cursor').events.filter(({ tools }) => tools.length > 0);
    const hook = { command: plainCommand('cursor'), timeout: hookTimeoutSeconds, failClosed: true };
    const entries = events.map(({ name }): JsonEntry => ({
      kind: 'item',
      path: ['hooks', name],
      mark: gatePath,
      value: name === 'preToolUse' ? { ...hook, matcher: otherTools } : hook,
    }));
    const version: JsonEntry = { kind: 'property', path: ['version'], value: 1 };
    return [
      ...gateFiles(source, programs()),
      { path: '.cursor/hooks.json', part: 'json', entries: [version, ...entries] },
    ];
  },
};
