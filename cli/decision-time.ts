import { parseTimestamp } from '../engine/model/time/timestamp.ts';
import { UsageError, type OptionValues, type CommandContext } from './command.ts';

/** The time given with `--at`, or now; in milliseconds since the Unix epoch. */
export function decisionTime(options: OptionValues, { now }: CommandContext): number {
  const given = options['at'];
  if (typeof given !== 'string') return now;
  const at = parseTimestamp(given);
  if (at === undefined)
    throw new UsageError(`--at takes an RFC 3339 time such as 2026-03-02T10:00:00Z, not \`${given}\`.`);
  return at;
}
