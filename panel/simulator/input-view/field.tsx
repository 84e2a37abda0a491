import { valueAtPath, type Json } from '../../../engine/model/json.ts';
import { counterInWords, counterOf } from '../../../engine/model/counters.ts';
import type { DecisionRecord } from '../../../engine/model/decision-record.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import { fieldState, type Edit, type FieldState } from '../input/fields.ts';
import { signalPath } from '../input/paths.ts';
import { usePage } from '../page.ts';
import { Breakable } from '../../parts/breakable.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PlaceLink } from '../../parts/place-link.tsx';
import type { SliderMark } from './slider.tsx';
import { useChanged } from '../../parts/use-changed.ts';
import { causeWords } from '../../words/format.ts';
import { ControlOf } from './control.tsx';
import { Observed } from './observed.tsx';
import { StateMenu } from './state-menu.tsx';

interface FieldProps {
  name: string;
  signal: Signal;
  input: Json;
  marks: readonly SliderMark[];
  record: DecisionRecord | null;
}

/** The id of a signal's field, for moving the focus there. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** The description of a signal, and what it counts. */
function describedAs(name: string, signal: Signal): string | undefined {
  const counter = counterOf(name, signal);
  const contract = counter === null ? undefined : `Counts ${counterInWords(counter).replaceAll('`', '')}.`;
  const parts = [signal.description, contract].filter(part => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('\n');
}

export function Field({ name, signal, input, marks, record }: FieldProps) {
  const page = usePage();
  const id = fieldId(name);
  const state = fieldState(name, input, record?.missing ?? []);
  const problem = problemOf(state);
  const noteId = `${id}-note`;
  const at = record?.at ?? new Date().toISOString();
  const { maxAge, observedAt } = signal;
  const edit = (edits: readonly Edit[]) => {
    // Typing into the field and dragging its slider are two steps of undo.
    const field = `${name} ${document.activeElement?.id ?? ''}`;
    page.dispatch({ type: 'edit', edits, field, now: Date.now() });
  };
  const changed = useChanged(record === null ? null : state.state);
  return (
    <div class={`field state-${state.state} ${problem === null ? '' : 'has-problem'} ${changed}`}>
      <div class="field-name">
        <label for={id} title={describedAs(name, signal)} class="value">
          <Breakable name={name} />
        </label>
        <PlaceLink place={{ signal: name }} class="to-source" title={`Show ${name} in the rule file`}>
          <Icon name="go-to-file" />
          <span class="sr-only">Show {name} in the rule file</span>
        </PlaceLink>
      </div>
      <div class="field-control">
        <ControlOf
          id={id}
          name={name}
          signal={signal}
          value={valueAtPath(input, signalPath(name))}
          invalid={state.state === 'wrong-type' || state.state === 'out-of-schema'}
          describedBy={problem === null ? undefined : noteId}
          marks={marks}
          onChange={value => edit([{ path: signalPath(name), value }])}
        />
        {maxAge !== undefined && observedAt !== undefined && (
          <Observed
            id={`${id}-age`}
            name={name}
            path={observedAt}
            maxAge={maxAge}
            input={input}
            at={at}
            onEdits={edit}
          />
        )}
        {problem !== null && (
          <p class="field-note" id={noteId}>
            <Icon name={problem.icon} />
            <span>
              <strong>{problem.words}</strong>
              {problem.detail !== null && `: ${problem.detail}`}
            </span>
          </p>
        )}
      </div>
      <StateMenu id={`${id}-state`} name={name} signal={signal} state={state} at={at} onEdits={edit} />
    </div>
  );
}

/** What is wrong with the field, in words; null if it is valid, or an optional signal is not given. */
function problemOf(state: FieldState): { icon: string; words: string; detail: string | null } | null {
  if (state.state === 'given' || (state.state === 'absent' && !state.required)) return null;
  const words = causeWords[state.state];
  const promised = 'required, but not given';
  const icon =
    state.state === 'stale' || state.state === 'age-unknown'
      ? 'watch'
      : state.state === 'null'
        ? 'circle-slash'
        : 'warning';
  return { icon, words, detail: state.detail ?? (state.required ? promised : null) };
}
