import path from 'node:path';
import type { EntryKind } from '../../engine/index.ts';
import type { ExitCode, OptionValues, CommandContext } from '../command.ts';
import { displayPath } from '../disk-workspace.ts';
import { outcomeFormats } from '../formats/outcome.ts';
import { textOption } from './options.ts';
import { changesIn } from './changes.ts';
import type { Outcome } from './outcome.ts';
import { writing, type Writing } from './writing.ts';

/** Runs a command that adds to the log of a rule file, and prints its outcome. */
export async function say(
  command: EntryKind,
  uri: string,
  options: OptionValues,
  context: CommandContext,
  action: (writing: Writing) => Promise<Outcome>,
): Promise<ExitCode> {
  const { directory, color, columns, now, out } = context;
  const key = textOption(options, 'sign');
  const sign = key === undefined ? undefined : path.resolve(directory, key);
  const outcome = await writing(command, uri, { context, sign, dryRun: options['dry-run'] === true }, action);
  const show = (each: string) => displayPath(each, directory);
  const write = outcomeFormats[options['format'] as keyof typeof outcomeFormats];
  const changes = await changesIn(outcome, uri, context);
  await out(write(outcome, { show, color, columns, now, file: show(uri), changes }));
  // An opinion that does not count is recorded, but the command fails.
  return outcome.refused === null && outcome.counts?.counts !== false ? 0 : 1;
}
