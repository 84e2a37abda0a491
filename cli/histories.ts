import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError, type CommandContext } from './command.ts';
import { displayPath, filesAt } from './disk-workspace.ts';
import { fileKind } from '../language/source/document/file-kind.ts';
import { progressOn } from './progress.ts';
import { isRepository } from './versions/git.ts';
import { gitHistory, type Decide, type HistoryVersion } from './versions/history.ts';
import { loadVersion } from './versions/load.ts';
import { releaseHistory } from './versions/release-history.ts';
import type { Revision } from './versions/repository.ts';
import { fileVersion } from './versions/rule-set-version.ts';
import type { Sources } from './versions/sources.ts';

/** All versions of a rule set of one kind, the oldest first. */
export interface History {
  of: 'commits' | 'releases';
  versions: HistoryVersion[];
}

export interface Histories {
  ruleSet: string;
  /** Path of its file, as the reports show it. */
  file: string;
  /** Not empty; commits before releases. */
  histories: History[];
}

export interface HistoryRange {
  /** The last commit; null for the working tree. */
  until: Revision | null;
  since?: Revision;
}

/**
 * The versions of the rule set that the operands name, or of the only one here if there are none.
 * @throws UsageError if the rule set is ambiguous, or has no history
 */
export async function historiesOf(
  operands: readonly string[],
  range: HistoryRange,
  { decide, sources, context }: { decide: Decide; sources: Sources; context: CommandContext },
): Promise<Histories> {
  const { directory, screen } = context;
  const file = await ruleSetFile(operands, directory);
  const shown = fileVersion(file, directory).path;
  const histories: History[] = [];
  const repository = (await isRepository(directory).catch(() => false)) ? await sources.repository() : null;
  if (repository !== null && (await repository.findRevision('HEAD')) !== null) {
    const inside = repository.pathOf(file);
    if (inside === null) throw new UsageError(`${shown} is outside the git repository ${repository.root}.`);
    const progress = progressOn(screen);
    const at = (done: number, total: number) => progress.at({ done, total, share: 0, what: shown });
    try {
      histories.push({
        of: 'commits',
        versions: await gitHistory(repository, inside, { ...range, directory, decide, at }),
      });
    } finally {
      progress.clear();
    }
  }
  const name = nameIn(histories) ?? (await loadVersion(fileVersion(file, directory))).project?.ruleSet.name;
  if (name === undefined) throw new UsageError(`There is no rule set at ${shown}.`);
  const releases = await releaseHistory(path.dirname(file), name, { directory, decide });
  if (releases.length > 0) histories.push({ of: 'releases', versions: releases });
  if (histories.length === 0)
    throw new UsageError(`${shown} has no history: it is not in a git repository, and ${name} has no releases.`);
  return { ruleSet: name, file: shown, histories };
}

function nameIn(histories: readonly History[]): string | undefined {
  return histories.flatMap(({ versions }) => versions.flatMap(({ ruleSet }) => ruleSet ?? [])).at(-1)?.name;
}

async function ruleSetFile(operands: readonly string[], directory: string): Promise<string> {
  const [given, ...more] = operands;
  if (more.length > 0) throw new UsageError(`Name one rule set only: \`${more[0] ?? ''}\` is one too many.`);
  if (given !== undefined) {
    const file = path.resolve(directory, given);
    if (fileKind(fileVersion(file, directory).uri) !== 'rule-set')
      throw new UsageError(`${given} is not a rule set: its name must end in .escalation.yaml, .yml or .json.`);
    return file;
  }
  const { uris } = await filesAt(['.'], directory);
  const files = uris.filter(uri => fileKind(uri) === 'rule-set' && !/\/releases\/[^/]+\/[^/]+$/.test(uri));
  const ruleSets: string[] = [];
  for (const uri of files) {
    const loaded = await loadVersion(fileVersion(fileURLToPath(uri), directory));
    if (loaded.kind !== 'library') ruleSets.push(uri);
  }
  const [only, ...others] = ruleSets;
  if (only !== undefined && others.length === 0) return fileURLToPath(only);
  throw new UsageError(
    only === undefined
      ? 'There is no rule set here. Name its file.'
      : `Which rule set? There are ${ruleSets.length}: ${ruleSets
          .slice(0, 5)
          .map(uri => displayPath(uri, directory))
          .join(', ')}${ruleSets.length > 5 ? ', …' : ''}`,
  );
}
