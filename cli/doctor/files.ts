import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type Json } from '../../engine/model/json.ts';
import { gatePath } from '../../exports/enforce/gate-file.ts';
import { protectedFiles } from '../../exports/enforce/protected.ts';
import { stampIn } from '../../exports/stamp.ts';
import { listed } from '../../report/counts.ts';
import { pathWithin } from '../releases/repository-folder.ts';
import { git as runGit } from '../versions/git.ts';
import { gateFiles } from './gates.ts';
import { mentionsGate } from './hook.ts';
import { namesIn, textAt, type Installation } from './installations.ts';
import { fault, gap, note, ok, type Line } from './report.ts';

/** Who else can change what decides: links out of the repository, permissions, and what git has of it. */
export async function fileLines(found: readonly Installation[], root: string): Promise<Line[]> {
  const gates = gateFiles(root).map(({ file }) => file);
  const files = [...new Set([...gates, ...found.flatMap(each => each.files)])];
  return [...files.flatMap(file => placeLines(file, root)), ...(await gitLines(files, logsBeside(gates, root), root))];
}

function logsBeside(gates: readonly string[], root: string): string[] {
  const folders = [...new Set(gates.map(file => path.posix.dirname(file)))];
  return folders.flatMap(folder =>
    namesIn(root, folder)
      .filter(name => name.endsWith('.decisions.jsonl'))
      .map(name => `${folder}/${name}`),
  );
}

function placeLines(file: string, root: string): Line[] {
  const lines: Line[] = [];
  try {
    const real = realpathSync(path.join(root, file));
    if (pathWithin(root, real) === null)
      lines.push(
        fault(
          'files',
          `${file} leads through a symbolic link out of the repository, to ${real}.`,
          'Replace the link by the file.',
        ),
      );
    const open = [real, path.dirname(real)].find(each => (lstatSync(each).mode & 0o002) !== 0);
    if (open !== undefined && process.platform !== 'win32') {
      const shown = pathWithin(root, open) ?? open;
      lines.push(fault('files', `Everybody on this machine can write ${shown}.`, `Run \`chmod o-w ${shown}\`.`));
    }
  } catch {
    // A file that is not there is told elsewhere.
  }
  return lines;
}

async function gitLines(files: readonly string[], logs: readonly string[], root: string): Promise<Line[]> {
  if (files.length === 0) return [];
  if ((await git(['rev-parse', '--is-inside-work-tree'], root)) === null)
    return [note('files', 'This is no git repository, so nobody sees when a gate changes.')];
  const tracked = new Set((await git(['ls-files', '-z', '--', ...files, ...logs], root))?.split('\0') ?? []);
  const lines: Line[] = [];
  const local = files.filter(file => !tracked.has(file) && !file.endsWith('.local.json'));
  if (local.length > 0)
    lines.push(
      note(
        'files',
        `Not tracked by git: ${listed(local)}. Other clones, and agents in the cloud, have no gate.`,
        'Commit them.',
      ),
    );
  const logged = logs.filter(log => tracked.has(log));
  if (logged.length > 0)
    lines.push(
      fault(
        'files',
        `Git tracks ${listed(logged)}, which holds what agents did.`,
        `Run \`git rm --cached ${logged.join(' ')}\`.`,
      ),
    );
  const untracked = logs.filter(log => !tracked.has(log));
  const ignored = await Promise.all(untracked.map(log => git(['check-ignore', '--quiet', '--', log], root)));
  const open = untracked.filter((_, at) => ignored[at] === null);
  if (open.length > 0)
    lines.push(
      note(
        'files',
        `Git does not ignore ${listed(open)}.`,
        'Add `*.decisions.jsonl*` to a `.gitignore`, as the export does.',
      ),
    );
  return lines;
}

/** The output of a command of git that runs no other program; null if it fails, or if git is not there. */
async function git(args: readonly string[], root: string): Promise<string | null> {
  const { code, stdout } = await runGit(root, args).catch(() => ({ code: null, stdout: '' }));
  return code === 0 ? stdout.toString() : null;
}

/** What keeps the agent, which runs as the same user as its gate, from changing the gate. */
export function protectionLines({ player: { host }, plugin, files }: Installation, root: string): Line[] {
  if (plugin !== null) return [];
  if (host === 'claude-code') {
    const denied = files.flatMap(file => denials(textAt(root, file)));
    const open = protectedFiles.filter(file => !denied.includes(`Edit(/${file})`));
    const needed = open.filter(file => file.startsWith('.handrail') || file.startsWith('.claude'));
    return needed.length === 0
      ? [ok('files', 'Permissions keep the agent from editing its gate. Shell commands could still change it.')]
      : [
          fault(
            'files',
            `The agent may edit its own gate: ${listed(needed)} is not denied in the permissions.`,
            'Run `handrail export RULESET --to claude-code`.',
          ),
        ];
  }
  if (host === 'gemini') {
    const policies = namesIn(root, '.gemini/policies').filter(name => name.endsWith('.toml'));
    const protects = policies.some(name => {
      const text = textAt(root, `.gemini/policies/${name}`) ?? '';
      return stampIn(text) !== null && mentionsGate(text) && text.includes('write_file');
    });
    return protects
      ? [ok('files', 'A policy keeps the agent from editing its gate. Shell commands could still change it.')]
      : [
          fault(
            'files',
            'The agent may edit its own gate: no policy denies it.',
            'Run `handrail export RULESET --to gemini`.',
          ),
        ];
  }
  if (host === 'copilot-cloud') return [];
  return [
    gap(
      'files',
      `The agent can edit ${gatePath} and ${listed(files)}: this host has no setting of a repository that keeps it from that.`,
      'Review changes of these files, or let rules deny edits of them.',
    ),
  ];
}

function denials(text: string | null): string[] {
  try {
    const settings = JSON.parse(text ?? '') as Json;
    const permissions = isJsonObject(settings) ? settings['permissions'] : undefined;
    const deny = permissions !== undefined && isJsonObject(permissions) ? permissions['deny'] : undefined;
    return Array.isArray(deny) ? deny.filter(each => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
