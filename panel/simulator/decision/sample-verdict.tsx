import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import type { RuleSetView } from '../../../server/messages.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Model } from '../state/model.ts';
import { isUntouched, sampleNamed } from '../state/scenario.ts';
import { unmetExpectations } from '../../words/expectation.ts';

/** Whether the sample, as it stands in its file, decides as it expects. */
export function SampleVerdict({
  model,
  ruleSet,
  record,
}: {
  model: Model;
  ruleSet: RuleSetView;
  record: DecisionRecord;
}) {
  const scenario = model.history.present;
  const expected = sampleNamed(ruleSet, scenario.sample)?.expect ?? null;
  if (expected === null || model.base === null || !isUntouched(scenario, model.base)) return null;
  const unmet = unmetExpectations(expected, record);
  if (unmet.length === 0) {
    return (
      <span class="met">
        <Icon name="check" /> as the sample expects
      </span>
    );
  }
  return (
    <span class="unmet">
      <Icon name="error" /> the sample expects {unmet.join('; ')}
    </span>
  );
}
