import { parseArgs } from 'node:util';
import { UsageError, type Command, type ExitCode, type OptionValues, type CommandContext } from './command.ts';
import { commands } from './commands/index.ts';
import { internalError } from './internal-error.ts';
import { forPeople } from './printed.ts';
import { version } from './version.ts';

/** Runs a command line, given without the name of the program. Never throws. */
export async function run(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const [name, ...rest] = args;
  try {
    if (name === undefined) throw new UsageError('Which command?', ['', ...overview()]);
    if (name === '--help' || name === '-h' || name === 'help')
      return await say(rest[0] ? helpOf(find(rest[0])) : overview(), context);
    if (name === '--version' || name === '-v') return await say([version], context);
    const command = find(name);
    const { paths, options } = parse(command, rest);
    if (options['help'] === true) return await say(helpOf(command), context);
    return await command.run(paths, options, context);
  } catch (error) {
    if (error instanceof UsageError) context.message(error.message, ...error.help);
    else context.message(...internalError(error));
    return 2;
  }
}

async function say(lines: readonly string[], { out }: CommandContext): Promise<ExitCode> {
  await out(forPeople(lines));
  return 0;
}

function find(name: string): Command {
  const command = commands.find(each => each.name === name);
  if (!command) throw new UsageError(`There is no command \`${name}\`.`, ['', ...overview()]);
  return command;
}

function parse(command: Command, args: string[]): { paths: string[]; options: OptionValues } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...command.options, format: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const options = values as OptionValues;
    refuseEmpty(positionals, values);
    const format = options['format'] ?? 'text';
    if (typeof format !== 'string' || !command.formats.includes(format)) {
      throw new UsageError(
        `\`handrail ${command.name}\` has no format \`${String(format)}\`. Formats: ${command.formats.join(', ')}.`,
      );
    }
    return { paths: positionals, options: { ...options, format } };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error), ['', ...helpOf(command)]);
  }
}

/** Refuses empty arguments: a script that passes one has an unset variable, which must not count as omitted. */
function refuseEmpty(operands: readonly string[], options: Record<string, unknown>): void {
  const isEmpty = (value: unknown) => typeof value === 'string' && value.trim() === '';
  const name = Object.keys(options).find(each => [options[each]].flat().some(isEmpty));
  if (name !== undefined) throw new UsageError(`\`--${name}\` is empty: give it a value, or leave it out.`);
  if (operands.some(isEmpty)) throw new UsageError('An operand is empty: name a file, or leave it out.');
}

function overview(): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'handrail: rules that decide when an AI agent must stop and hand over.',
    '',
    'Usage: handrail COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    '`handrail COMMAND --help` explains a command. Exit codes: 0 clean, 1 findings or failed cases, 2 bad usage or unreadable input.',
  ];
}

function helpOf({ name, summary, usage, help, formats }: Command): string[] {
  return [
    `handrail ${name}: ${summary}`,
    '',
    ...`Usage: ${usage}`.split('\n'),
    '',
    ...help.split('\n'),
    '',
    `Formats (--format): ${formats.join(', ')}.`,
  ];
}
