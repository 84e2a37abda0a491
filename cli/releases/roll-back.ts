import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { type EntryContent, summaryOf } from '../../engine/index.ts';
import { canDecide } from '../../language/findings/breaking.ts';
import { versionAfter } from '../../language/findings/codes/version-not-bumped.ts';
import { loadRelease } from '../../language/queries/published.ts';
import { releasesIn } from '../../language/releases/published.ts';
import { digestOf } from '../../language/releases/snapshot.ts';
import { restoredText } from '../../language/releases/restored.ts';
import { openRepository, type Repository } from '../versions/repository.ts';
import { UsageError } from '../command.ts';
import { refusal, type Outcome } from './outcome.ts';
import { repositoryOf } from './repository-folder.ts';
import { failedSamples, sampleNotes } from './samples.ts';
import { readWorkingCopy, type WorkingCopy } from './working-copy.ts';
import { contentFor, type Writing } from './writing.ts';
import { readFile, realpath } from 'node:fs/promises';

export interface RollingBack {
  to: string;
  who: string;
  role: string | null;
  why: string;
  dryRun: boolean;
  /** True to discard edits that are neither released nor committed. */
  discard: boolean;
  now: number;
}

/** Restores the content of an earlier release in the working copy, under the next version that the changes require. */
export async function rollBack({ copy, finished, write }: Writing, rollback: RollingBack): Promise<Outcome> {
  const { to, who, role, why, dryRun, now } = rollback;
  const refuse = (message: string, more: Partial<Outcome> = {}) => refusal('rollback', message, more);
  // The rollback was started by an interrupted command, and is complete now.
  if (finished?.to === to) return { ...refuse(''), refused: null, entry: finished, content: finished };
  const { published, project } = copy;
  const latest = published?.latest ?? null;
  if (published === null || latest === null) return refuse('Nothing has been released yet.');
  const releases = releasesIn(published.log.entries);
  const versions = releases.map(({ version }) => version).join(', ');
  const entry = releases.find(({ version }) => version === to);
  if (entry === undefined) return refuse(`${to} was never released. The releases are ${versions}.`);
  // If the rule file has errors, it can be rolled back to the last release.
  if (entry.version === latest.entry.version && canDecide(project))
    return refuse(`${to} is the last release: there is nothing to roll back.`);
  const release = await loadRelease(copy.queries, published.places, entry);
  if (release.project === null) return refuse(`The snapshot of ${to} is missing.`);
  if (!release.sound) return refuse(`The snapshot of ${to} was edited after its release, so it cannot be restored.`);
  if (!latest.sound || latest.project === null)
    return refuse('The snapshot of the last release was edited, so the changes cannot be determined.');
  const last = copy.log.at(-1);
  if (!rollback.discard && last?.kind === 'rollback' && last.to === to && last.digest === copy.digest)
    return refuse(
      `The rule file already has the content of ${to}, as ${last.version}: \`handrail release\` publishes it.`,
    );
  if (!rollback.discard && (await losesEdits(copy, latest.entry.digest)))
    return refuse(
      'The rule file has edits that are neither released nor committed. Commit them, or discard them with --discard.',
      { needs: 'discard' },
    );
  const diff = await copy.queries.comparison(latest.project, release.project);
  const version = diff === null ? null : versionAfter(latest.entry.version, diff);
  const text = version === null ? null : await restoredText(release.project, project, version, copy.queries.workspace);
  const next = text === null ? null : await readWorkingCopy(copy.uri, now, text);
  if (diff === null || text === null || next === null || 'broken' in next)
    return refuse(`${to} can no longer be read.`, { findings: next !== null && 'broken' in next ? next.broken : [] });
  const content: EntryContent = {
    ...contentFor('rollback', next, { who, role, why, time: formatTimestamp(now), summary: summaryOf(diff) }),
    to,
  };
  const notes = [
    ...(project.links.length > next.project.links.length
      ? ['Imports and payload schemas that have changed since then are written into the rule file.']
      : []),
    ...sampleNotes(await failedSamples(next, now)),
  ];
  const done: Omit<Outcome, 'entry'> = {
    command: 'rollback',
    refused: null,
    needs: null,
    counts: null,
    checks: [],
    notes,
    findings: [],
    content,
    diff,
    compared: { before: latest.project, after: next.project },
    approvals: null,
  };
  if (dryRun) return { ...done, entry: null };
  return { ...done, entry: await write(content, { workingCopy: { file: copy.file, text } }) };
}

/** True if a rollback would lose edits: any text that is not committed, or, if git does not have the file, content that is not released. */
async function losesEdits({ file, project }: WorkingCopy, released: string): Promise<boolean> {
  const committed = await committedText(file);
  return committed === null ? digestOf(project) !== released : !sameLines(committed, await readFile(file, 'utf8'));
}

/** The text of the rule file in the last commit; null if it is not committed. */
async function committedText(file: string): Promise<string | null> {
  const folder = await repositoryOf(file);
  if (folder === null) return null;
  let repository: Repository | undefined;
  try {
    repository = await openRepository(folder);
    const name = repository.pathOf(await realpath(file));
    const committed = name === null ? null : await repository.read(await repository.head(), name);
    return committed === null ? null : committed.toString('utf8');
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  } finally {
    repository?.close();
  }
}

/** Compares texts without line endings, which git may change in the working tree. */
function sameLines(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n') === b.replaceAll('\r\n', '\n');
}
