import type { RuleSetView } from '../../../server/messages.ts';
import type { Model } from '../state/model.ts';
import { SampleChooser } from './sample-chooser.tsx';
import { TimeChooser } from './time-chooser.tsx';

/** Which rule set, which sample, which time. */
export function TopBar({ model, ruleSet }: { model: Model; ruleSet: RuleSetView }) {
  const { at } = model.history.present;
  return (
    <header class="top-bar">
      <h1 title={ruleSet.description ?? undefined}>
        {ruleSet.name} <span class="version">{ruleSet.version}</span>
      </h1>
      <SampleChooser model={model} ruleSet={ruleSet} />
      <TimeChooser at={at} decidedAt={model.result?.record?.at ?? null} />
    </header>
  );
}
