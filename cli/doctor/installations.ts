import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type ParseError } from 'jsonc-parser';
import { isJsonObject, type Json, type JsonObject } from '../../engine/model/json.ts';
import { hostOf, type HookHostId } from '../../hosts/index.ts';
import { isForGate, mentionsGate, type InstalledHook, type Player } from './hook.ts';
import { players } from './players/index.ts';

/** A gate that is installed for a host. */
export interface Installation {
  player: Player;
  title: string;
  /** The format of `handrail export` that writes it. */
  target: string;
  /** The configuration files of the host, relative to the repository. */
  files: string[];
  /** The hooks in them, also those that run something else. */
  hooks: InstalledHook[];
  /** Why the host runs none of its hooks, as sentences. */
  off: string[];
  /** What is wrong with files of which the host reads nothing, as sentences. */
  damaged: string[];
  /** The plugin, relative to the repository; null if it is none. */
  plugin: string | null;
}

/** A file that mentions a gate, where no host reads hooks. */
export interface StrayFile {
  host: HookHostId;
  file: string;
}

interface Place {
  hosts: readonly HookHostId[];
  target: string;
  /** Folders and names of the files that the host reads. */
  files: (root: string) => string[];
  /** Where a file with hooks is looked for that the host does not read. */
  around: string;
}

const places: readonly Place[] = [
  {
    hosts: ['claude-code'],
    target: 'claude-code',
    files: existing('.claude/settings.json', '.claude/settings.local.json'),
    around: '.claude',
  },
  { hosts: ['cursor'], target: 'cursor-hooks', files: existing('.cursor/hooks.json'), around: '.cursor' },
  { hosts: ['codex'], target: 'codex', files: existing('.codex/hooks.json'), around: '.codex' },
  {
    hosts: ['copilot-cli', 'copilot-cloud'],
    target: 'copilot-hooks',
    files: root => jsonFilesIn(root, '.github/hooks'),
    around: '.github',
  },
  { hosts: ['gemini'], target: 'gemini', files: existing('.gemini/settings.json'), around: '.gemini' },
];

/** The formats of `handrail export` that install a hook. Others put the rules into a program, which is not tested here. */
export const hookTargets: readonly string[] = [...places.map(({ target }) => target), 'agent-plugin'];

/** The gates that are installed in a repository, also damaged ones. */
export function installations(root: string): Installation[] {
  const inPlaces = places.flatMap(({ hosts, target, files }) => {
    const found = files(root);
    return hosts.map(host => installation(root, host, target, found, null));
  });
  const inPlugins = foldersIn(root, 'plugins').flatMap(plugin => {
    const file = `${plugin}/hooks/hooks.json`;
    return existing(file)(root).map(() => installation(root, 'claude-code', 'agent-plugin', [file], plugin));
  });
  return [...inPlaces, ...inPlugins].filter(({ hooks, damaged }) => hooks.some(isForGate) || damaged.length > 0);
}

/** Files that mention a gate, in a place where the host does not read hooks. */
export function strayFiles(root: string): StrayFile[] {
  return places.flatMap(({ hosts: [host], files, around }) => {
    const read = new Set(files(root));
    return jsonFilesIn(root, around, 2)
      .filter(file => !read.has(file) && mentionsGate(textAt(root, file) ?? ''))
      .flatMap(file => (host === undefined ? [] : [{ host, file }]));
  });
}

function installation(
  root: string,
  host: HookHostId,
  target: string,
  files: string[],
  plugin: string | null,
): Installation {
  const { title } = hostOf(host);
  const player = players[host];
  const found: Installation = {
    player,
    title: plugin === null ? title : `${title}, plugin ${path.basename(plugin)}`,
    target,
    files,
    hooks: [],
    off: [],
    damaged: [],
    plugin,
  };
  for (const file of files) {
    const config = configAt(root, file);
    if (typeof config === 'string') {
      if (mentionsGate(textAt(root, file) ?? ''))
        found.damaged.push(`${file} ${config}, so ${title} reads no hooks in it.`);
      continue;
    }
    const { hooks, off } = player.read(file, config);
    // What switches off the hooks of one file of Copilot leaves those of the others.
    const isAlone = host === 'copilot-cli' || host === 'copilot-cloud';
    if (off !== null && !isAlone) found.off.push(off);
    found.hooks.push(
      ...(off === null || !isAlone
        ? hooks
        : hooks.map(hook => ({ ...hook, obstacle: `is in a file that is off: ${off.replace(/\.$/, '')}` }))),
    );
  }
  return found;
}

/** The content of a configuration file, or what is wrong with it. Comments are allowed where a host allows them. */
function configAt(root: string, file: string): JsonObject | string {
  const text = textAt(root, file);
  if (text === null) return 'cannot be read';
  const allowsComments = file.startsWith('.gemini/');
  const errors: ParseError[] = [];
  const config = parse(text.replace(/^\uFEFF/, ''), errors, { disallowComments: !allowsComments }) as Json | undefined;
  if (errors.length > 0) return 'is not JSON';
  return config !== undefined && isJsonObject(config) ? config : 'is not a JSON object';
}

/** The text of a file; null if there is none. */
export function textAt(root: string, file: string): string | null {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return null;
  }
}

function existing(...files: string[]): (root: string) => string[] {
  return root => files.filter(file => namesIn(root, path.posix.dirname(file)).includes(path.posix.basename(file)));
}

function jsonFilesIn(root: string, folder: string, depth = 0): string[] {
  const here = namesIn(root, folder)
    .filter(name => name.endsWith('.json'))
    .map(name => `${folder}/${name}`);
  if (depth === 0) return here;
  return [...here, ...foldersIn(root, folder).flatMap(each => jsonFilesIn(root, each, depth - 1))];
}

export function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(path.join(root, folder)).sort();
  } catch {
    return [];
  }
}

function foldersIn(root: string, folder: string): string[] {
  try {
    const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
    return entries.filter(each => each.isDirectory()).map(({ name }) => `${folder}/${name}`);
  } catch {
    return [];
  }
}
