import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { canonicalUri } from '../../language/uri.ts';
import { filesAt } from '../disk-workspace.ts';
import { allPass } from '../formats/tests.ts';
import { runSampleFile } from '../run-sample-file.ts';
import { repositoryFolder } from './repository-folder.ts';
import type { WorkingCopy } from './working-copy.ts';

/** Samples of one file that do not pass. */
export interface FailedSamples {
  uri: string;
  /** The file, from the folder of the rule set. */
  name: string;
  /** The names of the samples; why the file cannot be tested if it has none. */
  cases: string[];
}

/** `refunds.samples.yaml (A large one, An old one); other.samples.yaml (…)` */
export function failedWords(failed: readonly FailedSamples[]): string {
  return failed.map(({ name, cases }) => `${name} (${cases.join(', ')})`).join('; ');
}

/** What to know before one approves or rolls back: the samples for which the release would be refused. */
export function sampleNotes(failed: readonly FailedSamples[]): string[] {
  return failed.length === 0
    ? []
    : [`Not every sample passes, so it cannot be released as it is: ${failedWords(failed)}.`];
}

/**
 * The samples of a rule set that do not pass. All sample files of the git repository are looked at, or of the rule file's folder.
 */
export async function failedSamples({ uri, file, workspace }: WorkingCopy, now: number): Promise<FailedSamples[]> {
  const folder = (await repositoryFolder(path.dirname(file))) ?? path.dirname(file);
  const { uris } = await filesAt([folder], folder);
  const failed: FailedSamples[] = [];
  for (const each of uris.filter(found => fileKind(found) === 'samples')) {
    const result = await runSampleFile(workspace, each, now);
    if (result.ruleset === null || canonicalUri(result.ruleset.uri) !== canonicalUri(uri)) continue;
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
