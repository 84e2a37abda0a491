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
 * Whether the signal is there, and if not, in which way it is missing: to be seen and to be set. The list of choices is the
 * browser's own, laid invisibly over the icon, so that it works by keyboard everywhere.
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
