import { useRef, useState } from 'preact/hooks';
import type { Signal } from '../../../engine/model/rule-set.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { DecisionMap, MapCell } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { decisionLooks } from '../../words/decisions.ts';
import { useReviewPage } from '../page.ts';
import { OutcomeView } from '../regions/outcome-view.tsx';
import { deciderName, outcomeText } from '../../../report/changes.ts';
import { shares } from './scale.ts';
import { withValue } from './with-value.ts';

/** A map that is wider than this many columns scrolls. */
const maxColumns = 7;
/** The height of a map without its labels, in pixels, if all rows are high enough. */
const mapHeight = 130;
const minRowHeight = 24;

interface MapGridProps {
  map: DecisionMap;
  pair: number;
  /** The input around which the map is drawn. */
  input: Json;
  at: string | null;
  /** The declarations of the two signals, for the scale of the axes. */
  signals: { x: Signal | null; y: Signal | null };
}

/** The map as a grid with the keys of the ARIA practices: arrows, Home, End and Ctrl with both; Enter tries the input of a cell. */
export function MapGrid({ map, pair, input, at, signals }: MapGridProps) {
  const page = useReviewPage();
  const grid = useRef<HTMLTableElement>(null);
  const [cell, setCell] = useState({ x: Math.max(0, map.x.chosen), y: Math.max(0, map.y.chosen) });
  const [columns, rows] = [map.x.stops.length, map.y.stops.length];
  const current = { x: Math.min(cell.x, columns - 1), y: Math.min(cell.y, rows - 1) };
  const widths = withRoomForNames(
    shares(
      map.x.stops.map(({ label }) => label),
      signals.x,
    ),
    x => map.cells.some(row => row[x] !== undefined && onlyTargetChanges(row[x])),
  );
  const heights = shares(
    map.y.stops.map(({ label }) => label),
    signals.y,
  );
  const isExample = current.x === map.x.chosen && current.y === map.y.chosen;
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
          class={columns > maxColumns ? 'wide' : ''}
          role="grid"
          aria-label={`Changes by ${map.x.signal} and ${map.y.signal}`}
          ref={grid}
          onKeyDown={onKeyDown}
        >
          <colgroup>
            <col class="map-labels" />
            {widths.map((width, x) => (
              <col key={x} style={{ width: `${(width * (1 - labelsShare) * 100).toFixed(1)}%` }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <td />
              {map.x.stops.map(({ label }, x) => (
                <th key={label} scope="col" class={`value ${x === map.x.chosen ? 'chosen' : ''}`}>
                  <StopLabel label={label} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {map.cells.map((row, y) => (
              <tr
                key={map.y.stops[y]?.label}
                style={{ height: `${Math.max(minRowHeight, Math.round((heights[y] ?? 0) * mapHeight))}px` }}
              >
                <th scope="row" class={`value ${y === map.y.chosen ? 'chosen' : ''}`}>
                  <StopLabel label={map.y.stops[y]?.label ?? ''} />
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
                      <CellIcons cell={each} />
                      {example && <span class="example-mark" title="The example below" />}
                      <span class="sr-only">
                        {cellWords(each)}
                        {example && ', the example below'}
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {here !== undefined && !isExample && (
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

/** The share of a map's width that the labels of its rows take, as its styles say. */
const labelsShare = 0.24;
/** The share of the columns' width that two names of targets need. */
const namesShare = 0.3;

function withRoomForNames(widths: readonly number[], hasNames: (column: number) => boolean): number[] {
  const wanted = widths.map((width, x) => (hasNames(x) ? Math.max(width, namesShare) : width));
  const sum = wanted.reduce((total, width) => total + width, 0);
  return wanted.map(width => width / sum);
}

/** True if only the target changes, so that both decisions have the same icon. */
function onlyTargetChanges({ before, after, class: name }: MapCell): boolean {
  return name !== 'same' && before.outcome.decide === after.outcome.decide && before.outcome.to !== after.outcome.to;
}

/** The decision, or those before and after if it changes: the arrow says so without its colour. Equal icons are told apart by their targets. */
function CellIcons({ cell }: { cell: MapCell }) {
  const { before, after, class: name } = cell;
  const icon = ({ outcome: { decide } }: MapCell['after']) => (
    <span class={`decision-${decide}`}>
      <Icon name={decisionLooks[decide].icon} class="decision-icon" />
    </span>
  );
  if (name === 'same') return icon(after);
  if (onlyTargetChanges(cell))
    return (
      <span class="cell-change targets">
        {icon(after)} {before.outcome.to ?? 'nobody'}
        <Icon name="arrow-right" class="becomes" />
        {after.outcome.to ?? 'nobody'}
      </span>
    );
  return (
    <span class="cell-change">
      {icon(before)}
      <Icon name="arrow-right" class="becomes" />
      {icon(after)}
    </span>
  );
}

/** A label that breaks between its parts, as `≥ 0.65, < 0.75` does after the comma, or else within a name. */
function StopLabel({ label }: { label: string }) {
  const parts = label.replaceAll(/([<>≤≥]) /g, '$1\u00a0').split(/(?<=_)/);
  return (
    <>
      {parts.map((part, index) => (
        <span key={index}>
          {index > 0 && <wbr />}
          {part}
        </span>
      ))}
    </>
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
