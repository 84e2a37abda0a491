import { compilePattern } from '../../../engine/index.ts';
import { parseTimestamp } from '../../../engine/model/time/timestamp.ts';

/** What the formats in our schemas mean; the generated validators ask here, so that engine and schemas agree. */
export const formats = {
  'date-time': (text: string): boolean => parseTimestamp(text) !== undefined,
  /** RE2, as signals and CEL's `matches` use it. */
  regex: (text: string): boolean => typeof compilePattern(text) !== 'string',
  timezone: isTimeZone,
};

/** An IANA time zone that the platform knows, in any case. Offsets such as `+01:00` are none: they know no summer. */
function isTimeZone(name: string): boolean {
  if (name.length > 100 || !/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** All time zones that the platform knows by their main names. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
