import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { git, type GitEnvironment } from './git.ts';
import type { RepositoryLayout } from './layout.ts';

/** A temporary git folder that uses the objects of a repository. */
export interface BorrowedObjects {
  /** The environment in which git reads history: no working tree, no references. */
  history: GitEnvironment;
  /** The environment in which git compares the working tree and the index with history. */
  workingTree: () => Promise<GitEnvironment>;
  remove(): void;
}

/**
 * Makes a repository readable without its configuration, hooks, attributes, grafts and references, so that git runs no program that it names: no merge
 * driver, filter or text conversion, and nothing that fetches missing objects. Anything that git writes goes to the temporary folder.
 */
export function borrowObjects({ root, gitFolder, commonFolder, objectFormat }: RepositoryLayout): BorrowedObjects {
  const { GIT_OBJECT_DIRECTORY: objects, GIT_INDEX_FILE: index } = process.env;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'handrail-git-'));
  createGitFolder(folder, {
    objectFormat,
    objects: objects === undefined ? path.join(commonFolder, 'objects') : path.resolve(root, objects),
  });
  copyIfThere(path.join(commonFolder, 'shallow'), path.join(folder, 'shallow'));
  const indexFile = path.resolve(root, index ?? path.join(gitFolder, 'index'));
  const history = {
    ...Object.fromEntries(repositoryVariables.map(name => [name, undefined])),
    GIT_DIR: folder,
    GIT_INDEX_FILE: indexFile,
    GIT_ATTR_NOSYSTEM: '1',
    ...settingVariables([['core.attributesFile', os.devNull]]),
  };
  return {
    history,
    workingTree: async () => {
      copyIfThere(path.join(commonFolder, 'info/exclude'), path.join(folder, 'info/exclude'));
      // git looks for the parts of a split index in the git folder.
      for (const name of readdirSync(path.dirname(indexFile)).filter(each => each.startsWith('sharedindex.')))
        copyIfThere(path.join(path.dirname(indexFile), name), path.join(folder, name));
      return { ...history, GIT_ATTR_NOSYSTEM: undefined, GIT_WORK_TREE: root, ...(await fileSettings(root)) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Environment variables that make git use another repository, or another part of one. */
const repositoryVariables = [
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_NAMESPACE',
  'GIT_ATTR_SOURCE',
  'GIT_SHALLOW_FILE',
];

function createGitFolder(folder: string, { objectFormat, objects }: { objectFormat: string; objects: string }): void {
  for (const part of ['objects/info', 'refs', 'info']) mkdirSync(path.join(folder, part), { recursive: true });
  // No branch of this name exists.
  writeFileSync(path.join(folder, 'HEAD'), 'ref: refs/heads/none\n');
  writeFileSync(path.join(folder, 'objects/info/alternates'), `${quoted(objects)}\n`);
  const extension = objectFormat === 'sha1' ? '' : `[extensions]\n\tobjectFormat = ${objectFormat}\n`;
  const version = objectFormat === 'sha1' ? 0 : 1;
  writeFileSync(
    path.join(folder, 'config'),
    `[core]\n\trepositoryFormatVersion = ${version}\n\tbare = true\n[user]\n\tname = handrail\n\temail = handrail\n${extension}`,
  );
}

/** Settings for how files are kept on disk. None of them names a program. */
const fileSetting = /^core\.(?:autocrlf|eol|filemode|ignorecase|symlinks|precomposeunicode|excludesfile)$/;

/** The settings of a repository that decide whether git sees a file as changed, as environment variables. */
async function fileSettings(root: string): Promise<GitEnvironment> {
  const pattern = fileSetting.source.replace('?:', '');
  const { stdout } = await git(root, ['config', '-z', '--get-regexp', pattern]);
  // A name, a line break and a value.
  const found = [...stdout.toString('utf8').matchAll(/([^\0\n]+)\n([^\0]*)\0/g)];
  return settingVariables(found.map(([, name = '', value = '']) => [name, value]));
}

function settingVariables(settings: readonly (readonly [name: string, value: string])[]): GitEnvironment {
  const variables = settings.flatMap(([name, value], at) => [
    [`GIT_CONFIG_KEY_${at}`, name],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...(Object.fromEntries(variables) as GitEnvironment) };
}

/** Quotes a path for git, with special characters as octal escapes. */
function quoted(file: string): string {
  const special = (each: string) => each < ' ' || each === '"' || each === '\\';
  const octal = (each: string) => `\\${each.charCodeAt(0).toString(8).padStart(3, '0')}`;
  const characters = [...file.replaceAll(path.sep, '/')];
  return `"${characters.map(each => (special(each) ? octal(each) : each)).join('')}"`;
}

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to);
}
