import { UsageError, type OptionValues } from '../command.ts';

/** Options of all commands that write to a log. */
export const sayingOptions = {
  who: { type: 'string' },
  role: { type: 'string' },
  why: { type: 'string', short: 'm' },
  sign: { type: 'string' },
} as const;

export const sayingHelp = [
  '  --who "NAME <EMAIL>"  who does it; default: as git knows you',
  '  --role ROLE           as what, such as "risk officer"',
  '  --sign KEY            sign the entry with this SSH key (ssh-keygen -Y sign), as git signs commits',
];

/** Of `approve` and `reject`, beside `sayingHelp`. */
export const opinionHelp = [
  '  --dry-run             say whether it would count, and do nothing',
  "  --allowed-signers FILE  whose signatures are checked (default: git's gpg.ssh.allowedSignersFile)",
];

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The reason that a log is to hold. @throws UsageError where none is given */
export function whyOption(options: OptionValues, command: string): string {
  const why = textOption(options, 'why');
  if (why === undefined) throw new UsageError(`Why? The log keeps the reason: \`handrail ${command} … --why "…"\`.`);
  return why;
}

/** The one file that a command takes. */
export function onePath(paths: readonly string[], usage: string): string {
  const [path, ...more] = paths;
  if (path === undefined || more.length > 0) throw new UsageError(`Which rule set? Name one file: \`${usage}\`.`);
  return path;
}
