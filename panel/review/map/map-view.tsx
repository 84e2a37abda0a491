import { useEffect, useState } from 'preact/hooks';
import type { Region } from '../../../protocol/review-requests.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import type { Comparison, DecisionMap } from '../../../protocol/server.ts';
import { Dropdown } from '../../parts/dropdown.tsx';
import { useReviewPage } from '../page.ts';
import { timeOf } from '../time.ts';
import { axisSignals, firstAxes } from './axes.ts';
import { MapGrid } from './map-grid.tsx';
import { MapTable } from './map-table.tsx';

interface MapViewProps {
  pair: number;
  comparison: Comparison;
  region: Region;
}

/** The changes if two signals vary and all others are as in the region's example. */
export function MapView({ pair, comparison, region }: MapViewProps) {
  const signals = axisSignals(comparison);
  const [chosen, setChosen] = useState(() => firstAxes(signals, region));
  if (chosen === null) return <p class="quiet">A map needs two signals, but this rule set has fewer.</p>;
  const choose = (axis: 'x' | 'y') => (name: string) =>
    // Choosing the other axis's signal swaps the two.
    setChosen(now => {
      if (now === null) return now;
      const other = axis === 'x' ? 'y' : 'x';
      return now[other] === name ? { x: now.y, y: now.x } : { ...now, [axis]: name };
    });
  return (
    <div class="map">
      <div class="map-axes">
        {(['x', 'y'] as const).map(axis => (
          <span key={axis} class="chooser">
            <label for={`${axis}-${region.id}`}>{axis === 'x' ? 'across' : 'down'}</label>
            <Dropdown id={`${axis}-${region.id}`} value={chosen[axis]} onChange={choose(axis)}>
              {signals.map(({ name }) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </Dropdown>
          </span>
        ))}
      </div>
      <LoadedMap pair={pair} comparison={comparison} region={region} x={chosen.x} y={chosen.y} />
    </div>
  );
}

function declarationOf({ after, before }: Comparison, name: string): Signal | null {
  const declared = [after, before].flatMap(({ ruleSet }) => ruleSet?.signals ?? []);
  return declared.find(signal => signal.name === name)?.declaration ?? null;
}

function LoadedMap({ pair, comparison, region, x, y }: MapViewProps & { x: string; y: string }) {
  const page = useReviewPage();
  const [map, setMap] = useState<DecisionMap | null>(null);
  const [asTable, setAsTable] = useState(false);
  const { input, at } = region.witness;
  useEffect(() => {
    let late = false;
    void page.decisionMap({ pair, input, at: timeOf(at), x, y }).then(answer => {
      if (!late) setMap(answer);
    });
    return () => {
      late = true;
    };
  }, [page, pair, comparison, region.id, x, y]);
  if (map === null) return <p class="quiet map-waiting">Drawing…</p>;
  return (
    <>
      {asTable ? (
        <MapTable map={map} />
      ) : (
        <MapGrid
          key={`${x} ${y}`}
          map={map}
          pair={pair}
          input={input}
          at={timeOf(at)}
          signals={{ x: declarationOf(comparison, x), y: declarationOf(comparison, y) }}
        />
      )}
      <p class="map-notes quiet">
        <span>All other signals have the values of the example below.</span>
        {map.x.omitted + map.y.omitted > 0 && <span>{map.x.omitted + map.y.omitted} values are omitted.</span>}
        {!map.exact && <span>Conditions on strings may decide values within a cell differently.</span>}
        <button type="button" class="link" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'As a map' : 'As a table'}
        </button>
      </p>
    </>
  );
}
