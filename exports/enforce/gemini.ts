import { hostOf } from '../../hosts/index.ts';
import type { ExportTarget } from '../export-target.ts';
import type { ExportedFile, ExportSource } from '../exported-file.ts';
import { stampOf, stampText } from '../stamp.ts';
import { hookTimeoutSeconds, shellCommand } from './command.ts';
import { gateFiles, gatePath } from './gate-file.ts';
import { toolVerdicts } from './tool-verdicts.ts';

/**
 * A hook before every call, and a policy for what needs no hook: tools that the rules deny whatever the arguments, tools about which a person must be asked
 * and nobody is present, and edits of the gate itself.
 */
export const gemini: ExportTarget = {
  id: 'gemini',
  title: 'Gemini CLI',
  enforces: true,
  folders: () => [],
  files(source, { programs, now }) {
    // The host quotes the path itself.
    const command = shellCommand('gemini', `$GEMINI_PROJECT_DIR/${gatePath}`);
    const hook = { name: 'handrail', type: 'command', command, timeout: hookTimeoutSeconds * 1000 };
    return [
      ...gateFiles(source, programs()),
      {
        path: '.gemini/settings.json',
        part: 'json',
        entries: [
          { kind: 'not', path: ['hooksConfig', 'enabled'], value: false },
          { kind: 'not', path: ['hooksConfig', 'disabled'], value: 'handrail' },
          {
            kind: 'item',
            path: ['hooks', 'BeforeTool'],
            mark: gatePath,
            list: 'hooks',
            value: { matcher: '.*', hooks: [hook] },
          },
        ],
      },
      policy(source, now),
    ];
  },
};

function policy(source: ExportSource, now: number): ExportedFile {
  const { denied, asked } = toolVerdicts(source.ruleSet, now);
  const { name, version } = source.ruleSet;
  const rules = [
    policyRule({
      tools: ['write_file', 'replace'],
      argsPattern: String.raw`"file_path":"[^"]*\.(?:handrail|gemini)[/\\\\]`,
      message: 'The agent must not change the gate that checks it.',
    }),
    ...denied.flatMap(tool => ruleFor(tool, false, `${name} ${version} denies \`${tool}\`.`)),
    ...asked.flatMap(tool =>
      ruleFor(tool, true, `${name} ${version}: a person must allow \`${tool}\`, and nobody is present.`),
    ),
  ];
  return {
    path: '.gemini/policies/handrail.toml',
    part: 'whole',
    text: [`# ${stampText(stampOf(source))}`, '# Written by `handrail export`. Do not edit it.', '', ...rules].join(
      '\n',
    ),
  };
}

function ruleFor(tool: string, onlyAlone: boolean, message: string): string[] {
  const [, server, mcpTool] = /^mcp__(.+?)__(.+)$/.exec(tool) ?? [];
  if (server !== undefined && mcpTool !== undefined)
    return [policyRule({ tools: [mcpTool], server, onlyAlone, message })];
  const own = Object.entries(hostOf('gemini').tools).filter(([, { name }]) => name === tool);
  return own.length === 0 ? [] : [policyRule({ tools: own.map(([name]) => name), onlyAlone, message })];
}

interface PolicyRule {
  tools: string[];
  server?: string;
  argsPattern?: string;
  /** Only in sessions without a person. */
  onlyAlone?: boolean;
  message: string;
}

function policyRule({ tools, server, argsPattern, onlyAlone = false, message }: PolicyRule): string {
  return [
    '[[rule]]',
    `toolName = [${tools.map(tool => JSON.stringify(tool)).join(', ')}]`,
    ...(server === undefined ? [] : [`mcpName = ${JSON.stringify(server)}`]),
    ...(argsPattern === undefined ? [] : [`argsPattern = ${JSON.stringify(argsPattern)}`]),
    'decision = "deny"',
    'priority = 900',
    ...(onlyAlone ? ['interactive = false'] : []),
    `denyMessage = ${JSON.stringify(message)}`,
    '',
  ].join('\n');
}
