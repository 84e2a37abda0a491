import { fileURLToPath } from 'node:url';
import { UsageError, type CommandContext } from '../command.ts';
import { filesAt } from '../disk-workspace.ts';
import { loadVersion, type LoadedVersion } from './load.ts';
import { fileVersion } from './rule-set-version.ts';
import { versionSources } from './sources.ts';

/** Loads the rule set that an operand names: a file, a folder or glob with exactly one, or a version in git or of a release. */
export async function ruleSetAt(given: string, context: CommandContext): Promise<LoadedVersion> {
  const { directory } = context;
  const { uris } = await filesAt([given], directory);
  const [uri, ...more] = uris;
  if (more.length > 0) throw new UsageError(`There is more than one rule set at \`${given}\`.`);
  if (uri !== undefined) return loadVersion(fileVersion(fileURLToPath(uri), directory));
  const sources = versionSources(context);
  try {
    return await loadVersion(await sources.version(given));
  } finally {
    sources.close();
  }
}
