import { fieldsOfTime, localTime, type TimeField } from './time-zone.ts';

/**
 * A field of the time on a clock in a zone (null: UTC), as CEL's accessors of a timestamp give it. The offset of a zone changes at whole quarters of an
 * hour since the year 2000, so that within one it is asked for once.
 * @returns a function of a time in milliseconds since the Unix epoch
 */
export function clock(field: TimeField, zone: string | null): (at: number) => number {
  const offset = zone === null ? () => 0 : offsetOf(zone);
  const read = fieldsOfTime[field];
  const local = new Date(0);
  let knownAt = NaN;
  let known = 0;
  return at => {
    if (at === knownAt) return known;
    local.setTime(at + offset(at));
    knownAt = at;
    return (known = read(local));
  };
}

/** Fields that a day has as a whole, other than its day of the week, and the year. */
const ofDate: ReadonlySet<TimeField> = new Set(['getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfYear']);

/** True for fields that are the same for a whole day and do not repeat every week. */
export function isOfDate(field: TimeField): boolean {
  return ofDate.has(field);
}

const quarter = 15 * 60_000;
const firstWholeOffsets = Date.UTC(2000, 0, 1);

/** The offset of a zone from UTC by time, both in milliseconds. */
export function offsetOf(zone: string): (at: number) => number {
  let knownAt = NaN;
  let known = 0;
  return at => {
    const start = at < firstWholeOffsets ? at : Math.floor(at / quarter) * quarter;
    if (start !== knownAt) {
      known = (localTime(new Date(start), zone)?.getTime() ?? start) - start;
      knownAt = start;
    }
    return known;
  };
}
