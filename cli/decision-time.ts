import { parseTimestamp } from '../engine/model/time/timestamp.ts';
import { UsageError, type OptionValues, type Surroundings } from './command.ts';

/** What `--at` says, else now; in milliseconds since the Unix epoch. */
export function decisionTime(options: OptionValues, { now }: Surroundings): number {
  const given = options['at'];
  if (typeof given !== 'string') return now;
  const at = parseTimestamp(given);
  if (at === undefined)
    throw new UsageError(`--at takes an RFC 3339 time such as 2026-03-02T10:00:00Z, not \`${given}\`.`);
  return at;
}
