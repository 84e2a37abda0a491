import { useEffect, useState } from 'preact/hooks';
import type { RuleSetView } from '../../../protocol/server.ts';
import { usePage } from '../page.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { TabPanel, Tabs } from '../../parts/tabs.tsx';
import type { Model } from '../state/model.ts';
import { isUntouched, type Scenario } from '../state/scenario.ts';
import { Form } from './form.tsx';
import { JsonEditor } from './json-editor.tsx';
import { SaveSample } from './save-sample.tsx';

export const saveButtonId = 'save-sample-button';

/** The input, as a form and as JSON, with undo, redo, reset and saving as a sample. */
export function InputPanel({ model, ruleSet }: { model: Model; ruleSet: RuleSetView }) {
  const page = usePage();
  const [saving, setSaving] = useState(false);
  const { history, input, textError, inputTab } = model;
  const scenario = history.present;
  const record = model.result?.record ?? null;
  const undo = () => page.dispatch({ type: 'undo' });
  const redo = () => page.dispatch({ type: 'redo' });
  const canReset = model.base !== null && !isUntouched(scenario, model.base);
  useEffect(() => {
    if (record === null) setSaving(false);
  }, [record === null]);
  const closeSave = () => {
    setSaving(false);
    document.getElementById(saveButtonId)?.focus();
  };

  // Handled before the surrounding editor sees the key, whose own undo would change the field but not the value.
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    if ((event.target as HTMLElement).closest('.save-sample') !== null) return;
    event.preventDefault();
    event.stopPropagation();
    if (key === 'y' || event.shiftKey) redo();
    else undo();
  };

  return (
    <section class="column input-column" aria-label="Input" onKeyDown={onKeyDown}>
      <div class="column-header">
        <h2>Input</h2>
        <Tabs
          label="Input as"
          tabs={[
            { id: 'form', label: 'Form' },
            { id: 'json', label: 'JSON', note: textError === null ? null : <Icon name="error" class="tab-note" /> },
          ]}
          selected={inputTab}
          onSelect={tab => page.dispatch({ type: 'showInput', tab })}
        />
        <div class="toolbar" role="group" aria-label="Input actions">
          <IconButton icon="discard" label="Undo (Ctrl+Z)" onClick={undo} disabled={history.past.length === 0} />
          <IconButton icon="redo" label="Redo (Ctrl+Y)" onClick={redo} disabled={history.future.length === 0} />
          <IconButton
            icon="clear-all"
            label={resetLabel(scenario)}
            onClick={() => page.dispatch({ type: 'reset', now: Date.now() })}
            disabled={!canReset}
          />
          <IconButton
            icon="save"
            id={saveButtonId}
            label="Save as sample"
            text="Save as sample"
            onClick={() => setSaving(true)}
            disabled={record === null || textError !== null}
          />
        </div>
      </div>
      {saving && record !== null && (
        <SaveSample
          scenario={scenario}
          input={input}
          record={record}
          declared={model.result?.declared ?? null}
          taken={ruleSet.samples.map(({ name }) => name)}
          onClose={closeSave}
        />
      )}
      <TabPanel tab={inputTab} class={inputTab === 'form' ? 'form' : ''}>
        {inputTab === 'form' ? (
          <Form
            ruleSet={ruleSet}
            input={input}
            record={record}
            thresholds={scenario.thresholds}
            grants={scenario.grants}
            textIsBroken={textError !== null}
          />
        ) : (
          <JsonEditor text={scenario.text} error={textError} />
        )}
      </TabPanel>
    </section>
  );
}

function resetLabel({ sample, given }: Scenario): string {
  if (given !== null) return `Reset to "${given.name}"`;
  return sample === null ? 'Reset to an empty input' : `Reset to the sample "${sample}"`;
}
