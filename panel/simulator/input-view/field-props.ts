import type { Json } from '../../../engine/model/json.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import type { SliderMark } from './slider.tsx';

/** What the control of a signal gets, whatever its kind. */
export interface ControlProps {
  /** Of the element that the label belongs to. */
  id: string;
  name: string;
  signal: Signal;
  /** Undefined where the input does not have it. */
  value: Json | undefined;
  invalid: boolean;
  /** Of the element that says what is wrong; undefined where nothing is. */
  describedBy: string | undefined;
  /** Thresholds that the signal is compared with. */
  marks: readonly SliderMark[];
  onChange: (value: Json | undefined) => void;
}

/** A value of any type as the text of a field. */
export function fieldText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
