import type { DecisionMap } from '../../../protocol/server.ts';
import { deciderName, outcomeText } from '../../../report/changes.ts';

/** The changed cells of a map, as a table. */
export function MapTable({ map }: { map: DecisionMap }) {
  const changed = map.cells.flatMap((row, y) =>
    row.flatMap((cell, x) => (cell.class === 'same' ? [] : [{ cell, x, y }])),
  );
  if (changed.length === 0) return <p class="quiet">Nothing changes on this map.</p>;
  return (
    <div class="map-scroll">
      <table class="map-table">
        <thead>
          <tr>
            {[map.x.signal, map.y.signal, 'before', 'after', 'change'].map(title => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changed.map(({ cell, x, y }) => (
            <tr key={`${x} ${y}`}>
              <td class="value">{map.x.stops[x]?.label}</td>
              <td class="value">{map.y.stops[y]?.label}</td>
              <td>
                {outcomeText(cell.before.outcome)} <span class="value quiet">{deciderName(cell.before)}</span>
              </td>
              <td>
                {outcomeText(cell.after.outcome)} <span class="value quiet">{deciderName(cell.after)}</span>
              </td>
              <td>{cell.class}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
