import { useState } from 'preact/hooks';
import type { Json } from '../../../engine/model/json.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { optionText } from './choice-control.tsx';
import type { ControlProps } from './field-props.ts';
import { typedNumber } from './number-control.tsx';

type ItemType = 'number' | 'integer' | 'string' | 'boolean';

/** How many items the form shows; the rest of a longer list is edited as JSON. */
const maxShownItems = 50;

/** A list of any items, each of which can be removed, with a field for new ones. */
export function ListControl({
  id,
  name,
  value,
  invalid,
  describedBy,
  items: type,
  onChange,
}: ControlProps & { items: ItemType }) {
  const [typed, setTyped] = useState('');
  const items = Array.isArray(value) ? value : [];
  const add = () => {
    if (typed.trim() === '') return;
    onChange([...items, itemFrom(typed, type)]);
    setTyped('');
  };
  return (
    <div class="chips" role="group" aria-label={name} aria-describedby={describedBy}>
      {items.slice(0, maxShownItems).map((item, i) => (
        <button
          type="button"
          class="chip"
          key={i}
          aria-label={`Remove ${optionText(item)}`}
          title={`Remove ${optionText(item)}`}
          onClick={() => onChange(items.filter((_, other) => other !== i))}
        >
          {optionText(item)}
          <Icon name="close" />
        </button>
      ))}
      {items.length > maxShownItems && <span class="quiet">and {items.length - maxShownItems} more, see JSON</span>}
      <span class="list-add">
        <input
          type="text"
          id={id}
          value={typed}
          placeholder={addPlaceholder(value)}
          aria-invalid={invalid}
          autoComplete="off"
          spellcheck={false}
          onInput={event => setTyped(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <IconButton icon="add" label={`Add to ${name}`} onClick={add} disabled={typed.trim() === ''} />
      </span>
    </div>
  );
}

function addPlaceholder(value: Json | undefined): string {
  if (value === undefined) return 'not given, add an item';
  if (Array.isArray(value)) return value.length === 0 ? 'empty, add an item' : 'add an item';
  return `${optionText(value)}, add an item`;
}

function itemFrom(text: string, type: ItemType): Json {
  switch (type) {
    case 'string':
      return text.trim();
    case 'number':
    case 'integer':
      return typedNumber(text) ?? text;
    case 'boolean':
      return text.trim() === 'true' ? true : text.trim() === 'false' ? false : text;
  }
}
