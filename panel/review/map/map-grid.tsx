import { useRef, useState } from 'preact/hooks';
import type { Json } from '../../../engine/model/json.ts';
import type { DecisionMap, MapCell } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { decisionLooks } from '../../words/decisions.ts';
import { useReviewPage } from '../page.ts';
import { OutcomeView } from '../regions/outcome-view.tsx';
import { deciderName, outcomeText } from '../../../report/changes.ts';
import { classLooks } from '../words.ts';
import { withValue } from './with-value.ts';

interface MapGridProps {
  map: DecisionMap;
  pair: number;
  /** The input around which the map is drawn. */
  input: Json;
  at: string | null;
}

/** The map as a grid with the keys of the ARIA practices: arrows, Home, End and Ctrl with both; Enter tries the input of a cell. */
export function MapGrid({ map, pair, input, at }: MapGridProps) {
  const page = useReviewPage();
  const grid = useRef<HTMLTableElement>(null);
  const [cell, setCell] = useState({ x: Math.max(0, map.x.chosen), y: Math.max(0, map.y.chosen) });
  const [columns, rows] = [map.x.stops.length, map.y.stops.length];
  const current = { x: Math.min(cell.x, columns - 1), y: Math.min(cell.y, rows - 1) };
  const here = map.cells[current.y]?.[current.x];

  const go = (x: number, y: number) => {
    const next = { x: Math.max(0, Math.min(columns - 1, x)), y: Math.max(0, Math.min(rows - 1, y)) };
    setCell(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.x},${next.y}"]`)?.focus();
  };
  const tryCell = (side: 'before' | 'after') => {
    const withX = withValue(input, map.x.signal, map.x.stops[current.x]?.value);
    const tried = withValue(withX, map.y.signal, map.y.stops[current.y]?.value);
    page.tryInput({ pair, side, name: nameOf(map, current), input: tried, at });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { x, y } = current;
    const far = event.ctrlKey || event.metaKey;
    const moves: Record<string, readonly [number, number]> = {
      ArrowRight: [x + 1, y],
      ArrowLeft: [x - 1, y],
      ArrowDown: [x, y + 1],
      ArrowUp: [x, y - 1],
      Home: [0, far ? 0 : y],
      End: [columns - 1, far ? rows - 1 : y],
    };
    const to = moves[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(...to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      tryCell('after');
    }
  };

  return (
    <div class="map-grid">
      <div class="map-scroll">
        <table
          role="grid"
          aria-label={`Changes by ${map.x.signal} and ${map.y.signal}`}
          ref={grid}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr>
              <td class="map-corner quiet">
                <span class="value">{map.y.signal}</span> ↓ <span class="value">{map.x.signal}</span> →
              </td>
              {map.x.stops.map(({ label }, x) => (
                <th key={label} scope="col" class={`value ${x === map.x.chosen ? 'chosen' : ''}`}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {map.cells.map((row, y) => (
              <tr key={map.y.stops[y]?.label}>
                <th scope="row" class={`value ${y === map.y.chosen ? 'chosen' : ''}`}>
                  {map.y.stops[y]?.label}
                </th>
                {row.map((each, x) => {
                  const isCurrent = x === current.x && y === current.y;
                  const example = x === map.x.chosen && y === map.y.chosen;
                  return (
                    <td
                      key={x}
                      role="gridcell"
                      data-cell={`${x},${y}`}
                      tabIndex={isCurrent ? 0 : -1}
                      aria-selected={isCurrent}
                      class={`map-cell class-${each.class} decision-${each.after.outcome.decide} ${isCurrent ? 'current' : ''}`}
                      title={cellWords(each)}
                      onClick={() => go(x, y)}
                      onFocus={() => setCell({ x, y })}
                    >
                      <Icon
                        name={
                          each.class === 'same'
                            ? decisionLooks[each.after.outcome.decide].icon
                            : classLooks[each.class].icon
                        }
                        class={each.class === 'same' ? 'decision-icon' : 'class-icon'}
                      />
                      {example && <span class="example-mark" title="The example above" />}
                      <span class="sr-only">
                        {cellWords(each)}
                        {example && ', the example above'}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {here !== undefined && (
        <div class="map-here" role="status">
          <span class="value">{nameOf(map, current)}</span>
          <span class={`map-outcome class-${here.class}`}>
            <OutcomeView decider={here.before} other={here.after} />
            {here.class === 'same' ? (
              <span class="quiet">unchanged</span>
            ) : (
              <>
                <Icon name="arrow-right" />
                <OutcomeView decider={here.after} other={here.before} />
                <strong class="class-word">{here.class}</strong>
              </>
            )}
          </span>
          <button type="button" class="link" onClick={() => tryCell('after')}>
            Try
          </button>
        </div>
      )}
    </div>
  );
}

function nameOf(map: DecisionMap, { x, y }: { x: number; y: number }): string {
  return `${map.x.signal} ${map.x.stops[x]?.label ?? ''}, ${map.y.signal} ${map.y.stops[y]?.label ?? ''}`;
}

/** `loosened: escalate → desk by a@1 becomes continue by b@2`. */
export function cellWords({ before, after, class: name }: MapCell): string {
  const [textBefore, textAfter] = [before, after].map(each => `${outcomeText(each.outcome)} by ${deciderName(each)}`);
  return name === 'same' ? `unchanged: ${textAfter}` : `${name}: ${textBefore} becomes ${textAfter}`;
}
