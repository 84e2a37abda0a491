import { stat } from 'node:fs/promises';
import path from 'node:path';
import { glob } from 'tinyglobby';
import { UsageError } from '../command.ts';
import { releaseFolder, type ReleaseFolder } from './commit.ts';
import { releasesOf, ruleFileAt } from './working-copy.ts';

export interface FoundLog {
  /** Name of the rule set. */
  name: string;
  folder: ReleaseFolder;
}

/**
 * The logs that an operand names: a rule file, a log, a folder of releases, or the name of a rule set with releases below the directory. Without an operand,
 * all logs below the directory. Includes folders of snapshots whose log is missing.
 * @throws UsageError if there is none
 */
export async function logsAt(given: string | undefined, directory: string): Promise<FoundLog[]> {
  if (given === undefined) {
    const found = await below(directory, '*');
    if (found.length === 0) throw new UsageError('There are no releases here. Name a rule file or a rule set.');
    return found;
  }
  const file = path.resolve(directory, given);
  const kind = await stat(file).then(
    found => (found.isDirectory() ? 'folder' : 'file'),
    () => 'none',
  );
  if (kind === 'file' && path.basename(file) === 'log.jsonl') return [at(path.dirname(file))];
  if (kind === 'folder' && path.basename(path.dirname(file)) === 'releases') return [at(file)];
  if (kind === 'file') {
    const releases = await releasesOf(await ruleFileAt(given, { directory }));
    if (releases === null) throw new UsageError(`${given} is not a rule set with a name and rules.`);
    return [releases];
  }
  if (kind === 'folder') return logsAt(undefined, file);
  const found = /^[\w-]+$/.test(given) ? await below(directory, given) : [];
  if (found.length === 0)
    throw new UsageError(`There is no rule file ${given}, and no rule set of that name has releases.`);
  return found;
}

async function below(directory: string, name: string): Promise<FoundLog[]> {
  const files = [`**/releases/${name}/log.jsonl`, `**/releases/${name}/*.escalation.{yaml,yml,json}`];
  const found = await glob(files, { cwd: directory, absolute: true, ignore: ['**/node_modules/**', '**/.git/**'] });
  return [...new Set(found.map(file => path.dirname(file)))].sort().map(at);
}

function at(folder: string): FoundLog {
  return { name: path.basename(folder), folder: releaseFolder(path.normalize(folder)) };
}
