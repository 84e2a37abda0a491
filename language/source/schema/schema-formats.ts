import { compilePattern } from '../../../engine/index.ts';
import { parseTimestamp } from '../../../engine/model/time/timestamp.ts';

/** The formats in our schemas. The generated validators use these functions, so that engine and schemas agree. */
export const formats = {
  'date-time': (text: string): boolean => parseTimestamp(text) !== undefined,
  /** RE2, as in signals and CEL's `matches`. */
  regex: (text: string): boolean => typeof compilePattern(text) !== 'string',
  timezone: isTimeZone,
};

/** True for an IANA time zone that the platform knows, in upper or lower case. False for offsets such as `+01:00`, which have no summer time. */
function isTimeZone(name: string): boolean {
  if (name.length > 100 || !/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The canonical names of all time zones that the platform knows. */
export function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
