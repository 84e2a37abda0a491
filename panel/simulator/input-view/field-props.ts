import type { Json } from '../../../engine/model/json.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import type { SliderMark } from './slider.tsx';

/** The properties of every control of a signal. */
export interface ControlProps {
  /** Id of the element that the label belongs to. */
  id: string;
  name: string;
  signal: Signal;
  /** Undefined if the input does not have the signal. */
  value: Json | undefined;
  invalid: boolean;
  /** Id of the element that says what is wrong; undefined if nothing is. */
  describedBy: string | undefined;
  /** Thresholds that the signal is compared with. */
  marks: readonly SliderMark[];
  onChange: (value: Json | undefined) => void;
}

/** A value of any type as text for a field. */
export function fieldText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
