import type { Signal, Threshold } from '../../../engine/model/rule-set.ts';

/** The range of a slider. */
export interface SliderRange {
  minimum: number;
  maximum: number;
  step: number;
}

/**
 * The range of a number's slider: its declared bounds, or, if a bound is missing, room around the thresholds that it is compared
 * with (`marks`). Null if there are neither.
 */
export function signalRange(signal: Signal, marks: readonly number[], value: number | null): SliderRange | null {
  const lower = signal.minimum ?? signal.exclusiveMinimum;
  const upper = signal.maximum ?? signal.exclusiveMaximum;
  if ((lower === undefined || upper === undefined) && marks.length === 0) return null;
  const seen = value === null ? marks : [...marks, value];
  const minimum = lower ?? Math.min(...seen.map(mark => 0 - roundUp(-mark * 1.5)));
  const maximum = upper ?? Math.max(roundUp(Math.max(...marks) * 1.5), roundUp(Math.max(...seen)));
  return range(minimum, maximum, signal.multipleOf, signal.type === 'integer');
}

/** The range of a threshold's slider: its declared bounds, else those of the signals that it is compared with, else up to twice its value. */
export function thresholdRange(
  declared: Threshold & { value: number },
  signals: readonly Signal[],
): SliderRange | null {
  const lows = signals.flatMap(({ minimum }) => minimum ?? []);
  const highs = signals.flatMap(({ maximum }) => maximum ?? []);
  const known = (bounds: number[]) => signals.length > 0 && bounds.length === signals.length;
  const minimum = declared.minimum ?? (known(lows) ? Math.min(...lows) : 0 - roundUp(-declared.value * 2));
  const maximum = declared.maximum ?? (known(highs) ? Math.max(...highs) : roundUp(Math.max(declared.value * 2, 1)));
  // Without a signal to compare with, a value from 10 on counts as whole (4000 ms), and a smaller one as a fraction.
  const wholeSignals = signals.length > 0 ? signals.every(({ type }) => type === 'integer') : declared.value >= 10;
  const whole = Number.isInteger(declared.value) && wholeSignals;
  return range(minimum, maximum, declared.step, whole);
}

function range(minimum: number, maximum: number, step: number | undefined, whole: boolean): SliderRange | null {
  if (!(minimum < maximum) || !Number.isFinite(maximum - minimum)) return null;
  const hundredth = roundStep((maximum - minimum) / 100);
  return { minimum, maximum, step: step ?? (whole ? Math.max(1, Math.round(hundredth)) : hundredth) };
}

/** Rounds up to one significant digit: 0.7 → 0.7, 1.05 → 2, 6200 → 7000. */
function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Number((Math.ceil(Number((value / unit).toPrecision(12))) * unit).toPrecision(12));
}

/** Rounds up to 1, 2 or 5 times a power of ten, so that the arrow keys move over readable numbers. */
function roundStep(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].find(candidate => value / unit <= candidate * 1.000001) ?? 10;
  return Number((digit * unit).toPrecision(12));
}

/** The position of a value on the slider, from 0 to 1; values outside the range are at its ends. */
export function positionOn({ minimum, maximum }: SliderRange, value: number): number {
  return Math.min(1, Math.max(0, (value - minimum) / (maximum - minimum)));
}
