import type { SampleOutcome } from '../../../protocol/server.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Model } from '../state/model.ts';
import { isUntouched } from '../state/scenario.ts';

/** The verdict on the chosen sample; nothing while the input, the time or a threshold differs from it. */
export function SampleVerdict({ model, outcome }: { model: Model; outcome: SampleOutcome | null }) {
  const scenario = model.history.present;
  if (outcome === null || outcome.name !== scenario.sample) return null;
  if (model.base === null || !isUntouched(scenario, model.base)) return null;
  switch (outcome.verdict) {
    case 'passed':
      return (
        <span class="met">
          <Icon name="check" /> as the sample expects
        </span>
      );
    case 'failed':
      return (
        <span class="unmet">
          <Icon name="error" /> the sample fails ({outcome.failures.join('; ')})
        </span>
      );
    case 'unchecked':
      return <span>the sample expects nothing</span>;
    case 'broken':
      return null;
  }
}
