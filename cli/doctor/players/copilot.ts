import path from 'node:path';
import { toolOf } from '../../../hosts/index.ts';
import type { CanaryEvent, InstalledHook, Player } from '../hook.ts';
import { environmentIn, inShell, listsIn, matchesNames, matchesPattern, numberIn, textIn, textsIn } from './parts.ts';

/**
 * GitHub Copilot: https://docs.github.com/en/copilot/reference/hooks-reference. The name of the event chooses the form of the event and of the matcher. The
 * cloud agent runs only command lines.
 */
function copilot(host: 'copilot-cli' | 'copilot-cloud'): Player {
  return {
    host,

    read(file, config) {
      const hooks = listsIn(config['hooks']).flatMap(([event, entries]) =>
        entries.flatMap((entry): InstalledHook[] => {
          const line = textIn(entry['bash']) ?? textIn(entry['command']);
          const command = line ?? textIn(entry['exec']);
          if (command === undefined) return [];
          const cwd = textIn(entry['cwd']);
          const env = environmentIn(entry['env']);
          const obstacle =
            (textIn(entry['type']) ?? 'command') !== 'command'
              ? 'has not the type `command`'
              : line === undefined && host === 'copilot-cloud'
                ? 'has no `bash`, which is all that the cloud agent runs'
                : null;
          return [
            {
              file,
              event,
              matcher: entry['matcher'],
              command,
              ...(line === undefined ? { args: textsIn(entry['args']) ?? [] } : {}),
              timeoutMs: (numberIn(entry['timeoutSec']) ?? numberIn(entry['timeout']) ?? 30) * 1000,
              guarded: null,
              ...(cwd === undefined ? {} : { cwd }),
              ...(env === undefined ? {} : { env }),
              obstacle,
            },
          ];
        }),
      );
      if (config['version'] !== 1) return { hooks, off: `\`version\` in ${file} is not 1, so its hooks are not read.` };
      return { hooks, off: config['disableAllHooks'] === true ? '`disableAllHooks` switches all hooks off.' : null };
    },

    events({ session, tool, args }, root) {
      const { name } = toolOf('copilot-cli', tool);
      const own: CanaryEvent = {
        name: 'preToolUse',
        subjects: [tool],
        input: {
          sessionId: session,
          timestamp: Date.now(),
          cwd: root,
          toolName: tool,
          toolArgs: JSON.stringify(args),
        },
      };
      const compatible: CanaryEvent = {
        name: 'PreToolUse',
        subjects: [tool, name],
        input: {
          hook_event_name: 'PreToolUse',
          session_id: session,
          timestamp: new Date().toISOString(),
          cwd: root,
          tool_name: name,
          tool_input: args,
        },
      };
      return [own, compatible];
    },

    matches: ({ event, matcher }, { subjects }) =>
      event === 'PreToolUse'
        ? matchesNames(matcher, subjects)
        : matcher === undefined || (typeof matcher === 'string' && matchesPattern(`^(?:${matcher})$`, subjects)),

    start(hook, event, { root }) {
      const cwd = path.resolve(root, hook.cwd ?? '.');
      if (hook.args === undefined) return inShell('bash', hook, event, cwd);
      const input = JSON.stringify(event.input);
      return { file: hook.command, args: hook.args, cwd, env: hook.env ?? {}, input, timeoutMs: hook.timeoutMs };
    },
  };
}

export const copilotCli = copilot('copilot-cli');
export const copilotCloud = copilot('copilot-cloud');
