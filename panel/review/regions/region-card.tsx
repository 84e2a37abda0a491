import { useState } from 'preact/hooks';
import type { Region } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { TabPanel, Tabs } from '../../parts/tabs.tsx';
import { MapView } from '../map/map-view.tsx';
import { useReviewPage } from '../page.ts';
import { count, formatNumber } from '../../words/format.ts';
import { reviewedState, type Model } from '../state/model.ts';
import { deciderName, outcomeText } from '../../../report/changes.ts';
import { classLooks } from '../words.ts';
import { BothTraces } from './both-traces.tsx';
import { ConditionView } from './condition-view.tsx';
import { OutcomeView } from './outcome-view.tsx';
import { RegionNotes } from './region-notes.tsx';
import { RegionScope } from './region-scope.tsx';
import { WitnessView } from './witness-view.tsx';
import { placesOf } from './places.ts';

interface RegionCardProps {
  model: Model;
  pair: number;
  comparison: Comparison;
  region: Region;
  open: boolean;
  onToggle: (open: boolean) => void;
}

/** A region of inputs that go from one outcome to another: a line that, opened, shows why, an input to try, and the reviewer's comment. */
export function RegionCard({ model, pair, comparison, region, open, onToggle }: RegionCardProps) {
  const page = useReviewPage();
  const digests = { before: comparison.before.ruleSet?.digest ?? '', after: comparison.after.ruleSet?.digest ?? '' };
  const mark = model.pairs[pair]?.marks[region.id];
  const reviewed = reviewedState(mark, digests.after);
  const name = `${outcomeText(region.before.outcome)} becomes ${outcomeText(region.after.outcome)}`;
  const tick = () => {
    const others = (mark?.reviewed ?? []).filter(digest => digest !== digests.after);
    const now = reviewed === 'now' ? others : [...others, digests.after];
    page.setMark(pair, digests.before, region.id, { reviewed: now, comment: mark?.comment ?? '' });
    if (reviewed !== 'now' && open) onToggle(false);
  };
  return (
    <li class={`region class-${region.class} ${reviewed === 'now' ? 'reviewed' : ''}`}>
      <div class="region-head">
        <input
          type="checkbox"
          class="checkbox tick"
          aria-label={`Reviewed: ${name}, by ${deciderName(region.after)}`}
          title={reviewed === 'earlier' ? 'Reviewed for an earlier text, which has changed since' : 'Reviewed'}
          checked={reviewed === 'now'}
          onChange={tick}
        />
        <button type="button" class="region-line" aria-expanded={open} onClick={() => onToggle(!open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} class="twistie" />
          <span class="region-outcomes">
            <OutcomeView decider={region.before} other={region.after} />
            <Icon name="arrow-right" class="becomes" />
            <span class="sr-only">becomes</span>
            <OutcomeView decider={region.after} other={region.before} />
          </span>
          <span class="region-cases quiet">{knownCases(comparison, region)}</span>
        </button>
      </div>
      <div class="region-condition">
        <ConditionView condition={region.condition} short={!open} />
        <RegionScope region={region} />
      </div>
      {reviewed === 'earlier' && (
        <p class="region-stale quiet">
          <Icon name="history" /> Reviewed for an earlier text, which has changed since.
        </p>
      )}
      {!open && mark !== undefined && mark.comment !== '' && (
        <p class="region-comment quiet">
          <Icon name="comment" /> {mark.comment}
        </p>
      )}
      {open && <Detail model={model} pair={pair} comparison={comparison} region={region} digest={digests.before} />}
    </li>
  );
}

interface DetailProps extends Pick<RegionCardProps, 'model' | 'pair' | 'comparison' | 'region'> {
  digest: string;
}

function Detail({ model, pair, comparison, region, digest }: DetailProps) {
  const page = useReviewPage();
  const [tab, setTab] = useState<'why' | 'map'>('why');
  const places = placesOf(comparison, region);
  return (
    <div class="region-detail">
      <p class="region-facts quiet">
        {namesOf(comparison, region)}
        <button type="button" class="link" onClick={() => page.showTexts(pair, places.before, places.after)}>
          <Icon name="diff" /> Show both texts
        </button>
      </p>
      <WitnessView
        pair={pair}
        witness={region.witness}
        name={`${classLooks[region.class].title}: ${deciderName(region.after)}`}
        comparison={comparison}
      />
      <div class="column-header">
        <Tabs
          group={region.id}
          label="About this change"
          tabs={[
            { id: 'why', label: 'Why' },
            { id: 'map', label: 'Map' },
          ]}
          selected={tab}
          onSelect={setTab}
        />
      </div>
      <TabPanel group={region.id} tab={tab} class="">
        {tab === 'why' ? (
          <BothTraces pair={pair} comparison={comparison} region={region} />
        ) : (
          <MapView pair={pair} comparison={comparison} region={region} />
        )}
      </TabPanel>
      <RegionNotes
        mark={model.pairs[pair]?.marks[region.id]}
        onChange={mark => page.setMark(pair, digest, region.id, mark)}
        id={region.id}
      />
    </div>
  );
}

/** `2 samples, 41 logged`, `no sample`; `no known cases` if there are neither samples nor logged cases. */
function knownCases({ measurements }: Comparison, { id }: Region): string {
  const known = measurements.flatMap(({ kind, total, regions }) => {
    if (total === 0) return [];
    const number = regions.find(({ region }) => region === id)?.count ?? 0;
    if (kind === 'log') return [`${number === 0 ? 'none' : formatNumber(number)} logged`];
    return [number === 0 ? 'no sample' : count(number, 'sample')];
  });
  return known.length === 0 ? 'no known cases' : known.join(', ');
}

function namesOf({ measurements }: Comparison, { id }: Region) {
  return measurements.map(({ kind, name, regions }) => {
    const found = regions.find(({ region }) => region === id);
    if (found === undefined || found.names.length === 0) return null;
    const more = found.count - found.names.length;
    return (
      <span key={`${kind} ${name}`}>
        {kind === 'samples' ? (found.count === 1 ? 'sample' : 'samples') : name}: {found.names.join('; ')}
        {more > 0 && ` and ${more} more`}
      </span>
    );
  });
}
