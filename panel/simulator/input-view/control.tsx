import { controlFor } from '../input/fields.ts';
import { BooleanControl } from './boolean-control.tsx';
import { ChoiceControl } from './choice-control.tsx';
import type { ControlProps } from './field-props.ts';
import { ListControl } from './list-control.tsx';
import { NumberControl } from './number-control.tsx';
import { SetControl } from './set-control.tsx';
import { TextControl } from './text-control.tsx';

/** The control that fits the signal's declaration. */
export function ControlOf(props: ControlProps) {
  const control = controlFor(props.signal);
  switch (control.kind) {
    case 'number':
      return <NumberControl {...props} />;
    case 'boolean':
      return <BooleanControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} options={control.options} />;
    case 'set':
      return <SetControl {...props} options={control.options} />;
    case 'list':
      return <ListControl {...props} items={control.items} />;
    case 'text':
      return <TextControl {...props} example={control.placeholder} />;
  }
}
