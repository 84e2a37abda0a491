import { UsageError, type OptionValues } from '../command.ts';

/** Options of all commands that write to a log. */
export const entryOptions = {
  who: { type: 'string' },
  role: { type: 'string' },
  why: { type: 'string', short: 'm' },
  sign: { type: 'string' },
} as const;

export const entryHelp = [
  '  --who "NAME <EMAIL>"  who you are (default: `user.name` and `user.email` of git)',
  '  --role ROLE           your role, such as "risk officer"',
  '  --sign KEY            sign the entry with this SSH key (ssh-keygen -Y sign), as git signs commits',
];

/** Help on the options of `approve` and `reject` that `entryHelp` does not have. */
export const opinionHelp = [
  '  --review FILE         keep what you have read, and your comments, in the log: a review that VS Code exported as JSON (- for',
  '                        standard input). Refused unless it is about exactly the content of the rule file',
  '  --dry-run             show whether it would count, and change nothing',
  "  --allowed-signers FILE  keys to check signatures with (default: git's gpg.ssh.allowedSignersFile)",
];

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The reason to record in the log. @throws UsageError if none is given */
export function whyOption(options: OptionValues, command: string): string {
  const why = textOption(options, 'why');
  if (why === undefined) throw new UsageError(`Why? The log keeps the reason: \`handrail ${command} … --why "…"\`.`);
  return why;
}

/** The only operand of a command that takes one file. @throws UsageError if there is none, or more than one */
export function onePath(paths: readonly string[], usage: string): string {
  const [path, ...more] = paths;
  if (path === undefined || more.length > 0) throw new UsageError(`Which rule set? Name one file: \`${usage}\`.`);
  return path;
}
