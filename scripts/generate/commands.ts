import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../../cli/command.ts';
import { commands } from '../../cli/commands/index.ts';
import { root } from '../host/folders.ts';

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category: string }[];
    keybindings: { command: string; key: string; mac: string }[];
  };
}

/** The reference of all commands of the command line and the editor. */
export function commandPage(): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
  return [
    '<!-- Generated from cli/commands and package.json by `npm run generate`. -->',
    '',
    '# Commands',
    '',
    '## On the command line',
    '',
    'The npm package `handrail` has one program, `handrail COMMAND …`. Exit codes: 0 clean, 1 findings or failed cases, 2 bad usage or unreadable input. Results go to standard output, messages to standard error.',
    '',
    ...commands.map(({ name, summary }) => `- [\`${name}\`](#handrail-${name}): ${summary}`),
    '',
    ...commands.flatMap(commandSection),
    '## In the editor',
    '',
    ...manifest.contributes.commands.map(command => editorCommand(command, manifest)),
    '',
  ].join('\n');
}

function commandSection({ name, usage, help, formats }: Command): string[] {
  return [`### handrail ${name}`, '', '```text', usage, '', help, '', `Formats: ${formats.join(', ')}.`, '```', ''];
}

function editorCommand({ command, title, category }: Manifest['contributes']['commands'][number], manifest: Manifest) {
  const keys = manifest.contributes.keybindings.filter(binding => binding.command === command);
  const pressed = keys.map(({ key, mac }) => `\`${inWords(key)}\` (Mac: \`${inWords(mac)}\`)`).join(', ');
  return `- **${category}: ${title}** (\`${command}\`)${pressed === '' ? '' : `, ${pressed}`}`;
}

/** `ctrl+k v` as `Ctrl+K V`. */
function inWords(key: string): string {
  return key.replace(/[a-z]+/g, part => part.charAt(0).toUpperCase() + part.slice(1));
}
