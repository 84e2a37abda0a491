import { setState, nthState, statesIn, type Box, type Dimension } from '../../space/dimension.ts';
import { randomNumbers } from '../search/local-search.ts';

import { scratch } from '../../space/small-arrays.ts';

/** All combinations of a box's states in the given dimensions. The same array is yielded each time, valid until the next step. */
export function* everyState(box: Box, dimensions: readonly Dimension[]): Generator<Int32Array> {
  const states = new Int32Array(dimensions.length);
  const counts = dimensions.map(dimension => statesIn(box, dimension));
  const total = counts.reduce((product, count) => product * count, 1);
  for (let number = 0; number < total; number++) {
    let left = number;
    for (let at = dimensions.length - 1; at >= 0; at--) {
      const count = counts[at] as number;
      states[at] = nthState(box, dimensions[at] as Dimension, left % count);
      left = Math.floor(left / count);
    }
    yield states;
  }
}

/** A deterministic random sample of the combinations, in the same form as `everyState`. */
export function* someStates(box: Box, dimensions: readonly Dimension[], count: number): Generator<Int32Array> {
  const states = new Int32Array(dimensions.length);
  const counts = dimensions.map(dimension => statesIn(box, dimension));
  const random = randomNumbers();
  for (let i = 0; i < count; i++) {
    for (let at = 0; at < states.length; at++)
      states[at] = nthState(box, dimensions[at] as Dimension, random() % (counts[at] as number));
    yield states;
  }
}

/** All combinations as new boxes with a single state in each of the dimensions. */
export function* everyPoint(box: Box, dimensions: readonly Dimension[]): Generator<Box> {
  for (const states of everyState(box, dimensions)) yield atStates(scratch.copied(box), dimensions, states);
}

/** A deterministic random sample of the combinations. The same box is yielded each time, valid until the next step. */
export function* somePoints(box: Box, dimensions: readonly Dimension[], count: number): Generator<Box> {
  const point = scratch.copied(box);
  for (const states of someStates(box, dimensions, count)) yield atStates(point, dimensions, states);
}

function atStates(point: Box, dimensions: readonly Dimension[], states: Int32Array): Box {
  for (let at = 0; at < states.length; at++) setState(point, dimensions[at] as Dimension, states[at] as number);
  return point;
}
