import { proseFormats } from '../prose/formats.ts';
import { proseTarget } from '../prose/prose-target.ts';
import type { ExportTarget } from '../export-target.ts';
import type { ExportedFile, ExportSource } from '../exported-file.ts';
import { stampOf, stampText } from '../stamp.ts';
import { claudeHook } from './claude-code.ts';
import { gateFile, gateFolder } from './gate-file.ts';

const skillFormats = proseFormats.filter(({ id }) => id === 'skill').map(proseTarget);

/**
 * A plugin for Claude Code, and for the harnesses that read its plugins: the rules as a skill, and the gate as a hook. It can be installed in any repository,
 * so that the gate logs into the project in which it is asked.
 */
export const agentPlugin: ExportTarget = {
  id: 'agent-plugin',
  title: 'Agent plugin (a skill and the gate of Claude Code)',
  enforces: true,
  hosts: ['claude-code'],
  stamped: name => `${pluginFolder(name)}/gate.mjs`,
  folders: name =>
    skillFormats
      .flatMap(format => format.folders(name))
      .map(({ folder, isOne }) => ({ folder: inPlugin(folder, name), isOne })),
  files(source, options) {
    const { name, version, description = `Escalation rules of ${name}.` } = source.ruleSet;
    const folder = pluginFolder(name);
    const skill = skillFormats.flatMap(format => format.files(source, options));
    const log = `\${CLAUDE_PROJECT_DIR}/${gateFolder}/${name}.decisions.jsonl`;
    const hook = claudeHook('${CLAUDE_PLUGIN_ROOT}/gate.mjs', ['--log', log]);
    return [
      json(`${folder}/.claude-plugin/plugin.json`, { name, version, description: `${description} ${stamped(source)}` }),
      json(`${folder}/hooks/hooks.json`, { description: stamped(source), hooks: { PreToolUse: [hook] } }),
      gateFile(source, options.programs(), `${folder}/gate.mjs`),
      ...skill.map(file => ({ ...file, path: inPlugin(file.path, name) })),
    ];
  },
};

function pluginFolder(name: string): string {
  return `plugins/${name}`;
}

/** The path in the plugin of a file of the skill. */
function inPlugin(path: string, name: string): string {
  return path.replace(/^\.agents\//, `${pluginFolder(name)}/`);
}

function stamped(source: ExportSource): string {
  return `(${stampText(stampOf(source))})`;
}

function json(path: string, value: object): ExportedFile {
  return { path, part: 'whole', text: `${JSON.stringify(value, null, 2)}\n` };
}
