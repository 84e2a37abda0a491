import type { RuleSetView } from '../../../protocol/server.ts';
import { saveButtonId } from '../input-view/input-panel.tsx';
import { usePage } from '../page.ts';
import { Dropdown } from '../../parts/dropdown.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import type { Model } from '../state/model.ts';
import { isUntouched, sampleNamed } from '../state/scenario.ts';

/** Chooses one of the rule set's samples, or, if there are none, offers to create the first. */
export function SampleChooser({ model, ruleSet }: { model: Model; ruleSet: RuleSetView }) {
  const page = usePage();
  const { sample: name, given } = model.history.present;
  if (ruleSet.samples.length === 0 && name === null && given === null) return <NoSamples />;
  const sample = sampleNamed(ruleSet, name);
  const edited = model.base !== null && !isUntouched(model.history.present, model.base);
  return (
    <div class="chooser sample-chooser">
      <label for="sample">sample</label>
      <Dropdown
        id="sample"
        value={name !== null ? `= ${name}` : given !== null ? 'given' : ''}
        onChange={chosen => {
          if (chosen === 'given') return;
          page.dispatch({ type: 'chooseSample', name: chosen === '' ? null : chosen.slice(2), now: Date.now() });
        }}
      >
        <option value="">none (your own input)</option>
        {given !== null && <option value="given">{given.name}</option>}
        {name !== null && sample === null && <option value={`= ${name}`}>{name} (not in a file)</option>}
        {ruleSet.samples.map(({ name: known }) => (
          <option value={`= ${known}`} key={known}>
            {known}
          </option>
        ))}
      </Dropdown>
      {sample !== null && (
        <PlaceLink
          place={{ sample: sample.name }}
          class="to-source"
          title={sample.description ?? 'Show the sample in its file'}
        >
          <Icon name="go-to-file" />
          <span class="sr-only">Show the sample in its file</span>
        </PlaceLink>
      )}
      {edited && (
        <span
          class="edited"
          title={`The input, the time or a threshold differs from the ${given === null ? 'sample' : 'given input'}.`}
        >
          edited
        </span>
      )}
    </div>
  );
}

function NoSamples() {
  const page = usePage();
  const make = () => {
    page.dispatch({ type: 'showInput', tab: 'form' });
    document.getElementById(saveButtonId)?.click();
  };
  return (
    <div class="chooser no-samples">
      <span>No samples yet.</span>
      <button type="button" class="link" onClick={make}>
        Create the first from the form
      </button>
      <button type="button" class="link" onClick={() => page.openReference('samples')}>
        About samples
      </button>
    </div>
  );
}
