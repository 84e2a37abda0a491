import type { MarkedCourse } from '../../protocol/review-requests.ts';

/** Where times are on a line, from 0 at the left to 1. */
export interface TimeScale {
  positionOf: (time: number) => number;
  /** False if short intervals are drawn longer than they are, so that they can be seen beside long ones. */
  isToScale: boolean;
}

/** If the longest interval is more than so many times the shortest, lengths are logarithmic. */
const maxRatio = 20;
/** The share of the line that the shortest interval has then, so that an icon fits; less if there are many intervals. */
const minShare = 0.06;
/** The share of the line that is left for waiting without a deadline. */
const waitingShare = 0.15;

/** One scale for several courses. Equal intervals are equally long on it, and later times are farther to the right. */
export function timeScale(courses: readonly MarkedCourse[]): TimeScale {
  const times = [...new Set([0, ...courses.flatMap(({ steps }) => steps.map(({ at }) => at))])].sort((a, b) => a - b);
  const intervals = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const [shortest, longest] = [Math.min(...intervals), Math.max(...intervals)];
  const isToScale = intervals.length === 0 || longest <= shortest * maxRatio;
  const lengths = isToScale ? intervals : logarithmic(intervals.map(interval => interval / shortest));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const share = courses.every(({ then }) => then === 'over') ? 1 : 1 - waitingShare;
  const positions = new Map([[0, 0]]);
  let passed = 0;
  lengths.forEach((length, index) => {
    passed += length;
    positions.set(times[index + 1] ?? 0, (passed / total) * share);
  });
  return { positionOf: time => positions.get(time) ?? 1, isToScale };
}

/** Lengths that grow with the logarithm of ratios of at least 1. */
function logarithmic(ratios: readonly number[]): number[] {
  const logarithms = ratios.map(ratio => Math.log2(ratio));
  const sum = logarithms.reduce((total, each) => total + each, 0);
  const share = Math.min(minShare, 0.5 / ratios.length);
  const least = (share * sum) / (1 - share * ratios.length);
  return logarithms.map(each => least + each);
}
