import type { SemanticDiff } from '../../../protocol/review-requests.ts';
import type { Comparison } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import { useReviewPage } from '../page.ts';
import { isOpen, type Model } from '../state/model.ts';
import { changeClasses, classLooks } from '../words.ts';
import { RegionCard } from './region-card.tsx';

interface RegionListProps {
  model: Model;
  pair: number;
  comparison: Comparison;
  diff: SemanticDiff;
}

/** All regions of inputs whose outcome changes, most severe first. */
export function RegionList({ model, pair, comparison, diff }: RegionListProps) {
  const page = useReviewPage();
  const { regions } = diff;
  if (regions.length === 0) return null;
  return (
    <section class="regions" aria-label="Changed decisions">
      {changeClasses.map(name => {
        const members = regions.filter(region => region.class === name);
        if (members.length === 0) return null;
        const { title, meaning, icon } = classLooks[name];
        return (
          <div key={name} class={`region-group class-${name}`}>
            <h2>
              <Icon name={icon} class="class-icon" /> {title} <span class="quiet">{meaning}</span>
            </h2>
            <ul>
              {members.map(region => (
                <RegionCard
                  key={region.id}
                  model={model}
                  pair={pair}
                  comparison={comparison}
                  region={region}
                  open={isOpen(model, regions, region)}
                  onToggle={open => page.dispatch({ type: 'toggle', region: region.id, open })}
                />
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}
