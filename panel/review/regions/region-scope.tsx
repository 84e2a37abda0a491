import type { Region } from '../../../protocol/review-requests.ts';
import { trafficInWords } from '../../../report/changes.ts';
import { Icon } from '../../parts/icon.tsx';
import { formatTime } from '../../words/format.ts';

/** The share of the traffic and the time for which the change applies; empty if it always does. */
export function RegionScope({ region: { from, until, traffic } }: { region: Region }) {
  const start = Number.isFinite(from) ? formatTime(new Date(from).toISOString()) : null;
  const end = Number.isFinite(until) ? formatTime(new Date(until).toISOString()) : null;
  return (
    <>
      {traffic.length > 0 && (
        <p class="region-time quiet">
          <Icon name="pie-chart" /> {trafficInWords(traffic)}
        </p>
      )}
      {(start !== null || end !== null) && (
        <p class="region-time quiet">
          <Icon name="clock" /> {start !== null && `from ${start}`} {end !== null && `until ${end}`}
        </p>
      )}
    </>
  );
}
