import type { RuleSetView } from '../../../protocol/server.ts';
import type { Model } from '../state/model.ts';
import { Dropdown } from '../../parts/dropdown.tsx';
import { usePage } from '../page.ts';
import { SampleChooser } from './sample-chooser.tsx';
import { TimeChooser } from './time-chooser.tsx';

/** The rule set, its version, and the choice of sample and time. */
export function TopBar({ model, ruleSet }: { model: Model; ruleSet: RuleSetView }) {
  const { at } = model.history.present;
  return (
    <header class="top-bar">
      <h1 title={ruleSet.description ?? undefined}>
        {ruleSet.name} <span class="version">{ruleSet.version}</span>
      </h1>
      <VersionChooser model={model} />
      <SampleChooser model={model} ruleSet={ruleSet} />
      <TimeChooser at={at} decidedAt={model.result?.record?.at ?? null} />
    </header>
  );
}

/** Chooses the version of the rule set that decides; empty if there is only one. */
function VersionChooser({ model: { versions, version } }: { model: Model }) {
  const page = usePage();
  if (versions.length < 2 || version === null) return null;
  return (
    <div class="chooser">
      <label for="version">version</label>
      <Dropdown id="version" value={version} onChange={uri => page.chooseVersion(uri)}>
        {versions.map(({ uri, label }) => (
          <option key={uri} value={uri}>
            {label}
          </option>
        ))}
      </Dropdown>
    </div>
  );
}
