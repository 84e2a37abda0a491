import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import type { Json } from '../../../engine/model/json.ts';
import { expectationOf } from '../../../engine/model/samples.ts';
import { usePage } from '../page.ts';
import type { Scenario } from '../state/scenario.ts';
import { decisionPhrase } from '../../words/decisions.ts';

interface SaveSampleProps {
  scenario: Scenario;
  input: Json;
  record: DecisionRecord;
  /** Names that are taken. */
  taken: readonly string[];
  onClose: () => void;
}

/** Asks for a name and adds the input, its time and the decision on it to the rule set's samples. */
export function SaveSample({ scenario, input, record, taken, onClose }: SaveSampleProps) {
  const page = usePage();
  const [name, setName] = useState(scenario.given?.name ?? '');
  const [saving, setSaving] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Before the browser paints, so that what is typed at once is not lost.
  useLayoutEffect(() => field.current?.focus(), []);
  const isTaken = taken.includes(name.trim());
  const ready = name.trim() !== '' && !isTaken && !saving;
  const tried = Object.keys(scenario.thresholds).length > 0;
  // A sample is a test that must say the same tomorrow, so "now" becomes the time of this decision.
  const at = scenario.at ?? record.at;
  const save = async () => {
    setSaving(true);
    const saved = await page.saveSample({ name: name.trim(), input, at, expect: tried ? {} : expectationOf(record) });
    setSaving(false);
    if (!saved) return;
    page.dispatch({ type: 'saved', name: name.trim(), at });
    onClose();
  };
  return (
    <form
      class="save-sample"
      aria-label="Save as sample"
      onSubmit={event => {
        event.preventDefault();
        if (ready) void save();
      }}
      onKeyDown={event => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <label for="sample-name">Name of the sample</label>
      <div class="save-sample-row">
        <input
          ref={field}
          type="text"
          id="sample-name"
          value={name}
          placeholder="e.g. Customer threatens to sue"
          aria-invalid={isTaken}
          aria-describedby="sample-note"
          autoComplete="off"
          onInput={event => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button" aria-disabled={!ready}>
          Save
        </button>
        <button type="button" class="button secondary" onClick={onClose}>
          Cancel
        </button>
      </div>
      <p class="quiet" id="sample-note">
        {isTaken
          ? 'There is a sample of this name already.'
          : tried
            ? 'Without an expectation, since thresholds are tried out that the file does not have.'
            : `Expects: ${decisionPhrase(record.decision, record.to)}.`}
      </p>
    </form>
  );
}
