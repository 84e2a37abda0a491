import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { textOf } from '../../language/source/document/file-text.ts';
import { loadProject } from '../../language/source/project/project.ts';
import { UsageError, type Surroundings } from '../command.ts';
import { cannotRead } from '../document.ts';
import { exists, isRuleFile } from './disk.ts';
import { isRepository } from './git.ts';
import { findRelease, noRelease, parseRelease, releasesBelow } from './releases.ts';
import { openRepository, staged, type Repository, type Revision } from './repository.ts';
import { fileVersion, givenVersion, standardInput, revisionVersion, type RuleSetVersion } from './rule-set-version.ts';

/** Where versions of rule sets come from. To be closed when all is read. */
export interface Sources {
  /** The repository of the caller's directory. @throws UsageError where there is none */
  repository(): Promise<Repository>;
  /**
   * One version: a file, `REV:path`, `:path` (what is staged), `NAME@1.2.0`, `release:1.2.0`, or `-` for standard input.
   * @param beside what it is compared with: its name is that of a release without one, and its place that of a text without one
   */
  version(operand: string, beside?: RuleSetVersion): Promise<RuleSetVersion>;
  close(): void;
}

export function versionSources({ directory, stdin }: Pick<Surroundings, 'directory' | 'stdin'>): Sources {
  let opened: Promise<Repository> | undefined;
  const repository = () => (opened ??= openRepository(directory));

  const released = async (operand: string, beside?: RuleSetVersion): Promise<RuleSetVersion | null> => {
    const named = parseRelease(operand);
    if (named === null) return null;
    const { version } = named;
    const name = named.name ?? (beside === undefined ? null : await nameIn(beside));
    if (name === null)
      throw new UsageError(`Release ${version} of which rule set? Write NAME@${version}, or compare it with a file.`);
    const folders = [...(beside === undefined ? [] : [path.dirname(fileURLToPath(beside.uri))]), directory];
    for (const folder of folders) {
      const file = await findRelease(folder, name, version);
      if (file !== null) return { ...fileVersion(file, directory), label: `${name}@${version}` };
    }
    const [below, ...others] = await releasesBelow(directory, name, version);
    if (below === undefined) throw noRelease(name, version);
    if (others.length > 0)
      throw new UsageError(
        `There are ${others.length + 1} releases ${version} of ${name}. Name the file: ${[below, ...others].join(', ')}.`,
      );
    return { ...fileVersion(path.resolve(directory, below), directory), label: `${name}@${version}` };
  };

  return {
    repository,
    async version(operand, beside) {
      if (operand === '-') {
        if (beside === undefined)
          throw new UsageError('Standard input (-) is compared with a file, or a revision of one.');
        const read = textOf(await buffer(stdin));
        if ('unreadable' in read) throw cannotRead('Standard input', read.unreadable);
        return givenVersion(read.text, standardInput, beside);
      }
      const file = path.resolve(directory, operand);
      if (await isRuleFile(file)) return fileVersion(file, directory);
      const release = await released(operand, beside);
      if (release !== null) return release;
      const parts = revisionAndPath(operand);
      if (parts !== null && ((await isRepository(directory)) || !(await exists(file))))
        return versionAt(await repository(), parts, directory);
      throw new UsageError(
        (await exists(file))
          ? `${operand} is not a rule set: its name must end in .escalation.yaml, .yml or .json.`
          : `There is no rule set at ${operand}: it is no file, no REV:path of git and no release NAME@VERSION.`,
      );
    },
    close() {
      void opened?.then(
        each => each.close(),
        () => undefined,
      );
    },
  };
}

/** `HEAD~1:rules/a.escalation.yaml`, or `:path` in the index; null for what has no such form, Windows' `C:\rules` among it. */
export function revisionAndPath(operand: string): { revision: string; file: string } | null {
  if (/^[A-Za-z]:[\\/]/.test(operand) || operand.startsWith('release:')) return null;
  const [, revision, file] = /^([^:]*):(.+)$/s.exec(operand) ?? [];
  return revision === undefined || file === undefined ? null : { revision, file: file.replaceAll('\\', '/') };
}

/** As git reads it: from the root of the repository, or from here where it begins with `./` or `../`. */
async function versionAt(
  repository: Repository,
  { revision: name, file }: { revision: string; file: string },
  directory: string,
): Promise<RuleSetVersion> {
  const revision: Revision = name === '' ? staged : await repository.revision(name);
  const fromHere = repository.pathOf(path.resolve(directory, file));
  const found = /^\.\.?\//.test(file) ? fromHere : path.posix.normalize(file);
  if (found === null) throw new UsageError(`${file} lies outside of the git repository ${repository.root}.`);
  if ((await repository.read(revision, found)) !== null) return revisionVersion(repository, revision, found, directory);
  const meant =
    fromHere !== null && fromHere !== found && (await repository.read(revision, fromHere)) !== null
      ? ` From this folder it is \`${name}:./${file}\`.`
      : '';
  throw new UsageError(`There is no ${found} in ${name === '' ? 'what is staged' : name}.${meant}`);
}

async function nameIn({ workspace, uri, label }: RuleSetVersion): Promise<string> {
  const project = await loadProject(workspace, uri);
  if (project === null) throw new UsageError(`There is no ${label}.`);
  return project.ruleSet.name;
}
