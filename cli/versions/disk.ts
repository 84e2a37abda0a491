import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { fileKind } from '../../language/source/document/file-kind.ts';

/** True if a file exists and has the name of a rule file. */
export async function isRuleFile(file: string): Promise<boolean> {
  return fileKind(pathToFileURL(file).href) === 'rule-set' && (await isFile(file));
}

export async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isFile(),
    () => false,
  );
}

/** True if there is a file or folder at a path. */
export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
