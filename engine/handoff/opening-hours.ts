import type { Target, Weekday } from '../model/rule-set.ts';

type OpeningHours = NonNullable<Target['hours']>;

/**
 * True if a target is at work at `at` (milliseconds since the Unix epoch), by the wall clock of its time zone. `from` is inside, `until` is not; an
 * `until` at or before `from` runs past midnight, and belongs to the day on which it began. In a time zone that the platform does not know it is closed.
 */
export function isOpen({ timezone, days, from, until }: OpeningHours, at: number): boolean {
  const now = wallClock(timezone, at);
  const [opens, closes] = [minutesOf(from), minutesOf(until)];
  if (!now || opens === undefined || closes === undefined) return false;
  const today = days.includes(now.day);
  if (opens < closes) return today && now.minutes >= opens && now.minutes < closes;
  const yesterday = days.includes(now.dayBefore);
  return (today && now.minutes >= opens) || (yesterday && now.minutes < closes);
}

const week: Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function wallClock(timeZone: string, at: number): { day: Weekday; dayBefore: Weekday; minutes: number } | undefined {
  const parts = formatOf(timeZone)?.formatToParts(at);
  if (parts === undefined) return undefined;
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? '';
  const index = week.indexOf(part('weekday').toLowerCase() as Weekday);
  const [day, dayBefore] = [week[index], week[(index + 6) % 7]];
  return day && dayBefore && { day, dayBefore, minutes: Number(part('hour')) * 60 + Number(part('minute')) };
}

/** Making a format takes much longer than using it. There are a few hundred time zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Undefined if the platform does not know the time zone. */
function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
    return format;
  } catch {
    return undefined;
  }
}

/** Minutes since midnight of `HH:MM`; 24:00 is the end of the day. */
function minutesOf(time: string): number | undefined {
  const match = /^(\d\d):(\d\d)$/.exec(time);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 24 * 60 && Number(match[2]) < 60 ? minutes : undefined;
}
