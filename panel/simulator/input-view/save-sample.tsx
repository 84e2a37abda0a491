import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import type { Json } from '../../../engine/model/json.ts';
import { expectationOf } from '../../../engine/model/expectation.ts';
import { ruleName } from '../../../engine/model/rule-set.ts';
import { usePage } from '../page.ts';
import type { Scenario } from '../state/scenario.ts';
import { decisionPhrase } from '../../words/decisions.ts';

interface SaveSampleProps {
  scenario: Scenario;
  input: Json;
  record: DecisionRecord;
  /** The decision with the declared thresholds; null if no other values are tried out. */
  declared: DecisionRecord | null;
  /** The names of existing samples. */
  taken: readonly string[];
  onClose: () => void;
}

/** Asks for a name and adds the input, with its time and the decision that the file makes, to the rule set's samples. */
export function SaveSample({ scenario, input, record, declared, taken, onClose }: SaveSampleProps) {
  const page = usePage();
  const [name, setName] = useState(scenario.given?.name ?? '');
  const [saving, setSaving] = useState(false);
  const [pinned, setPinned] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // Before the browser paints, so that the first keystrokes are not lost.
  useLayoutEffect(() => field.current?.focus(), []);
  const isTaken = taken.includes(name.trim());
  const ready = name.trim() !== '' && !isTaken && !saving;
  // Samples run with the file's thresholds, so values that are only tried out must not affect what they expect.
  const expected = declared ?? record;
  const expect = expectationOf(expected, pinned);
  // A sample must give the same result tomorrow, so "now" becomes the time of this decision.
  const at = scenario.at ?? record.at;
  const save = async () => {
    setSaving(true);
    const saved = await page.saveSample({ name: name.trim(), input, at, grants: scenario.grants, expect });
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
      {expected.rule !== null && (
        <label class="pin-version">
          <input
            type="checkbox"
            class="checkbox"
            checked={pinned}
            onChange={event => setPinned(event.currentTarget.checked)}
          />
          Expect this version of the rule: <span class="value">{ruleName(expected.rule)}</span>
        </label>
      )}
      <p class="quiet" id="sample-note">
        {isTaken
          ? 'A sample with this name already exists.'
          : `Expects: ${decisionPhrase(expected.decision, expected.to)}, by ${expected.rule === null ? 'the default' : expect.rule}.${
              declared === null ? '' : triedWords(declared, record)
            }`}
      </p>
    </form>
  );
}

/** Explains that the sample does not expect the decision with the tried values. */
function triedWords(declared: DecisionRecord, tried: DecisionRecord): string {
  const same = declared.decision === tried.decision && declared.to === tried.to && sameRule(declared, tried);
  const instead = same ? 'decide the same' : `decide ${decisionPhrase(tried.decision, tried.to)}`;
  return ` This is the decision with the thresholds of the file; the tried values ${instead}.`;
}

function sameRule({ rule: a }: DecisionRecord, { rule: b }: DecisionRecord): boolean {
  return a?.id === b?.id && a?.version === b?.version;
}
