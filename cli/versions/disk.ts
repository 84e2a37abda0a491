import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { fileKind } from '../../language/source/document/file-kind.ts';

/** A file whose name says that it holds a rule set. */
export async function isRuleFile(file: string): Promise<boolean> {
  return fileKind(pathToFileURL(file).href) === 'rule-set' && (await isFile(file));
}

export async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    found => found.isFile(),
    () => false,
  );
}

/** Of any kind: a folder too. */
export async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
