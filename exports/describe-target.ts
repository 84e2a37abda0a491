import { canAsk, hostOf, toolKinds, type Host, type HostId, type ToolKind } from '../hosts/index.ts';
import { listed } from '../report/counts.ts';
import type { ExportTarget } from './export-target.ts';
import { hostsOf } from './matrix.ts';

/** How messages name calls of a kind of tools. */
export const kindWords: Readonly<Record<ToolKind, string>> = {
  shell: 'shell commands',
  file: 'file tools',
  web: 'web tools',
  mcp: 'tools of MCP servers',
  agent: 'sub-agents',
  other: 'other tools',
};

/** "shell commands and web tools"; "all tools" if it is all kinds. */
export function kindsInWords(kinds: readonly ToolKind[]): string {
  return kinds.length === toolKinds.length ? 'all tools' : listed(kinds.map(kind => kindWords[kind]));
}

/** What an export does, in a few sentences for hovers and completion. */
export function describeTarget(target: ExportTarget): string {
  if (!target.enforces) return `${target.title}: instructions that agents read, and no host enforces.`;
  return hostsOf(target)
    .map(host => describeHost(host))
    .join(' ');
}

function describeHost(id: HostId): string {
  const host = hostOf(id);
  const asks = toolKinds.filter(kind => canAsk(id, kind));
  return [
    `${host.title}: a gate ${how(host)}.`,
    asks.length === 0
      ? 'It asks nobody: what a person would have to allow is denied.'
      : `A person is asked about ${kindsInWords(asks)}${asks.length === toolKinds.length ? '.' : '; for others, what a person would have to allow is denied.'}`,
    ...(host.guard === null ? [] : [`If the gate fails: ${host.guard}.`]),
    `Seen in ${host.seen.version}${host.atLeast === null ? '' : `; needs ${host.atLeast} or later`}.`,
  ].join(' ');
}

function how({ integration }: Host): string {
  return integration === 'hook' ? 'before each call of a tool' : 'in the program that calls the tools';
}
