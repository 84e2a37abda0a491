import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError, type OptionValues } from '../command.ts';
import { pathSetting } from './identity.ts';
import { textOption } from './options.ts';

export function folderOf(uri: string): string {
  return path.dirname(fileURLToPath(uri));
}

/**
 * The allowed-signers file from `--allowed-signers`, or else from git's settings; null if there is none.
 * @param directory folder of the rule file
 * @param called folder in which the command was called
 * @throws UsageError if the file does not exist
 */
export async function allowedSignersFor(
  options: OptionValues,
  directory: string,
  called: string,
): Promise<string | null> {
  const given = textOption(options, 'allowed-signers');
  const set = given === undefined ? await pathSetting(directory, 'gpg.ssh.allowedSignersFile') : null;
  const file = given !== undefined ? path.resolve(called, given) : set === null ? null : path.resolve(directory, set);
  if (file === null || (await stat(file).catch(() => null)) !== null) return file;
  throw new UsageError(`There is no allowed-signers file ${given ?? file}.`);
}
