import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { textOf } from '../../language/source/document/file-text.ts';
import { documentsOf } from '../../language/source/documents.ts';
import { loadProject } from '../../language/source/project/project.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { cannotRead } from '../document.ts';
import { exists, isRuleFile } from './disk.ts';
import { isRepository } from './git.ts';
import { findRelease, noRelease, parseRelease, releasesBelow } from './releases.ts';
import { openRepository, staged, type Repository, type Revision } from './repository.ts';
import { fileVersion, givenVersion, standardInput, revisionVersion, type RuleSetVersion } from './rule-set-version.ts';

/** Finds versions of rule sets. Must be closed after use. */
export interface Sources {
  /** The repository of the caller's directory. @throws UsageError if there is none */
  repository(): Promise<Repository>;
  /**
   * The version that an operand names: a file, `REV:path`, `:path` (staged), `NAME@1.2.0`, `release:1.2.0`, or `-` for standard input.
   * @param other the version to compare with, which provides the name for `release:1.2.0` and the place for standard input
   * @throws UsageError if there is none
   */
  version(operand: string, other?: RuleSetVersion): Promise<RuleSetVersion>;
  close(): void;
}

export function versionSources({ directory, stdin }: Pick<CommandContext, 'directory' | 'stdin'>): Sources {
  let opened: Promise<Repository> | undefined;
  const repository = () => (opened ??= openRepository(directory));

  const released = async (operand: string, other?: RuleSetVersion): Promise<RuleSetVersion | null> => {
    const named = parseRelease(operand);
    if (named === null) return null;
    const { version } = named;
    const name = named.name ?? (other === undefined ? null : await nameIn(other));
    if (name === null)
      throw new UsageError(`Release ${version} of which rule set? Write NAME@${version}, or compare it with a file.`);
    const folders = [...(other === undefined ? [] : [path.dirname(fileURLToPath(other.uri))]), directory];
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
    async version(operand, other) {
      if (operand === '-') {
        if (other === undefined)
          throw new UsageError('Standard input (-) can only be compared with a file, or a revision of one.');
        const read = textOf(await buffer(stdin));
        if ('unreadable' in read) throw cannotRead('Standard input', read.unreadable);
        return givenVersion(read.text, standardInput, other);
      }
      const file = path.resolve(directory, operand);
      if (await isRuleFile(file)) return fileVersion(file, directory);
      const release = await released(operand, other);
      if (release !== null) return release;
      const parts = revisionAndPath(operand);
      if (parts !== null && ((await isRepository(directory)) || !(await exists(file))))
        return versionAt(await repository(), parts, directory);
      throw new UsageError(
        (await exists(file))
          ? `${operand} is not a rule set: its name must end in .escalation.yaml, .yml or .json.`
          : `There is no rule set at ${operand}: it is not a file, a REV:path of git, or a release NAME@VERSION.`,
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

/** Parses `HEAD~1:rules/a.escalation.yaml`, or `:path` for the index; null for anything else, such as `C:\rules`. */
export function revisionAndPath(operand: string): { revision: string; file: string } | null {
  if (/^[A-Za-z]:[\\/]/.test(operand) || operand.startsWith('release:')) return null;
  const [, revision, file] = /^([^:]*):(.+)$/s.exec(operand) ?? [];
  return revision === undefined || file === undefined ? null : { revision, file: file.replaceAll('\\', '/') };
}

/** A version in git. The path is relative to the root of the repository, or to this directory if it begins with `./` or `../`, as in git. */
async function versionAt(
  repository: Repository,
  { revision: name, file }: { revision: string; file: string },
  directory: string,
): Promise<RuleSetVersion> {
  const revision: Revision = name === '' ? staged : await repository.revision(name);
  const fromHere = repository.pathOf(path.resolve(directory, file));
  const found = /^\.\.?\//.test(file) ? fromHere : path.posix.normalize(file);
  if (found === null) throw new UsageError(`${file} is outside the git repository ${repository.root}.`);
  if ((await repository.read(revision, found)) !== null) return revisionVersion(repository, revision, found, directory);
  const meant =
    fromHere !== null && fromHere !== found && (await repository.read(revision, fromHere)) !== null
      ? ` From this folder it is \`${name}:./${file}\`.`
      : '';
  throw new UsageError(`There is no ${found} in ${name === '' ? 'what is staged' : name}.${meant}`);
}

async function nameIn({ workspace, uri, label }: RuleSetVersion): Promise<string> {
  const project = await loadProject(documentsOf(workspace), uri);
  if (project === null) throw new UsageError(`There is no ${label}.`);
  return project.ruleSet.name;
}
