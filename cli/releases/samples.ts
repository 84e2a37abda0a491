import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createQueries } from '../../language/queries/create-queries.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { sameFileUri, type Workspace } from '../../language/workspace.ts';
import { filesAt } from '../disk-workspace.ts';
import { allPass } from '../formats/tests.ts';
import { runSampleFile } from '../run-sample-file.ts';
import { repositoryFolder } from './repository-folder.ts';
import type { WorkingCopy } from './working-copy.ts';

/** The failed samples of one file. */
export interface FailedSamples {
  uri: string;
  /** Path relative to the folder of the rule set. */
  name: string;
  /** The names of the failed samples; if there are none, the problem of the file. */
  cases: string[];
}

/** `refunds.samples.yaml (A large one, An old one); other.samples.yaml (…)` */
export function failedWords(failed: readonly FailedSamples[]): string {
  return failed.map(({ name, cases }) => `${name} (${cases.join(', ')})`).join('; ');
}

/** A note for approvals and rollbacks: the failed samples for which a release would be refused. */
export function sampleNotes(failed: readonly FailedSamples[]): string[] {
  return failed.length === 0
    ? []
    : [`Not every sample passes, so it cannot be released as it is: ${failedWords(failed)}.`];
}

/**
 * Runs all samples of a rule set in its git repository, or in the folder of the rule file if there is none, and returns the failed ones. Samples that name
 * the rule file through symbolic links are among them.
 */
export async function failedSamples({ uri, file, queries }: WorkingCopy, now: number): Promise<FailedSamples[]> {
  const folder = (await repositoryFolder(path.dirname(file))) ?? path.dirname(file);
  const { uris } = await filesAt([folder], folder);
  const ruleSet = await sameFileUri(queries.workspace, uri);
  const workspace = withAliases(queries.workspace, uri, ruleSet);
  const failed: FailedSamples[] = [];
  for (const each of uris.filter(found => fileKind(found) === 'samples')) {
    const own = createQueries(workspace, { clock: () => now });
    if ((await own.samples(each))?.ruleSetFile !== ruleSet) continue;
    const result = await runSampleFile(own, each);
    if (allPass([result])) continue;
    const name = path.relative(path.dirname(file), fileURLToPath(each)).replaceAll(path.sep, '/');
    const cases = result.cases.filter(({ verdict }) => verdict === 'failed' || verdict === 'broken');
    failed.push({
      uri: each,
      name,
      cases: cases.length > 0 ? cases.map(sample => sample.name) : [result.problem ?? ''],
    });
  }
  return failed;
}

/** A workspace in which a rule file has the same text by whatever symbolic links it is named, also if that is not the text on disk. */
function withAliases(workspace: Workspace, uri: string, file: string): Workspace {
  return {
    ...workspace,
    async read(each) {
      const isAlias = fileKind(each) === 'rule-set' && (await sameFileUri(workspace, each)) === file;
      const found = await workspace.read(isAlias ? uri : each);
      return found === undefined ? undefined : { ...found, uri: each };
    },
  };
}
