import { statesOf, type Box } from '../space/dimension.ts';
import { isList, type Space } from '../space/space.ts';

/** A share of the traffic: of the buckets into which the values of the signal `by` divide it, so many per cent. */
export interface TrafficShare {
  by: string;
  percent: number;
}

/** The shares of the traffic in which alone a region lies: the buckets of each rollout that all of its boxes hold, if these are not all buckets. */
export function trafficOf({ signals, derived }: Space, boxes: readonly Box[] | null): TrafficShare[] {
  return [...derived].flatMap(([name, how]): TrafficShare[] => {
    const axis = signals.get(name);
    if (how.kind !== 'bucket' || boxes === null || axis === undefined || isList(axis)) return [];
    const held = boxes.map(box => statesOf(box, axis.dimension).join(' '));
    const [box] = boxes;
    if (box === undefined || new Set(held).size !== 1) return [];
    const states = statesOf(box, axis.dimension);
    const percent = states.reduce((sum, state) => {
      const meaning = axis.meaning(state);
      if (meaning.kind !== 'interval') return sum;
      const { low, high, lowOpen, highOpen } = meaning.interval;
      const [first, last] = [Math.max(0, lowOpen ? low + 1 : low), Math.min(99, highOpen ? high - 1 : high)];
      return sum + last - first + 1;
    }, 0);
    return percent === 100 ? [] : [{ by: how.by, percent }];
  });
}
