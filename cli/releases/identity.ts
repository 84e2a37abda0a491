import { isNobody, readPerson } from '../../engine/index.ts';
import { UsageError, type OptionValues } from '../command.ts';
import { git } from '../versions/git.ts';

/** Who runs a command, as `Name <email>`: from the option of this name, or else from git's settings in the folder. */
export async function whoDoes(options: OptionValues, directory: string, name = 'who'): Promise<string> {
  const who = options[name];
  if (typeof who === 'string') {
    const given = who.trim();
    if (isNobody(readPerson(given)) || /[\r\n]/.test(given))
      throw new UsageError(`--${name} takes a name: \`--${name} "Alice <alice@example.org>"\`.`);
    return given;
  }
  const lines = (await settings(directory, ['--get-regexp', '^user\\.(name|email)$']))?.split('\n') ?? [];
  // As in git, the last value of a setting applies.
  const valueOf = (key: string) =>
    lines
      .findLast(line => line.startsWith(`${key} `))
      ?.slice(key.length)
      .trim();
  const [userName, email] = [valueOf('user.name') || null, valueOf('user.email') || null];
  if (userName === null && email === null)
    throw new UsageError(
      `Who are you? Set \`user.name\` and \`user.email\` with \`git config\`, or give \`--${name} "Alice <alice@example.org>"\`.`,
    );
  if (email === null) return userName ?? '';
  return userName === null ? email : `${userName} <${email}>`;
}

/** A git setting that is a path, with `~` resolved; null if it is not set. */
export function pathSetting(directory: string, name: string): Promise<string | null> {
  return settings(directory, ['--type=path', '--get', name]);
}

/** The settings that a query of `git config` finds; null if there are none. */
async function settings(directory: string, query: readonly string[]): Promise<string | null> {
  try {
    const { code, stdout } = await git(directory, ['config', ...query]);
    const value = stdout.toString('utf8').trim();
    return code === 0 && value !== '' ? value : null;
  } catch (error) {
    // Without git, there are no settings.
    if (error instanceof UsageError) return null;
    throw error;
  }
}
