import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { compareVersions } from '../../engine/model/version-order.ts';
import { hostOf, type HookHostId } from '../../hosts/index.ts';
import { runProcess } from './process.ts';
import { fault, note, ok, type Line } from './report.ts';

/** Milliseconds that a program may take to print its version. */
const patienceMs = 10_000;

/** The least version of Node.js that runs a gate. */
const leastNode = '20.0.0';

/** The version of a host's program, if it is installed here. Nothing else of it is run. */
export async function hostVersion(host: HookHostId, directory: string): Promise<Line[]> {
  const { program, title, atLeast, seen } = hostOf(host);
  if (program === undefined) return [];
  const found = await versionOf(program, directory);
  if (found === undefined) return [note('version', `\`${program}\` is not on the PATH, so its version is not known.`)];
  if (found === null) return [note('version', `\`${program} --version\` prints no version.`)];
  if (atLeast === null) return [ok('version', `${title} ${found}; what is known of it is from ${seen.version}.`)];
  if (compareVersions(found, atLeast) >= 0) return [ok('version', `${title} ${found}; at least ${atLeast} is needed.`)];
  return [
    fault(
      'version',
      `${title} ${found} is too old: before ${atLeast} it does not honour what the export writes.`,
      `Update ${title}.`,
    ),
  ];
}

/** The version of the Node.js that hooks run. */
export async function nodeVersion(directory: string): Promise<Line[]> {
  const found = await versionOf('node', directory);
  if (found === undefined || found === null)
    return [
      fault('version', '`node` is not on the PATH, so no gate can run.', `Install Node.js ${leastNode} or later.`),
    ];
  if (compareVersions(found, leastNode) >= 0)
    return [ok('version', `Node.js ${found}; at least ${leastNode} is needed.`)];
  return [fault('version', `Node.js ${found} is too old for a gate.`, `Install Node.js ${leastNode} or later.`)];
}

/** Undefined if the program is not on the PATH; null if it prints no version. */
async function versionOf(program: string, directory: string): Promise<string | null | undefined> {
  const file = onPath(program);
  if (file === null) return undefined;
  const start = { file, args: ['--version'], cwd: directory, input: null, timeoutMs: patienceMs };
  const { stdout, code } = await runProcess(start);
  if (code !== 0) return null;
  const [, numbers] = /(\d+\.\d+(?:\.\d+)?(?:-[\w.-]+)?)/.exec(stdout) ?? [];
  if (numbers === undefined) return null;
  return /^\d+\.\d+$/.test(numbers) ? `${numbers}.0` : numbers;
}

/** The file that the PATH has for a program; null if it has none. Relative entries of the PATH, which a repository could fill, do not count. */
function onPath(program: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter).filter(each => path.isAbsolute(each))) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return null;
}
