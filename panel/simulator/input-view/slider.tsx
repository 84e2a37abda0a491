import { positionOn, type SliderRange } from '../input/ranges.ts';

/** A labelled tick on the slider. */
export interface SliderMark {
  value: number;
  label: string;
}

interface SliderProps {
  id: string;
  label: string;
  range: SliderRange;
  /** Null if there is no value: the knob is then faint and at the start. */
  value: number | null;
  valueText: string;
  marks: readonly SliderMark[];
  onInput: (value: number) => void;
}

export function Slider({ id, label, range, value, valueText, marks, onInput }: SliderProps) {
  const { minimum, maximum, step } = range;
  return (
    <div class="slider">
      <input
        type="range"
        id={id}
        class={value === null ? 'no-value' : ''}
        aria-label={label}
        aria-valuetext={valueText}
        min={minimum}
        max={maximum}
        step={step}
        value={value ?? minimum}
        onInput={event => onInput(event.currentTarget.valueAsNumber)}
      />
      {marks.map(({ value: at, label: text }) => {
        const position = positionOn(range, at);
        return (
          <div class={`slider-mark ${position > 0.5 ? 'leftward' : ''}`} key={text} style={{ '--position': position }}>
            <span class="slider-tick" />
            <span class="slider-label">{text}</span>
          </div>
        );
      })}
    </div>
  );
}
