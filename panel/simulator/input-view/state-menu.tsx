import { settableStates, type Edit, type FieldState } from '../input/fields.ts';
import { Icon } from '../../parts/icon.tsx';
import { causeWords } from '../../words/format.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';

interface StateMenuProps {
  id: string;
  name: string;
  signal: Signal;
  state: FieldState;
  /** The time of the decision, RFC 3339. */
  at: string;
  onEdits: (edits: readonly Edit[]) => void;
}

/**
 * Shows and sets whether the signal is given, or why it is missing. A native select element lies invisibly over the icon,
 * so that it works with every keyboard.
 */
export function StateMenu({ id, name, signal, state, at, onEdits }: StateMenuProps) {
  const states = settableStates(name, signal, at, state);
  const known = states.some(({ state: settable }) => settable === state.state);
  const words = (which: FieldState['state']) => (which === 'given' ? 'given' : causeWords[which]);
  return (
    <span class="state-menu" title={`${name}: ${words(state.state)}. Choose another state.`}>
      <Icon name="ellipsis" />
      <select
        id={id}
        aria-label={`State of ${name}`}
        value={state.state}
        onChange={event => {
          const chosen = states.find(settable => settable.state === event.currentTarget.value);
          if (chosen !== undefined && chosen.state !== state.state) onEdits(chosen.edits);
        }}
      >
        {!known && <option value={state.state}>{words(state.state)}</option>}
        {states.map(settable => (
          <option value={settable.state} key={settable.state}>
            {words(settable.state)}
          </option>
        ))}
      </select>
    </span>
  );
}
