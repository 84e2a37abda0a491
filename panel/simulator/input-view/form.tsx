import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import { isJsonObject, type Json } from '../../../engine/model/json.ts';
import type { GivenGrants, RuleSetView } from '../../../protocol/server.ts';
import { isInForce } from '../input/columns.ts';
import { triableThreshold, triedValue } from '../input/thresholds.ts';
import { usePage } from '../page.ts';
import { Icon } from '../../parts/icon.tsx';
import type { SliderMark } from './slider.tsx';
import { Field } from './field.tsx';
import { GrantForm } from './grant-form.tsx';
import { OtherInput } from './other-input.tsx';
import { ThresholdForm } from './threshold-form.tsx';

interface FormProps {
  ruleSet: RuleSetView;
  input: Json;
  record: DecisionRecord | null;
  thresholds: Record<string, number>;
  grants: GivenGrants;
  textIsBroken: boolean;
}

/** The input with one field per signal, then its other content, then the grants and thresholds to try out. */
export function Form({ ruleSet, input, record, thresholds, grants, textIsBroken }: FormProps) {
  const page = usePage();
  const inForce = ruleSet.thresholds.filter(each => isInForce(each, ruleSet, input, record));
  const marks = thresholdMarks({ ...ruleSet, thresholds: inForce }, thresholds);
  return (
    <>
      {textIsBroken && (
        <p class="hint warning">
          <Icon name="warning" />
          <span>The JSON text is not valid. These are its last valid values; a change here replaces the text.</span>
        </p>
      )}
      {!isJsonObject(input) && (
        <p class="hint warning">
          <Icon name="warning" />
          <span>The input is not an object, so it has no signals. A change here makes it an object.</span>
        </p>
      )}
      {ruleSet.signals.length === 0 ? (
        <div class="empty">
          <p>This rule set declares no signals, so there is nothing to fill in.</p>
          <button type="button" class="link" onClick={() => page.openReference('signals')}>
            How to declare signals
          </button>
        </div>
      ) : (
        ruleSet.signals.map(({ name, declaration }) => (
          <Field
            key={name}
            name={name}
            signal={declaration}
            input={input}
            marks={marks.get(name) ?? []}
            record={record}
          />
        ))
      )}
      <OtherInput ruleSet={ruleSet} input={input} />
      <GrantForm ruleSet={ruleSet} grants={grants} />
      <ThresholdForm ruleSet={ruleSet} tried={thresholds} inForce={new Set(inForce.map(({ id }) => id))} />
    </>
  );
}

/** The marks on the sliders, by signal: the thresholds that it is compared with, with the values in force. */
function thresholdMarks(
  { thresholds, signals }: RuleSetView,
  tried: Record<string, number>,
): Map<string, SliderMark[]> {
  const marks = new Map<string, SliderMark[]>();
  for (const { id, name, declaration, comparedWith } of thresholds) {
    const triable = triableThreshold(declaration, []);
    if (triable === null || triable.isDuration) continue;
    const value = triedValue(tried, id) ?? triable.declared;
    for (const signal of comparedWith) {
      const type = signals.find(known => known.name === signal)?.declaration.type;
      if (type !== 'number' && type !== 'integer') continue;
      marks.set(signal, [...(marks.get(signal) ?? []), { value, label: `${triable.words(value)} ${name}` }]);
    }
  }
  return marks;
}
