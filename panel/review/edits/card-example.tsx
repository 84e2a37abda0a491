import type { Comparison } from '../../../protocol/server.ts';
import type { OutcomeChange } from '../../../report/outcome-changes.ts';
import { MapView } from '../map/map-view.tsx';
import { BothTraces } from '../regions/both-traces.tsx';
import { WitnessView } from '../regions/witness-view.tsx';
import type { EditCard } from './cards.ts';
import { Folds } from './folds.tsx';
import { sampleName } from './sample-name.ts';

interface CardExampleProps {
  pair: number;
  comparison: Comparison;
  card: EditCard;
  change: OutcomeChange;
}

/** The first change of a card in a picture, and an input to try. */
export function CardExample({ pair, comparison, card, change }: CardExampleProps) {
  const [lead = change.past[0]] = change.current;
  if (lead === undefined) return null;
  const region = lead.shown;
  return (
    <div class="card-example">
      <MapView pair={pair} comparison={comparison} region={region} />
      <WitnessView pair={pair} region={region} name={sampleName(card, change)} comparison={comparison} />
      <Folds
        folds={[
          {
            label: 'traces before and after',
            content: () => <BothTraces pair={pair} comparison={comparison} region={region} />,
          },
        ]}
      />
    </div>
  );
}
