const DAY = 86_400_000;

/**
 * CEL's accessors of a timestamp, in UTC. Months and days of the year and of the month count from 0 (`getDate` from 1), days of the week from 0 for
 * Sunday.
 */
export const fieldsOfTime = {
  getFullYear: (time: Date) => time.getUTCFullYear(),
  getMonth: (time: Date) => time.getUTCMonth(),
  getDate: (time: Date) => time.getUTCDate(),
  getDayOfMonth: (time: Date) => time.getUTCDate() - 1,
  getDayOfWeek: (time: Date) => time.getUTCDay(),
  getDayOfYear: (time: Date) => Math.floor((time.getTime() - startOfYear(time.getUTCFullYear())) / DAY),
  getHours: (time: Date) => time.getUTCHours(),
  getMinutes: (time: Date) => time.getUTCMinutes(),
  getSeconds: (time: Date) => time.getUTCSeconds(),
  getMilliseconds: (time: Date) => time.getUTCMilliseconds(),
};
export type TimeField = keyof typeof fieldsOfTime;

/** The least and the greatest value of each field, in the years 1 to 9999. */
export const rangeOfField: Readonly<Record<TimeField, readonly [least: number, greatest: number]>> = {
  getFullYear: [0, 10_000],
  getMonth: [0, 11],
  getDate: [1, 31],
  getDayOfMonth: [0, 30],
  getDayOfWeek: [0, 6],
  getDayOfYear: [0, 365],
  getHours: [0, 23],
  getMinutes: [0, 59],
  getSeconds: [0, 59],
  getMilliseconds: [0, 999],
};

function startOfYear(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

/**
 * The time whose UTC fields are those of `time` in a zone: an IANA name (`Europe/Berlin`) or an offset (`+01:00`, `-5:30`). Undefined for an unknown zone.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#timezones
 */
export function localTime(time: Date, zone: string): Date | undefined {
  const offset = /^([+-]?)(\d{1,2}):(\d\d)$/.exec(zone);
  if (offset) {
    const [, sign, hours, minutes] = offset;
    if (Number(hours) > 14 || Number(minutes) > 59) return undefined;
    return new Date(time.getTime() + (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000);
  }
  const format = formatFor(zone);
  if (!format) return undefined;
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = new Date(0);
  local.setUTCFullYear(part('year'), part('month') - 1, part('day'));
  local.setUTCHours(part('hour'), part('minute'), part('second'), time.getUTCMilliseconds());
  return local;
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function formatFor(zone: string): Intl.DateTimeFormat | undefined {
  if (formats.has(zone)) return formats.get(zone);
  // The zone may come from a signal, so the cache is bounded.
  if (formats.size >= 100) formats.clear();
  const format = newFormat(zone);
  formats.set(zone, format);
  return format;
}

function newFormat(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    const numeric = {
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    } as const;
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      calendar: 'iso8601',
      numberingSystem: 'latn',
      ...numeric,
    });
  } catch {
    // The platform throws a RangeError for an unknown zone.
    return undefined;
  }
}
