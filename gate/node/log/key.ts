import { existsSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { builtin } from '../builtin.ts';
import { type Redactor, redactor } from '../../../engine/index.ts';
import type { RuleSet } from '../../../engine/model/rule-set.ts';
import { codeOf, durableFiles } from '../files/durable-files.ts';
import { LogFailure, privateFolder } from './append.ts';

/**
 * The key with which values in a decision log are redacted: 32 random bytes. It is made once, in a file that only the writers of the log may read;
 * without it, nobody can guess a value and check the guess. If it is lost, the next values and grants no longer match those before.
 * @throws an error of Node with its `code`, or a LogFailure if the file is damaged
 */
export async function logKey(log: string): Promise<Uint8Array> {
  const file = keyFile(log);
  const key = (await existing(file)) ?? (await made(file));
  if (!/^[0-9a-f]{64}$/.test(key)) throw new LogFailure(`${file} is not the key of a decision log`);
  return Buffer.from(key, 'hex');
}

export function hasLogKey(log: string): boolean {
  return existsSync(keyFile(log));
}

function keyFile(log: string): string {
  return path.join(privateFolder(log), 'key');
}

/** The key is kept in hex. */
async function existing(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Makes a key, or takes that of a process which was faster. */
async function made(file: string): Promise<string> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A key that is committed is no secret.
  await writeFile(path.join(folder, '.gitignore'), '*\n');
  const draft = `${file}.${builtin('node:crypto').randomUUID()}.tmp`;
  const key = builtin('node:crypto').randomBytes(32).toString('hex');
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${key}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await durableFiles.link(draft, file);
    return key;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return (await existing(file)) ?? key;
  } finally {
    await durableFiles.remove(draft);
  }
}

/** The redactor of a rule set for a log; only a rule set that marks something as sensitive needs its key. */
export async function logRedactor(log: string, ruleSet: RuleSet): Promise<Redactor> {
  const keyless = redactor(ruleSet, null);
  return keyless.redacts ? redactor(ruleSet, await logKey(log)) : keyless;
}
