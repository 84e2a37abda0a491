import { formatTimestamp } from '../engine/model/time/timestamp.ts';

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const day = 24 * 60 * 60 * 1000;

/** "1 Mar 2026", in UTC. */
export function dayInWords(time: number): string {
  return dayFormat.format(time);
}

/** "1 Mar 2026" for a midnight in UTC, else RFC 3339. */
export function timeInWords(time: number): string {
  return time % day === 0 ? dayInWords(time) : formatTimestamp(time);
}

/** "from 1 Mar 2026 until 1 Apr 2026"; empty if a period has no bounds. */
export function periodInWords({ from, until }: { from: number; until: number }): string {
  return [
    ...(Number.isFinite(from) ? [`from ${timeInWords(from)}`] : []),
    ...(Number.isFinite(until) ? [`until ${timeInWords(until)}`] : []),
  ].join(' ');
}
