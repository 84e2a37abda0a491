import type { Json } from '../../../engine/model/json.ts';
import { sameJson } from '../../../engine/model/json.ts';
import { Icon } from '../../parts/icon.tsx';
import { optionText } from './choice-control.tsx';
import type { ControlProps } from './field-props.ts';

/** The named items, each in the list or not. Other items of the list are shown too and can be removed. */
export function SetControl({ id, name, value, describedBy, options, onChange }: ControlProps & { options: Json[] }) {
  const items = Array.isArray(value) ? value : [];
  const has = (option: Json) => items.some(item => sameJson(item, option));
  const foreign = items.filter(item => !options.some(option => sameJson(item, option)));
  const toggle = (option: Json) =>
    onChange(has(option) ? items.filter(item => !sameJson(item, option)) : [...items, option]);
  return (
    <div class="chips" role="group" aria-label={name} aria-describedby={describedBy}>
      {[...options, ...foreign].map((option, i) => (
        <button
          type="button"
          class="chip"
          id={i === 0 ? id : undefined}
          key={JSON.stringify(option)}
          aria-pressed={has(option)}
          onClick={() => toggle(option)}
        >
          <Icon name={has(option) ? 'check' : 'add'} />
          {optionText(option)}
        </button>
      ))}
      {!Array.isArray(value) && <span class="quiet">{value === undefined ? 'not given' : optionText(value)}</span>}
      {Array.isArray(value) && value.length === 0 && <span class="quiet">none</span>}
    </div>
  );
}
