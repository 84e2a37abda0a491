import type { Region } from '../../../protocol/review-requests.ts';
import { Icon } from '../../parts/icon.tsx';
import { formatTime } from '../../words/format.ts';

/** The time in which the change applies; empty if it always does. */
export function RegionTime({ region: { from, until } }: { region: Region }) {
  const start = isTime(from) ? formatTime(new Date(from).toISOString()) : null;
  const end = isTime(until) ? formatTime(new Date(until).toISOString()) : null;
  if (start === null && end === null) return null;
  return (
    <p class="region-time quiet">
      <Icon name="clock" /> {start !== null && `from ${start}`} {end !== null && `until ${end}`}
    </p>
  );
}

/** True for a finite time. An infinite one arrives as null, because JSON has none. */
function isTime(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
